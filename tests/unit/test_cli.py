"""The command's options, each of which must reach the process that it starts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from xray_local import cli
from xray_local.addresses import InMemory, SqliteFolder
from xray_local.clock import Clock, ManualClock
from xray_local.config import Config
from xray_local.store.base import Limits
from xray_local.store.sqlite import SqliteStore


def started_with(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Config:
    """The settings of the process that `xray-local serve` would have started."""
    started: list[Config] = []

    class NotReally:
        def __init__(self, config: Config, clock: Clock) -> None:
            started.append(config)

        def run(self, on_ready: Callable[[Any], None]) -> None: ...

    monkeypatch.setattr(cli, "App", NotReally)
    assert cli.main(["serve", *arguments]) == 0
    (config,) = started
    return config


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--host", "0.0.0.0"), Config(host="0.0.0.0")),
        (("--port", "0"), Config(port=0)),
        (("--data", "/traces"), Config(data=Path("/traces"))),
        (("--memory",), Config(store=InMemory())),
        (
            ("--store", "sqlite:///traces"),
            Config(store=SqliteFolder(Path("/traces"))),
        ),
        (("--sampling", "aws"), Config(sampling="aws")),
        (("--relaxed",), Config(relaxed=True)),
        (("--notify", "http://hook/"), Config(notify="http://hook/")),
        (("--workers", "2"), Config(workers=2)),
        (("--log-level", "debug"), Config(log_level="debug")),
    ],
)
def test_an_option_changes_its_setting_and_no_other(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], expected: Config
) -> None:
    changed = {
        name
        for name in Config.__dataclass_fields__
        if getattr(expected, name) != getattr(Config(), name)
    }
    plain, config = started_with(monkeypatch), started_with(monkeypatch, *arguments)

    for name in Config.__dataclass_fields__:
        value = getattr(expected if name in changed else plain, name)

        assert value == getattr(config, name), name


def test_the_folder_to_explain_comes_before_the_store_that_is_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A store that is set and not meant is not even looked for."""
    with closing(SqliteStore(tmp_path, Limits(1e12, 1 << 40), ManualClock(0.0))):
        pass
    monkeypatch.setenv("XRAY_LOCAL_STORE", "clickhouse://nowhere.invalid")

    assert cli.main(["explain", "fault", "--data", str(tmp_path)]) == 0
    assert "0 traces in the window" in capsys.readouterr().out


WRONG = [
    (
        ["serve", "--host", "nowhere.invalid"],
        "cannot listen on the host nowhere.invalid",
    ),
    (["serve", "--host", "192.0.2.1"], "cannot listen on the host 192.0.2.1"),
    (["serve", "--port", "99999"], "--port '99999': must be a whole number"),
    (["serve", "--store", "mysql://x"], "--store 'mysql://x': must be memory:,"),
    (["doctor", "--endpoint", "http://127.0.0.1:1"], "'xray-local serve'"),
]


@pytest.mark.parametrize(("arguments", "complaint"), WRONG)
def test_a_wrong_option_ends_with_what_is_wrong(
    capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    """In one line that names what was typed."""
    assert cli.main(arguments) == 2

    said = capsys.readouterr().err
    assert said.startswith("xray-local: ")
    assert said.count("\n") == 1
    assert complaint in said


UNREADABLE = [
    (["explain", 'user = "\udcff"'], "is not UTF-8"),
    (["doctor", "\udcff"], "is not UTF-8"),
    (["doctor", "--endpoint", "foo"], "'foo' is not http://HOST:PORT"),
    (["doctor", "--endpoint", "localhost:2000"], "is not http://HOST:PORT"),
    (["doctor", "--endpoint", "http://["], "is not http://HOST:PORT"),
    (["doctor", "--endpoint", "http://host:port"], "is not http://HOST:PORT"),
]


@pytest.mark.parametrize(("arguments", "complaint"), UNREADABLE)
def test_nobody_is_asked_what_cannot_be_asked(
    capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)

    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize(
    ("status", "complaint"),
    [(404, "this is no X-Ray Local; start one"), (500, "its log says why")],
)
def test_another_servers_answer_is_not_taken_for_x_ray_locals(
    capsys: pytest.CaptureFixture[str], status: int, complaint: str
) -> None:
    """The gateway, say, whose port is easily mistaken for it."""
    with answering(status) as url:
        assert cli.main(["doctor", "--endpoint", url]) == 2

    said = capsys.readouterr().err
    assert f"{url} answers {status} " in said
    assert complaint in said


@contextmanager
def answering(status: int) -> Iterator[str]:
    """A server that knows no page."""

    class Nothing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name is http.server's
            self.send_error(status)

        def log_message(self, format: str, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Nothing) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def test_the_doctor_says_where_rejected_documents_are_without_an_endpoint(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It asks where a process with the same settings listens."""
    found = {"Code": "DocumentsRejected", "Severity": "Problem", "Text": "one"}
    monkeypatch.setattr(cli, "asked_of", lambda *_: [found])
    monkeypatch.setenv("XRAY_LOCAL_PORT", "2100")

    assert cli.main(["doctor"]) == 1
    assert "http://127.0.0.1:2100/#/doctor" in capsys.readouterr().out
