"""GET /api/live: what has changed is told to whoever watches, in bounded room."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
from xray_local.api import live as api
from xray_local.operations import live
from xray_local.operations.backend import Backend

from tests.asgi import get, post
from tests.in_process import InProcess
from tests.segments import T, a_segment, as_bytes

Story = Callable[["Client"], Awaitable[None]]


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with patch.object(api, "PAUSE_SECONDS", 0.01):
        yield


@pytest.fixture
def xray() -> InProcess:
    return InProcess()


def send(xray: InProcess, **members: Any) -> str:
    """Received now, and settled; the trace's id."""
    xray.clock.advance(1)
    document = a_segment(**members)
    sent = {"TraceSegmentDocuments": [as_bytes(document).decode()]}
    assert post(xray.application, "/TraceSegments", sent).status == 200
    xray.clock.advance(1)
    xray.store.settle(xray.clock.now())
    return str(document["trace_id"])


class Client:
    """Watches until it is told to hang up; reads nothing while it is not `reading`."""

    def __init__(self, xray: InProcess) -> None:
        self.xray = xray
        self.status = 0
        self.reading = asyncio.Event()
        self.reading.set()
        self.answered = asyncio.Event()
        self._blocks: asyncio.Queue[str] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._asked = False

    async def watch(self, *, come_back: str | None = None, **query: object) -> None:
        seen = [] if come_back is None else [(b"last-event-id", come_back.encode())]
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/live",
            "query_string": urlencode(query).encode(),
            "headers": seen,
        }
        await self.xray.application(scope, self._receive, self._send)

    def hang_up(self) -> None:
        self._gone.set()

    async def event(self) -> tuple[str, str, dict[str, Any]]:
        """The next one's name, id and members."""
        block = await asyncio.wait_for(self._blocks.get(), 10)
        lines = dict(line.split(": ", 1) for line in block.split("\n") if line)
        return lines["event"], lines["id"], json.loads(lines["data"])

    async def ready(self) -> dict[str, Any]:
        name, _, members = await self.event()
        assert name == "ready"
        return members

    async def change(self) -> dict[str, Any]:
        name, _, members = await self.event()
        assert name == "change"
        return members

    async def send(self, **members: Any) -> str:
        return await asyncio.to_thread(send, self.xray, **members)

    async def _receive(self) -> dict[str, Any]:
        if self._asked:
            await self._gone.wait()
            return {"type": "http.disconnect"}
        self._asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.answered.set()
            return
        await self.reading.wait()
        for block in message["body"].decode().split("\n\n")[:-1]:
            if not block.startswith(":"):
                self._blocks.put_nowait(block)


def watching(
    xray: InProcess, story: Story, come_back: str | None = None, **query: object
) -> None:
    """The story of one who watches, and hangs up at its end."""

    async def told() -> None:
        client = Client(xray)
        stream = asyncio.create_task(client.watch(come_back=come_back, **query))
        try:
            await story(client)
        finally:
            client.hang_up()
            await asyncio.wait_for(stream, 10)

    asyncio.run(told())


def ids(change: dict[str, Any]) -> list[str]:
    return [each["Id"] for each in change["Traces"]]


def test_a_trace_is_told_with_its_summary(xray: InProcess) -> None:
    async def story(client: Client) -> None:
        assert await client.ready() == {"CaughtUp": False}
        trace_id = await client.send(fault=True)
        change = await client.change()

        assert [trace_id] == ids(change)
        assert change["Traces"][0]["HasFault"] is True
        assert (change["Matched"], change["LeftOut"]) == (1, 0)
        assert (change["Start"], change["End"]) == (T, T)

    watching(xray, story)


def test_from_the_answers_first_byte_on_nothing_is_missed(xray: InProcess) -> None:
    """However long it takes to ask the store for the first time."""
    made = live.changes_of

    def slow(backend: Backend) -> live.Changes:
        time.sleep(0.1)
        return made(backend)

    async def story(client: Client) -> None:
        await client.answered.wait()
        trace_id = await client.send()
        await client.ready()

        assert [trace_id] == ids(await client.change())

    with patch.object(api, "changes_of", slow):
        watching(xray, story)


def test_a_filter_and_a_group_are_judged_together(xray: InProcess) -> None:
    shop = {"GroupName": "shop", "FilterExpression": 'service("shop")'}
    assert post(xray.application, "/CreateGroup", shop).status == 200

    async def story(client: Client) -> None:
        await client.ready()
        await client.send(name="shop")
        await client.send(name="bank", fault=True)
        both = await client.send(name="shop", fault=True)

        assert [both] == ids(await client.change())

    watching(xray, story, expression="fault", group="shop")


def test_without_a_limit_only_that_something_changed_is_told(xray: InProcess) -> None:
    async def story(client: Client) -> None:
        await client.ready()
        await client.send()
        change = await client.change()

        assert (ids(change), change["Matched"], change["LeftOut"]) == ([], 1, 0)

    watching(xray, story, limit=0)


def test_who_reads_slowly_is_told_less_often_of_what_changed_last(
    xray: InProcess,
) -> None:
    """What there was no room for is counted, so that the list can be asked for again."""

    async def story(client: Client) -> None:
        await client.ready()
        client.reading.clear()
        first = await client.send()
        await asyncio.sleep(0.2)  # it is on its way, and nobody takes it
        others = [await client.send() for _ in range(5)]
        await asyncio.sleep(0.2)
        client.reading.set()

        assert [first] == ids(await client.change())
        late = await client.change()
        assert others[-2:] == ids(late)
        assert (late["Matched"], late["LeftOut"]) == (5, 3)

    watching(xray, story, limit=2)


def test_who_comes_back_is_told_what_changed_meanwhile(xray: InProcess) -> None:
    send(xray)
    xray.clock.advance(live.LOOKED_BACK_SECONDS)
    seen = f"{xray.clock.now():.3f}"
    missed = send(xray)

    async def story(client: Client) -> None:
        assert await client.ready() == {"CaughtUp": True}
        assert [missed] == ids(await client.change())

    watching(xray, story, come_back=seen)
    watching(xray, story, since=seen)


@pytest.mark.parametrize("seconds", [-api.LATEST_RETURN_SECONDS - 1, 1])
def test_who_was_away_for_too_long_is_told_to_ask_again(
    xray: InProcess, seconds: float
) -> None:
    """As is whose id is of a clock that was ahead."""
    send(xray)

    async def story(client: Client) -> None:
        assert await client.ready() == {"CaughtUp": False}
        new = await client.send()
        assert [new] == ids(await client.change())

    watching(xray, story, come_back=str(xray.clock.now() + seconds))


def test_no_more_watch_than_may_and_who_hangs_up_makes_room(xray: InProcess) -> None:
    async def story(first: Client) -> None:
        await first.ready()
        second, third = Client(xray), Client(xray)
        await second.watch()
        assert second.status == 429
        first.hang_up()
        await asyncio.sleep(0.1)
        stream = asyncio.create_task(third.watch())
        await third.ready()
        assert third.status == 200
        third.hang_up()
        await stream

    with patch.object(api, "AT_ONCE", 1):
        watching(xray, story)


def test_with_nobody_watching_the_store_tells_nobody(xray: InProcess) -> None:
    async def story(client: Client) -> None:
        await client.ready()
        with patch.object(xray.store, "listen") as listen:
            client.hang_up()
            await asyncio.sleep(0.1)
            listen.assert_called_once_with(None)

    watching(xray, story)


def test_what_cannot_be_watched_is_refused_in_words(xray: InProcess) -> None:
    with patch.object(api, "AT_ONCE", 0):
        full = get(xray.application, "/api/live")
    mistaken = get(xray.application, "/api/live", expression="resposetime > 1")
    too_many = get(xray.application, "/api/live", limit=201)
    no_moment = get(xray.application, "/api/live", since="yesterday")

    assert (full.status, full.error) == (429, "ThrottledException")
    assert "close one, or try again later" in full.body["Message"]
    assert (mistaken.status, mistaken.body["Suggestion"]) == (400, "responsetime")
    assert (too_many.status, no_moment.status) == (400, 400)
    assert "at most 200" in too_many.body["Message"]
    assert (
        no_moment.body["Message"]
        == "since='yesterday': must be epoch seconds, such as 1700000000.25"
    )


def test_who_goes_before_being_told_comes_back_with_the_same_moment(
    xray: InProcess,
) -> None:
    """The first event does not claim what the second one tells."""
    xray.clock.advance(live.LOOKED_BACK_SECONDS)
    seen = f"{xray.clock.now():.3f}"
    send(xray)

    async def story(client: Client) -> None:
        name, moment, members = await client.event()
        assert ("ready", seen, {"CaughtUp": True}) == (name, moment, members)
        name, moment, _ = await client.event()
        assert name == "change"
        assert float(seen) < float(moment)

    watching(xray, story, since=seen)
