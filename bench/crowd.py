"""Traces of a crowd: a map of as many services and calls as asked for.

The services stand in tiers and call those further on; each call has a trace of its own,
which comes in at one of a few entrances and leads to it.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ENTRANCES = 4
TIERS = 8
WORDS = ("order", "stock", "price", "basket", "customer", "parcel", "invoice", "search")
PLACES = ("reader", "writer", "cache", "index", "events", "rules", "mail", "audit")

Document = dict[str, Any]


@dataclass(frozen=True)
class Crowd:
    """`calls` are pairs of services, each caller in a lower tier than its callee."""

    services: list[str]
    calls: list[tuple[int, int]]
    callers: dict[int, int]
    """Of each service but the entrances: one that calls it."""


def crowd(nodes: int, edges: int, seed: int = 1) -> Crowd:
    """As large as a map of so many nodes and edges: entrances have clients, too."""
    chance = random.Random(seed)
    count = nodes - ENTRANCES
    tier = [0 if i < ENTRANCES else 1 + i * (TIERS - 1) // count for i in range(count)]
    callers = {
        i: chance.choice([j for j in range(i) if tier[j] == tier[i] - 1])
        for i in range(ENTRANCES, count)
    }
    calls = set(zip(callers.values(), callers.keys(), strict=True))
    while len(calls) < edges - ENTRANCES:
        source, target = sorted(chance.sample(range(count), 2))
        if tier[source] < tier[target]:
            calls.add((source, target))
    return Crowd([_name(i) for i in range(count)], sorted(calls), callers)


def crowd_traces(
    of: Crowd, start: float, seconds: float, seed: int = 1
) -> Iterator[list[Document]]:
    """One trace for each call, evenly spread; some services fail now and then."""
    chance = random.Random(seed)
    for number, (source, target) in enumerate(of.calls):
        way = [target, source]
        while way[-1] in of.callers:
            way.append(of.callers[way[-1]])
        begin = start + seconds * number / len(of.calls)
        yield _trace([of.services[i] for i in reversed(way)], begin, chance)


def _trace(way: list[str], start: float, chance: random.Random) -> list[Document]:
    """Each calls the next; the last one answers, and fails if it is one of those."""
    trace_id = f"1-{int(start):08x}-{secrets.token_hex(12)}"
    took = chance.lognormvariate(-3.5, 0.6)
    failing = way[-1].endswith("audit") and chance.random() < 0.5
    documents: list[Document] = []
    parent = None
    for depth, name in enumerate(way):
        begin = start + 0.001 * depth
        end = start + 0.001 * (2 * len(way) - depth) + took
        segment: Document = {
            "name": name,
            "id": secrets.token_hex(8),
            "trace_id": trace_id,
            "start_time": begin,
            "end_time": end,
        }
        if parent is not None:
            call = {
                "id": secrets.token_hex(8),
                "name": name,
                "namespace": "remote",
                "start_time": begin - 0.0005,
                "end_time": end + 0.0005,
            }
            parent["subsegments"] = [call]
            segment["parent_id"] = call["id"]
        documents.append(segment)
        parent = segment
    if failing:
        documents[-1]["fault"] = True
    return documents


def _name(number: int) -> str:
    """Without a number at its end, which would make it one of a family."""
    word, place = WORDS[number % 8], PLACES[number // 8 % 8]
    return f"{word}-{number // 64}-{place}" if number >= 64 else f"{word}-{place}"
