"""GET /api/scan: server-sent events, bounded, and over when the client hangs up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
from xray_local.api import scan as api
from xray_local.operations import scan

from tests.asgi import get, post
from tests.in_process import InProcess
from tests.segments import T, a_segment, as_bytes

Line = tuple[str, dict[str, Any]]
WINDOW = {"start": T - 100, "end": T + 100}


@pytest.fixture
def xray() -> Iterator[InProcess]:
    """Twenty traces, a second apart; slices of two."""
    running = InProcess()
    documents = [
        a_segment(user=f"user {second}", start_time=T + second, end_time=T + second + 1)
        for second in range(20)
    ]
    sent = {"TraceSegmentDocuments": [as_bytes(each).decode() for each in documents]}
    assert post(running.application, "/TraceSegments", sent).status == 200
    with patch.object(scan, "SLICE", 2):
        yield running


class Client:
    """Reads the stream, and hangs up after so many parts if told to."""

    def __init__(
        self,
        xray: InProcess,
        hang_up_after: int | None = None,
        path: str = "/api/scan",
    ) -> None:
        self._path = path
        self.parts: list[bytes] = []
        self.headers: dict[str, str] = {}
        self._application = xray.application
        self._hang_up_after = hang_up_after
        self._enough = asyncio.Event()
        self._asked = False

    async def ask(self, **query: object) -> list[Line]:
        scope = {
            "type": "http",
            "method": "GET",
            "path": self._path,
            "query_string": urlencode(query).encode(),
            "headers": [(b"accept-encoding", b"gzip")],
        }
        await self._application(scope, self._receive, self._send)
        return [*self._lines()]

    async def _receive(self) -> dict[str, Any]:
        if self._asked:
            await self._enough.wait()
            return {"type": "http.disconnect"}
        self._asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.headers = {
                name.decode(): value.decode() for name, value in message["headers"]
            }
            return
        self.parts.append(message["body"])
        if self._hang_up_after == len(self.parts):
            self._enough.set()
            await asyncio.sleep(0)

    def _lines(self) -> Iterator[Line]:
        for block in b"".join(self.parts).decode().split("\n\n")[:-1]:
            name, members = block.split("\n")
            yield (
                name.removeprefix("event: "),
                json.loads(members.removeprefix("data: ")),
            )


def ask(xray: InProcess, **query: object) -> list[Line]:
    async def asked() -> list[Line]:
        return await Client(xray).ask(**(WINDOW | query))

    return asyncio.run(asked())


def test_matches_come_newest_first_with_progress_between(xray: InProcess) -> None:
    lines = ask(xray, expression='user ENDSWITH "9"')
    users = [each["Users"][0]["UserName"] for name, each in lines if name == "match"]
    shares = [each["Share"] for name, each in lines if name == "progress"]

    assert users == ["user 19", "user 9"]
    assert sorted(shares) == shares
    assert shares[-1] == 1
    assert lines[-1] == (
        "end",
        {"Scanned": 20, "Traces": 20, "Share": 1, "Matches": 2, "Next": None},
    )


def test_a_limit_ends_it_and_says_where_to_go_on(xray: InProcess) -> None:
    first = ask(xray, limit=3)
    after = first[-1][1]["Next"]
    second = ask(xray, limit=3, after=after)
    starts = [each["StartTime"] for name, each in first + second if name == "match"]

    assert [T + second for second in (19, 18, 17, 16, 15, 14)] == starts


def test_it_is_not_compressed_and_not_kept(xray: InProcess) -> None:
    """A proxy or a browser that gathers it would show nothing for long."""

    async def headers() -> dict[str, str]:
        client = Client(xray)
        await client.ask(**WINDOW)
        return client.headers

    answered = asyncio.run(headers())

    assert answered["content-type"].startswith("text/event-stream")
    assert answered["cache-control"] == "no-store"
    assert "content-encoding" not in answered


def test_when_the_client_hangs_up_nothing_more_is_read(xray: InProcess) -> None:
    """The scan is over, and another may begin."""

    def reads(hang_up_after: int | None) -> int:
        client = Client(xray, hang_up_after)
        with patch.object(xray.store, "summaries", wraps=xray.store.summaries) as read:
            asyncio.run(client.ask(**WINDOW, expression='user = "nobody"'))
        return int(read.call_count)

    whole = reads(hang_up_after=None)

    assert reads(hang_up_after=1) < whole / 2
    assert reads(hang_up_after=None) == whole


def test_only_so_many_run_at_once(xray: InProcess) -> None:
    """Each would keep a thread busy."""

    @contextmanager
    def crowded() -> Iterator[None]:
        with patch.object(api, "AT_ONCE", 0):
            yield

    with crowded():
        refused = get(xray.application, "/api/scan", **WINDOW)

    assert (refused.status, refused.error) == (429, "ThrottledException")
    assert "scans are running" in refused.body["Message"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"expression": "falt"}, "falt"),
        ({"by": "Service"}, "by TraceId or by Event"),
        ({"by": "Never"}, "must be one of"),
        ({"start": "soon"}, "must be epoch seconds"),
        ({"start": "nan"}, "must be epoch seconds"),
        ({"end": T - 200}, "End time cannot be earlier"),
        ({"limit": "0"}, "1 to 1000"),
        ({"limit": "-1"}, "must be a whole number"),
        ({"after": "?"}, "Invalid token"),
    ],
)
def test_what_cannot_be_scanned_is_refused_at_once(
    xray: InProcess, query: dict[str, object], said: str
) -> None:
    refused = get(xray.application, "/api/scan", **(WINDOW | query))

    assert refused.status == 400
    assert said in refused.body["Message"]


@pytest.mark.parametrize(("missing", "given"), [("start", "end"), ("end", "start")])
def test_half_a_window_is_refused_by_the_name_of_the_other_half(
    xray: InProcess, missing: str, given: str
) -> None:
    refused = get(xray.application, "/api/scan", **{given: T})

    assert refused.status == 400
    assert (
        f"{missing} is missing: start and end go together, and {given} is given"
        == refused.body["Message"]
    )


def test_without_a_window_there_is_nothing_to_scan(xray: InProcess) -> None:
    refused = get(xray.application, "/api/scan")

    assert (refused.status, refused.error) == (400, "InvalidRequestException")
