"""GET /api/live of a live process, read as any program reads it: line by line."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from xray_local.api.live import AT_ONCE

from tests.processes import RunningXRay, eventually, running_xray_local
from tests.segments import a_segment


@dataclass
class Stream:
    answer: HTTPResponse
    last_id: str = ""

    def event(self) -> tuple[str, dict[str, Any]]:
        """The next one; what is sent as a sign of life is passed over."""
        while True:
            lines = dict(
                line.split(": ", 1) for line in iter(self._line, "") if ": " in line
            )
            if "event" in lines:
                self.last_id = lines["id"]
                return lines["event"], json.loads(lines["data"])

    def change(self) -> dict[str, Any]:
        while True:
            name, members = self.event()
            if name == "change":
                return members

    def ended(self) -> bool:
        return self.answer.read() == b""

    def _line(self) -> str:
        line = self.answer.readline()
        assert line, "the stream has ended"
        return line.decode().rstrip("\n")


@contextmanager
def watching(xray: RunningXRay, query: str = "", **headers: str) -> Iterator[Stream]:
    connection = HTTPConnection("127.0.0.1", xray.port, timeout=20)
    try:
        connection.request("GET", f"/api/live{query}", headers=headers)
        yield Stream(connection.getresponse())
    finally:
        connection.close()


def a_request(name: str = "shop") -> dict[str, Any]:
    """Of this moment."""
    now = time.time()
    known = a_segment(name, start_time=now - 0.1, end_time=now)
    return known | {"trace_id": f"1-{int(now):08x}-{known['trace_id'][-24:]}"}


def test_a_segment_by_udp_is_told(xray: RunningXRay) -> None:
    sent = a_request()
    with watching(xray) as stream:
        xray.send(sent)
        change = stream.change()

    assert [sent["trace_id"]] == [each["Id"] for each in change["Traces"]]
    assert (change["Matched"], change["LeftOut"]) == (1, 0)


@pytest.mark.parametrize("store", ["memory:", "sqlite://{}", "chdb://{}"])
def test_the_first_segment_after_the_answers_head_is_told(
    store: str, tmp_path: Path
) -> None:
    """Of an empty store, which has never been asked anything."""
    arguments = ("--store", store.format(tmp_path / "kept"))
    with running_xray_local(tmp_path, *arguments) as xray, watching(xray) as stream:
        sent = a_request()
        xray.send(sent)

        assert [sent["trace_id"]] == [each["Id"] for each in stream.change()["Traces"]]


def test_who_comes_back_is_told_what_changed_meanwhile(xray: RunningXRay) -> None:
    with watching(xray) as stream:
        stream.event()
    sent = a_request()
    before = xray.counters()["Stored"]
    xray.send(sent)
    eventually(lambda: xray.counters()["Stored"] > before)
    with watching(xray, **{"Last-Event-ID": stream.last_id}) as again:
        assert again.event() == ("ready", {"CaughtUp": True})
        told = [each["Id"] for each in again.change()["Traces"]]

    assert sent["trace_id"] in told


def test_another_process_on_the_same_folder_catches_up_as_well(tmp_path: Path) -> None:
    arguments = ("--data", str(tmp_path / "data"))
    with running_xray_local(tmp_path, *arguments) as first, watching(first) as stream:
        stream.event()
        sent = a_request()
        first.send(sent)
        first.terminate()
    query = f"?since={stream.last_id}"
    with (
        running_xray_local(tmp_path, *arguments) as second,
        watching(second, query) as again,
    ):
        assert again.event() == ("ready", {"CaughtUp": True})
        told = [each["Id"] for each in again.change()["Traces"]]

    assert [sent["trace_id"]] == told


def test_places_are_limited_and_freed_by_hanging_up(xray: RunningXRay) -> None:
    connections = [
        HTTPConnection("127.0.0.1", xray.port, timeout=20) for _ in range(AT_ONCE)
    ]

    def refused() -> dict[str, Any] | None:
        with watching(xray) as one_more:
            if one_more.answer.status == 200:
                return None
            assert one_more.answer.status == 429
            return dict(json.load(one_more.answer))

    try:
        for each in connections:
            each.request("GET", "/api/live")
            assert each.getresponse().status == 200
        refusal = refused()
        assert refusal is not None
        assert "clients watch live: close one" in refusal["Message"]
        connections.pop().close()

        assert eventually(lambda: refused() is None)
    finally:
        for each in connections:
            each.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_ends_while_somebody_watches(
    tmp_path: Path, number: signal.Signals
) -> None:
    with running_xray_local(tmp_path, "--memory") as xray, watching(xray) as stream:
        stream.event()
        xray.process.send_signal(number)

        assert xray.process.wait(15) == 0
        assert stream.ended()
        assert "timeout graceful shutdown" not in xray.log.read_text()
