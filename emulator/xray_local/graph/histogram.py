"""How often a time was measured, in whole milliseconds.

Histograms are kept exact, so they can be added and subtracted; only a reader reduces one
to a number of bins (`bins`). X-Ray does the same with a t-digest, whose centroids differ
from run to run; ours are always the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

Histogram = dict[int, int]
"""Milliseconds -> how often."""

MOST_BINS = 100


@dataclass(frozen=True, slots=True)
class Bin:
    seconds: float
    count: int


def put(histogram: Histogram, seconds: float) -> None:
    milliseconds = round(seconds * 1000)
    histogram[milliseconds] = histogram.get(milliseconds, 0) + 1


def take(histogram: Histogram, seconds: float) -> None:
    """Take back what `put` counted."""
    milliseconds = round(seconds * 1000)
    left = histogram.get(milliseconds, 0) - 1
    if left:
        histogram[milliseconds] = left
    else:
        histogram.pop(milliseconds, None)


def put_all(histogram: Histogram, other: Mapping[int, int]) -> None:
    if not histogram:
        histogram.update(other)
        return
    for milliseconds, count in other.items():
        histogram[milliseconds] = histogram.get(milliseconds, 0) + count


def take_all(histogram: Histogram, other: Mapping[int, int]) -> None:
    for milliseconds, count in other.items():
        left = histogram.get(milliseconds, 0) - count
        if left:
            histogram[milliseconds] = left
        else:
            histogram.pop(milliseconds, None)


def bins(histogram: Mapping[int, int], most: int = MOST_BINS) -> list[Bin]:
    """At most `most` bins, in ascending order of time.

    Up to `most` distinct times each is its own bin. Beyond that the range from the
    shortest to the longest is cut into `most` bins of equal ratio, so that short times
    keep their detail; a bin's value is the mean of what fell into it, which keeps the
    sum of all times.
    """
    measured = sorted(histogram.items())
    if len(measured) <= most:
        return [Bin(ms / 1000, count) for ms, count in measured]
    shortest = max(1, measured[0][0])
    width = log(max(2, measured[-1][0]) / shortest) / most
    counts = [0] * most
    sums = [0] * most
    for ms, count in measured:
        index = min(most - 1, int(log(max(shortest, ms) / shortest) / width))
        counts[index] += count
        sums[index] += ms * count
    return [
        Bin(round(total / count / 1000, 6), count)
        for total, count in zip(sums, counts, strict=True)
        if count
    ]
