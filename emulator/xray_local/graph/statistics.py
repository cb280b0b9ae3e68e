"""Figures of a node or an edge: outcomes, time, and how the time was spread.

Every figure is a whole number (times are microseconds, histograms count milliseconds),
so that taking an observation out again leaves exactly what was there before.
"""

from __future__ import annotations

import msgspec

from xray_local.graph.histogram import Histogram, put, put_all, take, take_all
from xray_local.model.outcome import Outcome
from xray_local.model.summary import Call, Occurrence, TraceLink


class Statistics(msgspec.Struct, array_like=True):
    """Completed observations in X-Ray's four exclusive classes.

    `microseconds` is the sum of their response times.
    """

    ok: int = 0
    error: int = 0
    throttle: int = 0
    fault: int = 0
    microseconds: int = 0
    response_times: Histogram = {}

    @property
    def total(self) -> int:
        return self.ok + self.error + self.throttle + self.fault

    @property
    def total_response_time(self) -> float:
        """Seconds, to the millisecond as X-Ray gives it."""
        return round(self.microseconds / 1_000_000, 3)

    @property
    def average(self) -> float | None:
        """Mean response time in seconds; None without an observation."""
        total = self.total
        return None if total == 0 else self.microseconds / 1_000_000 / total

    def count(self, observation: Occurrence | Call | TraceLink, times: int) -> None:
        """Count it (`times` is 1) or take it back (-1). In progress, nothing counts."""
        if observation.end is None:
            return
        outcome = observation.outcome
        if outcome is Outcome.OK:
            self.ok += times
        elif outcome is Outcome.ERROR:
            self.error += times
        elif outcome is Outcome.THROTTLE:
            self.throttle += times
        else:
            self.fault += times
        seconds = observation.end - observation.start
        self.microseconds += times * round(seconds * 1_000_000)
        if times > 0:
            put(self.response_times, seconds)
        else:
            take(self.response_times, seconds)

    def merge(self, other: Statistics) -> None:
        self.ok += other.ok
        self.error += other.error
        self.throttle += other.throttle
        self.fault += other.fault
        self.microseconds += other.microseconds
        put_all(self.response_times, other.response_times)

    def subtract(self, other: Statistics) -> None:
        self.ok -= other.ok
        self.error -= other.error
        self.throttle -= other.throttle
        self.fault -= other.fault
        self.microseconds -= other.microseconds
        take_all(self.response_times, other.response_times)
