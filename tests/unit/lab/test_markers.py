"""`make fault` and `make heal` tell X-Ray Local, and never fail because of it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from lab import cli, faults, markers, members
from lab.config import Config
from lab.members import Member


class XRay(BaseHTTPRequestHandler):
    """Takes what is posted; answers the status that the test wants."""

    told: ClassVar[list[tuple[str, Any]]]
    status: ClassVar[int]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.told.append((self.path, json.loads(body)))
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def xray() -> Iterator[tuple[int, type[XRay]]]:
    class Here(XRay):
        """Its own, since what was told is kept by the class."""

    Here.told, Here.status = [], 200

    with HTTPServer(("127.0.0.1", 0), Here) as server:
        threading.Thread(target=server.serve_forever).start()
        yield server.server_port, Here
        server.shutdown()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def test_what_was_done_is_told_with_its_kind(xray: tuple[int, type[XRay]]) -> None:
    port, here = xray

    assert markers.tell(Config(xray_port=port), "fault-on", "verb-6: " + "x" * 300)

    [(path, told)] = here.told
    assert path == "/api/markers"
    assert told["Kind"] == "fault-on"
    assert len(told["Text"]) == markers.MAX_TEXT


def test_a_proxy_of_the_environment_is_not_asked(
    xray: tuple[int, type[XRay]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")

    assert markers.tell(Config(xray_port=xray[0]), "fault-on", "verb-6")


def test_nobody_there_is_no_failure() -> None:
    assert not markers.tell(Config(xray_port=free_port()), "fault-on", "verb-6")


def test_a_refusal_is_no_failure(xray: tuple[int, type[XRay]]) -> None:
    port, here = xray
    here.status = 400

    assert not markers.tell(Config(xray_port=port), "fault-on", "verb-6")


def test_an_answer_that_is_not_http_is_no_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"what?\r\n\r\n")

        speaking = threading.Thread(target=answer)
        speaking.start()

        assert not markers.tell(
            Config(xray_port=server.getsockname()[1]), "fault-on", "verb-6"
        )
        speaking.join()


def test_with_reports_to_aws_nothing_is_told(xray: tuple[int, type[XRay]]) -> None:
    port, here = xray

    assert not markers.tell(Config(xray_port=port, xray="aws"), "fault-on", "verb-6")
    assert here.told == []


@pytest.fixture
def running(
    xray: tuple[int, type[XRay]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Config:
    """A lab without Docker that seems to be up."""
    monkeypatch.setattr(members, "find", lambda _: {Member(1, 1)})
    return replace(
        Config(docker="off"),
        xray_port=xray[0],
        faults_dir=tmp_path,
        run_dir=tmp_path,
    )


def typed(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    """As make puts what stands on its command line into the environment."""
    for name in ("HANDLER", "DELAY", "STATUS", "EXCEPTION", "RATE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LAB_GIVEN", " ".join(settings))


def test_each_change_of_faults_is_told_once(
    running: Config, xray: tuple[int, type[XRay]], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, HANDLER="adjective-4", DELAY="2s")
    assert [cli.fault(running), cli.fault(running)] == [0, 0]
    typed(monkeypatch, HANDLER="adjective-99", DELAY="2s")
    assert cli.fault(running) == 2
    typed(monkeypatch, HANDLER="adjective-4")
    assert [cli.heal(running), cli.heal(running)] == [0, 0]

    assert [told for _, told in xray[1].told] == [
        {"Kind": "fault-on", "Text": "adjective-4: DELAY=2s"},
        {"Kind": "fault-off", "Text": "adjective-4 healed"},
    ]


def test_a_fault_set_while_the_lab_is_down_is_not_in_force_yet(
    running: Config, xray: tuple[int, type[XRay]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "find", lambda _: set())
    typed(monkeypatch, HANDLER="adjective-4", DELAY="2s")

    assert cli.fault(running) == 0
    assert faults.flags(running)
    assert xray[1].told == []


def test_a_command_succeeds_with_x_ray_local_gone(
    running: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = replace(running, xray_port=free_port())
    typed(monkeypatch, HANDLER="verb-6", STATUS="400")

    assert cli.fault(alone) == 0
    typed(monkeypatch)
    assert cli.heal(alone) == 0
