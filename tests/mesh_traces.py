"""The mesh's traces without the mesh: gateway, names, five handlers, a table.

For tests of the console and for measurements, which need many traces at once and want to
choose which handler is slow and which fails.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

CATEGORIES = ("noun", "adjective", "verb", "color", "descriptor")
HANDLERS = 10

Document = dict[str, Any]


@dataclass(frozen=True)
class Faults:
    """Seconds that handlers take longer, and how often handlers answer 400."""

    delays: dict[str, float] = field(default_factory=dict)
    failures: dict[str, float] = field(default_factory=dict)


ARTICLE = Faults(delays={"adjective-4": 2.0}, failures={"verb-6": 0.5})
"""One handler of fifty takes 2 s longer, another fails half of the time."""

NONE = Faults()


def a_mesh_trace(
    start: float, faults: Faults = NONE, chance: random.Random | None = None
) -> list[Document]:
    """The documents of one request, in the order in which they are sent."""
    chance = chance or random.Random()
    trace_id = f"1-{int(start):08x}-{chance.getrandbits(96):024x}"
    called = [f"{category}-{chance.randint(1, HANDLERS)}" for category in CATEGORIES]
    words = [_word(each, trace_id, start + 0.006, faults, chance) for each in called]
    calls = [_call_of(word, chance) for word in words]
    for word, call in zip(words, calls, strict=True):
        word["parent_id"] = call["id"]
    last = max(call["end_time"] for call in calls)
    status = max(word["http"]["response"]["status"] for word in words)
    table = _table(last, chance) if status == 200 else None
    end = table["end_time"] if table else last
    names = _segment("names", trace_id, start + 0.002, end + 0.001, status, chance)
    names["subsegments"] = [*calls, table] if table else calls
    to_names = _call_of(names, chance)
    names["parent_id"] = to_names["id"]
    gateway = _segment("gateway", trace_id, start, end + 0.003, status, chance)
    gateway["subsegments"] = [to_names]
    return [*words, names, gateway]


def mesh_traces(
    count: int, start: float, seconds: float, faults: Faults = NONE, seed: int = 1
) -> Iterator[list[Document]]:
    """Requests evenly spread over a time; the same seed makes the same documents."""
    chance = random.Random(seed)
    for number in range(count):
        yield a_mesh_trace(start + seconds * number / count, faults, chance)


def _word(
    handler: str, trace_id: str, start: float, faults: Faults, chance: random.Random
) -> Document:
    took = chance.lognormvariate(-4.2, 0.35) + faults.delays.get(handler, 0.0)
    failed = chance.random() < faults.failures.get(handler, 0.0)
    status = 400 if failed else 200
    word = _segment(handler, trace_id, start, start + took, status, chance)
    word["annotations"] = {
        "category": handler.split("-", maxsplit=1)[0],
        "handler": handler,
    }
    if handler in faults.delays:
        word["annotations"]["fault"] = f"delay {faults.delays[handler]:g}s"
    return word


def _segment(
    name: str,
    trace_id: str,
    start: float,
    end: float,
    status: int,
    chance: random.Random,
) -> Document:
    return {
        "name": name,
        "id": _an_id(chance),
        "trace_id": trace_id,
        "start_time": start,
        "end_time": end,
        "in_progress": False,
        "http": {
            "request": {
                "method": "GET",
                "url": f"http://{name}/",
                "user_agent": "python-requests/2.32",
                "client_ip": "172.18.0.7",
            },
            "response": {"status": status, "content_length": 64},
        },
        "service": {"runtime": "CPython", "runtime_version": "3.13.5"},
        "aws": {"xray": {"sdk": "X-Ray for Python", "sdk_version": "2.15.0"}},
    } | _flags(status)


def _call_of(callee: Document, chance: random.Random) -> Document:
    """The caller's subsegment: a little longer than what it waits for."""
    return {
        "id": _an_id(chance),
        "name": callee["name"],
        "namespace": "remote",
        "start_time": callee["start_time"] - 0.001,
        "end_time": callee["end_time"] + 0.001,
        "http": {
            "request": {"method": "GET", "url": callee["http"]["request"]["url"]},
            "response": dict(callee["http"]["response"]),
        },
    } | _flags(callee["http"]["response"]["status"])


def _table(start: float, chance: random.Random) -> Document:
    return {
        "id": _an_id(chance),
        "name": "dynamodb",
        "namespace": "aws",
        "start_time": start,
        "end_time": start + 0.004,
        "aws": {
            "operation": "PutItem",
            "table_name": "project-names",
            "region": "eu-west-1",
        },
        "http": {"response": {"status": 200}},
    }


def _an_id(chance: random.Random) -> str:
    return f"{chance.getrandbits(64):016x}"


def _flags(status: int) -> Document:
    if status >= 500:
        return {"fault": True}
    return {"error": True} if status >= 400 else {}
