"""Milliseconds of a graph with 5,000 links between traces, beside the same without them.

Pairs of traces over six hours: a shop sends a message, a worker takes it up. In one store
the workers' segments name the shops' traces, in the other they name none. Workers arrive
first, so that every link has to be followed up when its shop arrives.

    python -m bench.links
    python -m bench.links --pairs 20000
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from xray_local.model.segment import Received
from xray_local.store.sqlite import SqliteStore
from xray_local.wire.documents import accept

from bench.queries import GRAPH_MS, Times, show
from bench.stored_traces import WINDOW, opened
from bench.target import judge
from tests.mesh_traces import Document
from tests.segments import a_segment, a_subsegment

_TOGETHER = 1_000
"""Pairs in a batch."""


def pairs(count: int) -> Iterator[tuple[Document, Document]]:
    """A shop's segment and a worker's, which took up its message a second later."""
    step = (WINDOW.end - WINDOW.start) / count
    for number in range(count):
        start = WINDOW.start + number * step
        send = a_subsegment(
            "SQS",
            namespace="aws",
            start_time=start + 0.1,
            end_time=start + 0.2,
            aws={"operation": "SendMessage", "queue_url": "https://sqs/orders"},
        )
        shop = a_segment(
            "shop", start_time=start, end_time=start + 0.3, subsegments=[send]
        )
        link = {"trace_id": shop["trace_id"], "id": send["id"]}
        took = 0.2 + number % 100 / 100
        yield (
            shop,
            a_segment(
                "worker", start_time=start + 1, end_time=start + 1 + took, links=[link]
            ),
        )


def write(store: SqliteStore, documents: Sequence[Document]) -> None:
    """As the collector does; all of it settled."""
    store.write([_received(document) for document in documents])
    store.settle(WINDOW.end + 1)


def _received(document: Document) -> Received:
    return accept(json.dumps(document).encode(), document["end_time"])


def fill(directory: Path, documents: Sequence[tuple[Document, Document]]) -> Times:
    """What it took, at rest in the end."""
    times = Times()
    with closing(opened(directory)) as store:
        for start in range(0, len(documents), _TOGETHER):
            some = documents[start : start + _TOGETHER]
            times.of(partial(write, store, [worker for _, worker in some]))
            times.of(partial(write, store, [shop for shop, _ in some]))
        for second in range(300):
            store.settle(WINDOW.end + second)
    return Times([sum(times.wall)], [sum(times.cpu)])


def graph_times(directory: Path, rounds: int) -> tuple[Times, int]:
    """Of the first graph of a process, and how many links are in it."""
    times, links = Times(), 0
    for _ in range(rounds):
        with closing(opened(directory)) as store:
            graph = times.of(partial(store.graph, WINDOW))
            links = sum(each.links for each in graph.connections.values())
    return times, links


def measure(folder: Path, count: int, rounds: int) -> int:
    linked = list(pairs(count))
    alone = [(shop, {**worker, "links": []}) for shop, worker in linked]
    filled, filled_alone = (
        fill(folder / "linked", linked),
        fill(folder / "alone", alone),
    )
    show(f"{2 * count:,} traces written, linked", filled)
    show("  not linked", filled_alone)
    print(f"{'':20} {filled.cpu[0] / filled_alone.cpu[0]:12.2f} of not linked, CPU")

    times, links = graph_times(folder / "linked", rounds)
    if links != count:
        sys.exit(f"{links:,} links in the graph, {count:,} were written")
    first = show(f"graph with {links:,} links", times)
    without = show("  without", graph_times(folder / "alone", rounds)[0])
    print(f"{'':20} {first / without:12.2f} of the same without links")
    return judge(first / GRAPH_MS, f"the {GRAPH_MS} ms allowed for a graph", most=1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        return measure(Path(name), given.pairs, given.rounds)


if __name__ == "__main__":
    sys.exit(main())
