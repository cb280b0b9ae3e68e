"""Milliseconds of a list, a graph, a series and one trace over 100,000 stored traces.

The list is of the newest 100 traces that match; 20 expressions, as people type them on
the trail of the two broken handlers, with some that match everything or nothing. Beside
it, in the same run: the same list by brute force, which evaluates every summary, already
decoded in memory. Both must name the same traces.

    python -m bench.queries
    python -m bench.queries --data /tmp/filled    # fills it at first, then uses it again
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from xray_local.graph.graph import Graph
from xray_local.graph.series import of_clients, of_services, series
from xray_local.model.summary import Summary
from xray_local.model.trace import Trace, assemble
from xray_local.model.window import TimeRangeType, Window
from xray_local.query.expression import Filter, compile_filter, parse, plan_of
from xray_local.query.plan import EVERY_TRACE
from xray_local.store.base import Store
from xray_local.store.schema import FILE_NAME, open_reader
from xray_local.store.sums import rollup_of

from bench.stored_traces import HOURS, WINDOW, fill, opened
from bench.target import judge

T = TypeVar("T")

MIX = (
    "",
    "ok",
    "error",
    "fault",
    "error OR fault OR throttle",
    "responsetime > 2",
    "duration >= 1 AND duration <= 3 AND !error",
    "http.status = 400",
    'http.url BEGINSWITH "http://gateway/" AND responsetime > 1.5',
    'service("verb-6")',
    'service("verb-6") { error }',
    'service("verb-6") { fault }',
    'service("adjective-4") { responsetime > 2 }',
    'service("dynamodb") { fault OR throttle }',
    'edge("names", "verb-6") { error }',
    'annotation.handler = "color-3"',
    'annotation.handler = "noun-1" OR annotation.handler = "noun-2"',
    'annotation.fault BEGINSWITH "delay" AND service("verb-6") { error }',
    'rootcause.error.service { name = "verb-6" }',
    'user = "alice"',
)
NEWEST = 100
RECEIVED = Window(WINDOW.start, WINDOW.end + 60)
SERIES = {
    "the clients' calls": of_clients,
    "one service": of_services(lambda service: service.name == "verb-6"),
}
LIST_MS, GRAPH_MS, TRACE_MS = 50, 100, 10
_DECODED = 10_000


@dataclass
class Times:
    """Milliseconds that each repetition took: by the clock, and of the processor."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def of(self, work: Callable[[], T]) -> T:
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        self.wall.append((time.perf_counter() - wall) * 1000)
        self.cpu.append((time.process_time() - cpu) * 1000)
        return result

    def at(self, quantile: float) -> tuple[float, float]:
        """The nearest of what was measured: by the clock, and of the processor."""
        last = len(self.wall) - 1
        rank = min(last, int(quantile * len(self.wall)))
        return sorted(self.wall)[rank], sorted(self.cpu)[rank]


def show(name: str, times: Times, quantile: float = 0.5) -> float:
    """Print a line; the time by the clock."""
    wall, cpu = times.at(quantile)
    print(f"{name:<32} {wall:8.2f} ms {cpu:8.2f} ms CPU")
    return wall


def newest(store: Store, expression: str) -> list[str]:
    """From the text to the ids, as GetTraceSummaries goes about it."""
    tree = parse(expression)
    summaries = store.summaries(plan_of(tree, WINDOW, TimeRangeType.TRACE_ID))
    matching = filter(compile_filter(tree), summaries)
    return [each.trace_id for each in islice(matching, NEWEST)]


def brute_force(store: Store) -> tuple[dict[str, Times], dict[str, list[str]]]:
    """Every summary evaluated; reading and decoding them is not counted.

    Part by part, so that all need not be in memory at once.
    """
    times = {expression: Times() for expression in MIX}
    found: dict[str, list[str]] = {expression: [] for expression in MIX}
    summaries = store.summaries(EVERY_TRACE)
    while part := list(islice(summaries, _DECODED)):
        for expression in MIX:
            admits = compile_filter(parse(expression))
            admitted = times[expression].of(partial(_admitted, admits, part))
            found[expression] += [each.trace_id for each in admitted]
    totals = {each: Times([sum(t.wall)], [sum(t.cpu)]) for each, t in times.items()}
    return totals, {each: ids[:NEWEST] for each, ids in found.items()}


def _admitted(admits: Filter, summaries: list[Summary]) -> list[Summary]:
    return [*filter(admits, summaries)]


def lists(store: Store, rounds: int) -> int:
    """Prints the mix; 1 if it misses its target."""
    listed = {expression: Times() for expression in MIX}
    every, brute = Times(), Times()
    for _ in range(rounds):
        for expression, times in listed.items():
            times.of(partial(newest, store, expression))
    forced, expected = brute_force(store)
    print(f"{'median ms, CPU, brute force':>32} matches, expression")
    for expression, times in listed.items():
        if newest(store, expression) != expected[expression]:
            sys.exit(f"{expression}: not what brute force finds")
        (wall, cpu), (by_force, _) = times.at(0.5), forced[expression].at(0.5)
        count = len(expected[expression])
        print(f"{wall:9.2f} {cpu:8.2f} {by_force:12.2f} {count:8} {expression}")
        every.wall += times.wall
        every.cpu += times.cpu
        brute.wall += forced[expression].wall
        brute.cpu += forced[expression].cpu
    slow = show("95th percentile of the mix", every, 0.95)
    show("  by brute force", brute, 0.95)
    print(f"{'':20} {slow / brute.at(0.95)[0]:12.4f} of brute force")
    return judge(slow / LIST_MS, f"the {LIST_MS} ms allowed for a list", most=1)


def graphs(directory: Path, rounds: int) -> int:
    """Of all six hours: at first in a process, and again; 1 for a miss."""
    cold, warm, minutes = Times(), Times(), Times()
    for _ in range(rounds):
        with closing(opened(directory)) as store:
            graph = cold.of(partial(store.graph, WINDOW))
            warm.of(partial(store.graph, WINDOW))
        if minutes.of(partial(sum_of_minutes, directory)) != graph:
            sys.exit("the graph is not the sum of its minutes")
    show("graph, warm", warm)
    first = show("graph, cold", cold)
    one_by_one = show("  minute by minute", minutes)
    print(f"{'':20} {first / one_by_one:12.4f} of minute by minute")
    return judge(first / GRAPH_MS, f"the {GRAPH_MS} ms allowed for a graph", most=1)


def sum_of_minutes(directory: Path) -> Graph:
    """The same graph without the sums that are kept of many minutes."""
    total = Graph()
    with closing(open_reader(directory / FILE_NAME)) as reader:
        for (minute,) in reader.execute("SELECT minute FROM rollups"):
            total.merge(rollup_of(reader, minute))
    return total


def time_series(store: Store, rounds: int) -> int:
    """A row for each of the 360 minutes; nothing is kept from one to the next."""
    missed = 0
    for name, pick in SERIES.items():
        times = Times()
        for _ in range(rounds):
            times.of(lambda: [*series(store.received(RECEIVED), pick)])  # noqa: B023
        slow = show(f"series of {name}", times)
        missed |= judge(slow / GRAPH_MS, f"the {GRAPH_MS} ms allowed for it", most=1)
    return missed


def one_trace(store: Store, rounds: int) -> int:
    """Documents read, decoded and assembled; traces far apart. 1 for a miss."""
    known = [each.trace_id for each in store.summaries(EVERY_TRACE)]
    times = Times()
    for trace_id in known[:: max(1, len(known) // (rounds * len(MIX)))]:
        times.of(partial(_opened, store, trace_id))
    slow = show("one trace, 95th percentile", times, 0.95)
    return judge(slow / TRACE_MS, f"the {TRACE_MS} ms allowed for a trace", most=1)


def _opened(store: Store, trace_id: str) -> Trace:
    return assemble(trace_id, store.documents(trace_id))


def measure(directory: Path, traces: int, rounds: int) -> int:
    with closing(opened(directory)) as store:
        if not store.contents().traces:
            filled = Times()
            documents = filled.of(partial(fill, store, traces))
            seconds = filled.wall[0] / 1000
            print(f"{documents:,} segments written and settled in {seconds:.0f} s")
        print(f"{store.contents().traces:,} traces over {HOURS} h")
    missed = graphs(directory, rounds)
    with closing(opened(directory)) as store:
        missed |= lists(store, rounds)
        missed |= time_series(store, rounds)
        missed |= one_trace(store, rounds)
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traces", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--data", type=Path, help="a folder to fill once and keep")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        return measure(given.data or Path(name), given.traces, given.rounds)


if __name__ == "__main__":
    sys.exit(main())
