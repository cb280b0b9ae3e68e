"""The traced mesh beside the bare chain, both without the registry.

The bare chain is the same six Flask apps under gunicorn, untraced and asked directly; the
mesh adds the gateway, the X-Ray SDK in all six and X-Ray Local. All of it and the load run
on the same cores. They are measured in turns, each turn with a lab of its own. Then the
mesh is offered half of its highest rate, and every answer is timed from when it was due.

    python -m bench.chain --rounds 3 --seconds 10 --hold 20
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from bench.mesh import GATEWAY, INTERNAL, at_rate, flat_out, lab
from bench.target import judge

LEAST_OF_BARE = 0.6
LEAST_OF_UNTRACED = 0.9
MOST_P95 = 0.1  # seconds


class Kind(NamedTuple):
    tracing: str
    port: int


KINDS = {
    "bare chain": Kind("off", INTERNAL),
    "untraced mesh": Kind("off", GATEWAY),
    "traced mesh": Kind("on", GATEWAY),
}


def requests_a_second(
    folder: Path, rounds: int, seconds: float
) -> dict[str, list[float]]:
    reached: dict[str, list[float]] = {name: [] for name in KINDS}
    for turn in range(rounds):
        for name in KINDS if turn % 2 == 0 else reversed(KINDS):
            kind = KINDS[name]
            with lab(folder, TRACING=kind.tracing, REGISTRY="off"):
                asyncio.run(flat_out(seconds / 4, kind.port))  # warm-up
                reached[name].append(asyncio.run(flat_out(seconds, kind.port)))
    return reached


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
        reached = requests_a_second(Path(name), given.rounds, given.seconds)
        median = {kind: statistics.median(rates) for kind, rates in reached.items()}
        for kind, rates in reached.items():
            listed = " ".join(f"{rate:.0f}" for rate in rates)
            print(f"{kind:<20} {median[kind]:8.1f} requests/s ({listed})")
        half = median["traced mesh"] / 2
        p95 = p95_at(Path(name), half, given.hold)
    print(f"at {half:5.1f} requests/s  {1000 * p95:8.1f} ms at the 95th percentile")
    failed = judge(
        median["traced mesh"] / median["bare chain"],
        "the bare chain",
        least=LEAST_OF_BARE,
    )
    failed |= judge(
        median["traced mesh"] / median["untraced mesh"],
        "the untraced mesh",
        least=LEAST_OF_UNTRACED,
    )
    return failed | judge(p95 / MOST_P95, "100 ms", most=1)


if __name__ == "__main__":
    sys.exit(main())
