"""The traced mesh beside the bare chain, both without the registry.

The bare chain is the same six Flask apps under gunicorn, untraced and asked directly; the
mesh adds the gateway, the X-Ray SDK in all six and X-Ray Local. All of it and the load run
on the same cores. They are measured in turns, each turn with a lab of its own. Then the
mesh is offered half of its highest rate, and every answer is timed from when it was due.

For each kind it prints the processor's time of a request, by part, too: that is little
disturbed by whatever else the machine does.

    python -m bench.chain --rounds 3 --seconds 10 --hold 20
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench import processor
from bench.mesh import GATEWAY, INTERNAL, at_rate, flat_out, lab
from bench.target import judge

LEAST_OF_BARE = 0.6
LEAST_OF_UNTRACED = 0.9
MOST_P95 = 0.1  # seconds
SETTLES_S = 1.5
"""After a load, X-Ray Local is still at work on its last traces."""
PARTS = tuple(dict.fromkeys(processor.PARTS.values()))


class Kind(NamedTuple):
    tracing: str
    port: int


KINDS = {
    "bare chain": Kind("off", INTERNAL),
    "untraced mesh": Kind("off", GATEWAY),
    "traced mesh": Kind("on", GATEWAY),
}


class Reached(NamedTuple):
    """In one turn: how fast, and the processor's seconds by part for each request."""

    rate: float
    spent: dict[str, float]


def turns(folder: Path, rounds: int, seconds: float) -> dict[str, list[Reached]]:
    reached: dict[str, list[Reached]] = {name: [] for name in KINDS}
    for turn in range(rounds):
        for name in KINDS if turn % 2 == 0 else reversed(KINDS):
            reached[name].append(measured(folder, KINDS[name], seconds))
    return reached


def measured(folder: Path, kind: Kind, seconds: float) -> Reached:
    with lab(folder, TRACING=kind.tracing, REGISTRY="off"):
        asyncio.run(flat_out(seconds / 4, kind.port))  # warm-up
        time.sleep(SETTLES_S)
        before = processor.of_lab(folder)
        rate = asyncio.run(flat_out(seconds, kind.port))
        time.sleep(SETTLES_S)
        after = processor.of_lab(folder)
    answered = rate * seconds
    spent = {part: (after[part] - before[part]) / answered for part in PARTS}
    return Reached(rate, spent)


def show(name: str, turns: list[Reached]) -> tuple[float, float]:
    """Prints the medians; requests/s, and the processor's seconds for one of them."""
    rate = statistics.median(turn.rate for turn in turns)
    total = statistics.median(sum(turn.spent.values()) for turn in turns)
    rates = " ".join(f"{turn.rate:.0f}" for turn in turns)
    print(f"{name:<20} {rate:8.1f} requests/s ({rates})")
    parts = {part: statistics.median(t.spent[part] for t in turns) for part in PARTS}
    listed = ", ".join(f"{part} {1000 * parts[part]:.1f}" for part in PARTS)
    print(f"{'':<20} {1000 * total:8.1f} ms of the processor each: {listed}")
    return rate, total


def p95_at(folder: Path, rate: float, seconds: int) -> float:
    """Seconds within which 95 of 100 were answered, from when each was due."""
    with lab(folder, TRACING="on", REGISTRY="off"):
        asyncio.run(flat_out(2))  # warm-up
        answered = asyncio.run(at_rate(rate, seconds))
    assert answered.statuses.keys() == {200}, answered.statuses
    return statistics.quantiles(answered.waits, n=20)[-1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--hold", type=int, default=20, help="seconds at half the rate")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        reached = turns(Path(name), given.rounds, given.seconds)
        shown = {kind: show(kind, reached[kind]) for kind in KINDS}
        rate = {kind: rate for kind, (rate, _) in shown.items()}
        spent = {kind: spent for kind, (_, spent) in shown.items()}
        half = rate["traced mesh"] / 2
        p95 = p95_at(Path(name), half, given.hold)
    print(f"at {half:5.1f} requests/s  {1000 * p95:8.1f} ms at the 95th percentile")
    of_processor = spent["untraced mesh"] / spent["traced mesh"]
    print(f"of the processor     {of_processor:8.3f}: untraced over traced")
    failed = judge(
        rate["traced mesh"] / rate["bare chain"],
        "the bare chain",
        least=LEAST_OF_BARE,
    )
    failed |= judge(
        rate["traced mesh"] / rate["untraced mesh"],
        "the untraced mesh",
        least=LEAST_OF_UNTRACED,
    )
    return failed | judge(p95 / MOST_P95, "100 ms", most=1)


if __name__ == "__main__":
    sys.exit(main())
