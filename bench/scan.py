"""Milliseconds of a list by window, for filters that have an index and any others.

The newest 100 matches of windows that hold 10 thousand, 100 thousand, a million and all
segments of one store of 200,000 traces. What is printed is how the cost grows with the
window: it must not grow faster. In the window of 100 thousand, each list is compared with
brute force, which reads and judges every summary, and both must name the same traces.

    python -m bench.scan
    python -m bench.scan --data /tmp/filled    # fills it at first, then uses it again
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

from xray_local.cli import GC_THRESHOLDS
from xray_local.model.window import TimeRangeType, Window
from xray_local.query.expression import compile_filter, parse, plan_of
from xray_local.query.plan import Plan
from xray_local.store.base import Store

from bench.queries import MIX, NEWEST, Times
from bench.stored_traces import WINDOW, fill, opened
from bench.target import judge

ARBITRARY = (
    'user CONTAINS "ali"',
    'http.useragent BEGINSWITH "curl"',
    'http.useragent CONTAINS "requests" AND http.clientip = "10.0.0.1"',
    'http.url ENDSWITH "/nowhere"',
    'annotation.handler ENDSWITH "-3" AND annotation.handler CONTAINS "verb" AND !ok',
    '!service("gateway")',
    '!service("verb-6")',
    '!annotation.handler = "noun-1" AND !annotation.category',
    'service("verb-6") { http.url CONTAINS "/x" }',
    'service("verb-6") { !ok AND responsetime < 0.01 }',
    'service("names") { responsetime < 0.0001 }',
    "service() { responsetime < 0.0001 }",
    'service(id(type: "AWS::DynamoDB::Table")) { !fault } AND fault',
    'edge("names", "verb-6") { http.status = 404 }',
    'edge("names", "verb-6") { responsetime < 0.0001 }',
    'rootcause.json = #[{"Services": [{"Name": "verb-7"}]}]',
    'rootcause.responsetime.entity { name = "adjective-4" AND coverage > 0.5 }',
    "rootcause.responsetime.entity { coverage > 2 }",
    'rootcause.responsetime.service { name = "nobody" }',
    "duration > 1 AND !(duration > 0.5)",
)
"""Texts in part, NOT, times in braces, root causes: some match much, most nothing."""

SEGMENTS = (10_000, 100_000, 1_000_000)
PER_TRACE = 7
COMPARED = 100_000
INDEXED_MS, ARBITRARY_MS = 50, 1000
GROWTH = 1.0
"""Of the cost over that of the window."""

_NOISE_MS = 5.0
"""What a list costs at least; no growth is seen below."""


def newest(store: Store, window: Window, expression: str) -> list[str]:
    tree = parse(expression)
    summaries = store.summaries(plan_of(tree, window, TimeRangeType.TRACE_ID))
    matching = filter(compile_filter(tree), summaries)
    return [each.trace_id for each in islice(matching, NEWEST)]


def brute_force(store: Store, window: Window, expression: str) -> list[str]:
    admits = compile_filter(parse(expression))
    every = store.summaries(Plan(window))
    return [each.trace_id for each in every if admits(each)][:NEWEST]


def windows(traces: int) -> Iterator[tuple[int, Window]]:
    """So many segments, and the newest part of the store that has them."""
    seconds = WINDOW.end - WINDOW.start
    for segments in (*SEGMENTS, traces * PER_TRACE):
        share = min(1.0, segments / PER_TRACE / traces)
        yield segments, Window(WINDOW.end - seconds * share, WINDOW.end)


def measure(store: Store, mix: Sequence[str], rounds: int, allowed_ms: float) -> int:
    """Prints one mix, of each list its best round; 1 if it misses a target."""
    slowest: list[tuple[int, float]] = []
    for segments, window in windows(store.contents().traces):
        costs: list[tuple[float, float, str]] = []
        for expression in mix:
            times = Times()
            for _ in range(rounds):
                times.of(partial(newest, store, window, expression))
            costs.append((*times.at(0), expression))
        costs.sort()
        wall, cpu, name = costs[int(0.95 * len(costs))]
        print(f"{segments:9,} {wall:9.2f} ms {cpu:9.2f} ms CPU  {name}")
        slowest.append((segments, cpu))
        if segments == COMPARED:
            compare(store, window, mix, costs)
    missed = judge(wall / allowed_ms, f"the {allowed_ms:.0f} ms allowed", most=1)
    (fewest, least), (most, cost) = slowest[0], slowest[-1]
    grown = (cost / max(least, _NOISE_MS)) / (most / fewest)
    return missed | judge(grown, "what the window has grown", most=GROWTH)


def compare(
    store: Store,
    window: Window,
    mix: Sequence[str],
    costs: Sequence[tuple[float, float, str]],
) -> None:
    forced = Times()
    for expression in mix:
        found = forced.of(partial(brute_force, store, window, expression))
        if found != newest(store, window, expression):
            sys.exit(f"{expression}: not what brute force finds")
    by_force, cpu = sum(forced.cpu), sum(cost for _, cost, _ in costs)
    print(f"{'':10}the mix in {cpu:.0f} ms CPU, {cpu / by_force:.4f} of brute force")


def measured(directory: Path, traces: int, rounds: int) -> int:
    with closing(opened(directory)) as store:
        if not store.contents().traces:
            print(f"{fill(store, traces):,} segments written and settled")
        print("expressions with an index, 95th percentile of the mix")
        missed = measure(store, MIX, rounds, INDEXED_MS)
        print("any expressions, 95th percentile of the mix")
        return missed | measure(store, ARBITRARY, rounds, ARBITRARY_MS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traces", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path, help="a folder to fill once and keep")
    given = parser.parse_args()
    gc.set_threshold(*GC_THRESHOLDS)  # as in the process that is measured
    with tempfile.TemporaryDirectory() as name:
        return measured(given.data or Path(name), given.traces, given.rounds)


if __name__ == "__main__":
    sys.exit(main())
