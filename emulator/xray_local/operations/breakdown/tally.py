"""Counts of traces, which can be added up part by part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log10

from xray_local.model.outcome import Outcome, outcome_of
from xray_local.model.segment import Scalar
from xray_local.model.summary import Summary
from xray_local.model.window import Window
from xray_local.operations.breakdown.attributes import Attribute

COLUMNS = 96
"""Into so many equal stretches of time a window is cut."""

ROWS_PER_DECADE = 32
"""Row r has the response times from 10^(r/32) ms to 10^((r+1)/32) ms: each is 7 % wider
than the one before. The first has those below it, too."""


@dataclass(slots=True)
class Counts:
    """Each trace under its outcome, and the response times of those that have one."""

    by_outcome: dict[Outcome, int] = field(
        default_factory=lambda: dict.fromkeys(Outcome, 0)
    )
    timed: int = 0
    seconds: float = 0.0

    @property
    def traces(self) -> int:
        return sum(self.by_outcome.values())

    def add(self, outcome: Outcome, response_time: float | None) -> None:
        self.by_outcome[outcome] += 1
        if response_time is not None:
            self.timed += 1
            self.seconds += response_time


Cell = tuple[int, int]
"""Column of time, row of response time."""

Marked = tuple[bool, Scalar]
"""A value, marked as boolean or not: to Python True is 1."""


@dataclass(slots=True)
class Tally:
    """What one part of a scan has seen."""

    window: Window
    attribute: Attribute | None = None
    all: Counts = field(default_factory=Counts)
    cells: dict[Cell, dict[Outcome, int]] = field(default_factory=dict)
    values: dict[Marked, Counts] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    """Of annotations: how many traces have it."""

    def add(self, trace: Summary) -> None:
        flags, time = trace.flags, trace.response_time
        outcome = outcome_of(
            error=flags.error, throttle=flags.throttle, fault=flags.fault
        )
        self.all.add(outcome, time)
        if time is not None:
            cell = self._column(trace.start), row_of(time)
            counted = self.cells.setdefault(cell, dict.fromkeys(Outcome, 0))
            counted[outcome] += 1
        for key in trace.annotations:
            self.keys[key] = self.keys.get(key, 0) + 1
        if self.attribute is not None:
            for value in distinct(self.attribute.values(trace)):
                self.values.setdefault(value, Counts()).add(outcome, time)

    def most_frequent(self, most: int) -> list[tuple[Scalar, Counts]]:
        """Of the attribute's values, the most frequent first."""
        ordered = sorted(self.values.items(), key=lambda each: -each[1].traces)
        return [(value, counts) for (_, value), counts in ordered[:most]]

    def _column(self, start: float) -> int:
        length = self.window.end - self.window.start
        return min(COLUMNS - 1, int((start - self.window.start) / length * COLUMNS))


def distinct(values: Iterable[Scalar | None]) -> set[Marked]:
    """Each once, without None."""
    return {(isinstance(each, bool), each) for each in values if each is not None}


def row_of(seconds: float) -> int:
    milliseconds = seconds * 1000
    return int(log10(milliseconds) * ROWS_PER_DECADE) if milliseconds > 1 else 0
