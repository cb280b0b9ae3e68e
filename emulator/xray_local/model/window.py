"""A stretch of time, and by which of a trace's times it is meant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class TimeRangeType(Enum):
    """Which time of a trace must lie in the window (GetTraceSummaries)."""

    TRACE_ID = "TraceId"  # the start of the trace's earliest document
    EVENT = "Event"  # receipt of the trace's last update
    SERVICE = "Service"  # the segments' own times


@dataclass(frozen=True, slots=True)
class Window:
    """`start` <= time < `end`, epoch seconds."""

    start: float
    end: float

    def __contains__(self, moment: float) -> bool:
        return self.start <= moment < self.end
