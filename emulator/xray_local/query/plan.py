"""What a store may use to read less: a window and conditions that must hold.

The store may over-return, never under-return: `evaluate` decides on what comes back. A
condition is only in the plan when every matching trace fulfils it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from math import inf

from xray_local.model.role import LoneRole
from xray_local.model.segment import Scalar
from xray_local.model.window import TimeRangeType, Window


class Column(Enum):
    """A figure of the trace as a whole that a store can compare without opening it."""

    RESPONSE_TIME = "response_time"
    DURATION = "duration"
    HTTP_STATUS = "http_status"
    HTTP_URL = "http_url"
    HTTP_METHOD = "http_method"
    ERROR = "has_error"  # as HasError: error and not throttle
    THROTTLE = "has_throttle"
    FAULT = "has_fault"
    PARTIAL = "partial"
    SLOWEST = "slowest"  # the longest time that any service or call of the trace took


class Comparison(Enum):
    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    CONTAINS = "contains"
    BEGINSWITH = "begins with"
    ENDSWITH = "ends with"


@dataclass(frozen=True, slots=True)
class ColumnCondition:
    """The trace's column is known, and compares so with the value."""

    column: Column
    comparison: Comparison
    value: Scalar


@dataclass(frozen=True, slots=True)
class ServiceCondition:
    """A node of this name takes part in the trace (the client counts too)."""

    name: str


class Topic(Enum):
    """Under what a trace has names.

    ERROR, THROTTLE and FAULT: of services that show it, by flag or by status, themselves
    or to one who called them; one may show several. ERROR_CAUSE and FAULT_CAUSE: of
    services that its root causes of this sort name. USER: for whom its services worked.
    """

    ERROR = "error"
    THROTTLE = "throttle"
    FAULT = "fault"
    ERROR_CAUSE = "error-cause"
    FAULT_CAUSE = "fault-cause"
    USER = "user"


@dataclass(frozen=True, slots=True)
class TopicCondition:
    """The trace has this name under the topic; any name at all if None."""

    topic: Topic
    name: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotationCondition:
    """The trace has this annotation; with this very value unless it is None."""

    key: str
    value: Scalar | None = None


Mentioned = ServiceCondition | TopicCondition | AnnotationCondition
"""What a trace mentions or does not: a store may keep an index of it."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """All conditions of one alternative hold, at least; no alternative is empty."""

    alternatives: tuple[tuple[Condition, ...], ...]


Condition = ColumnCondition | Mentioned | AnyOf


@dataclass(frozen=True, slots=True)
class WordTest:
    """One of the texts that the trace has in this loose field is accepted.

    `exactly` is the one value that is accepted, where there is only one.
    """

    field: str
    accepts: Callable[[Scalar], bool]
    exactly: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Some figure of a role is at least this, and some is at most that.

    A service's role has times, seconds; a root cause has coverage. They are known about.
    """

    at_least: float = -inf
    at_most: float = inf


@dataclass(frozen=True, slots=True)
class RoleTest:
    """Some role of the trace is admitted; if not `present`, none is.

    `text` is the part of the expression that asks. Of a role that leaves texts out,
    `words` says by its loose fields what else the trace must have; `figures` is what
    the trace's own times must be in that role, None if any will do.
    """

    text: str
    present: bool
    admits: Callable[[LoneRole], bool] = field(compare=False, repr=False)
    words: Callable[[tuple[str, ...]], tuple[WordTest, ...]] = field(
        compare=False, repr=False
    )
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class Unless:
    """The trace's column does NOT compare so; that it is not known will do."""

    column: ColumnCondition


@dataclass(frozen=True, slots=True)
class AllOf:
    """Of no parts: every trace."""

    parts: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """Of no parts: no trace."""

    parts: tuple[Formula, ...] = ()


Formula = ColumnCondition | Unless | RoleTest | AllOf | OneOf
"""What must hold of every match, for a store that knows its traces' roles.

It says all that the conditions say, and more: what must not be, and any OR.
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """All conditions hold (AND); none means every trace of the window.

    The formula holds, too: a store uses one of them, or both, or none.
    For `TimeRangeType.SERVICE` the window is already widened as the service does.
    """

    window: Window
    by: TimeRangeType = TimeRangeType.TRACE_ID
    conditions: tuple[Condition, ...] = ()
    formula: Formula = AllOf()


EVERY_TRACE = Plan(Window(-inf, inf))
