"""How a filter would be read: its formula, the way that the store takes, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import groups
from xray_local.operations.backend import Backend
from xray_local.operations.traces import check_order
from xray_local.query.expression import fill_groups, parse, plan_of
from xray_local.query.plan import (
    AllOf,
    ColumnCondition,
    Formula,
    OneOf,
    RoleTest,
    Unless,
)
from xray_local.store.base import Explaining, Reading

_ALWAYS = Window(0.0, 1e11)


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of a formula: `AllOf` or `OneOf` of parts, a `Role`, `NoRole`, a `Column`.

    `roles` counts those that a role's test admits, where the store knows.
    """

    kind: str
    text: str = ""
    parts: tuple[Branch, ...] = ()
    roles: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """`traces` are those of the window, `known_roles` all that any trace has.

    `way` is `Index`, `Window` (walked through, newest first), `Nothing`, or
    `EverySummary` for a store that has neither columns nor an index.
    """

    expression: str
    by: TimeRangeType
    traces: int
    way: str
    looked_up: tuple[str, ...]
    visited: int
    opened: int
    known_roles: int | None
    formula: Branch


def explain(
    backend: Backend,
    expression: str,
    window: Window | None = None,
    by: TimeRangeType = TimeRangeType.TRACE_ID,
) -> Explanation:
    """Of all traces where no window is given.

    Counts what a list would read to its end, so it may take as long as one. Raises
    ExpressionError, or InvalidRequest for a window that is none.
    """
    window = window or _ALWAYS
    check_order(window)
    tree = fill_groups(parse(expression), expression, groups.references(backend))
    plan = plan_of(tree, window, by)
    store = backend.store
    traces = store.count(plan, None, None)
    reading = store.reading(plan) if isinstance(store, Explaining) else None
    return Explanation(
        expression=str(tree),
        by=by,
        traces=traces,
        way=_way(reading),
        looked_up=tuple(test.text for test in reading.looked_up) if reading else (),
        visited=traces if reading is None else reading.visited,
        opened=traces if reading is None else reading.opened,
        known_roles=None if reading is None else reading.known_roles,
        formula=_branch(plan.formula, reading),
    )


def _way(reading: Reading | None) -> str:
    if reading is None:
        return "EverySummary"
    if not reading.visited:
        return "Nothing"
    return "Index" if reading.looked_up else "Window"


def _branch(formula: Formula, reading: Reading | None) -> Branch:
    match formula:
        case AllOf(parts) | OneOf(parts):
            inner = tuple(_branch(each, reading) for each in parts)
            return Branch(type(formula).__name__, parts=inner)
        case RoleTest(text, present):
            roles = _admitted(formula, reading)
            return Branch("Role" if present else "NoRole", text, roles=roles)
        case ColumnCondition():
            return Branch("Column", _comparison(formula))
        case Unless(column):
            return Branch("Column", f"not ({_comparison(column)})")
        case _:
            assert_never(formula)


def _admitted(test: RoleTest, reading: Reading | None) -> int | None:
    if reading is None or reading.known_roles is None:
        return None
    return reading.roles.get(test, 0)


def _comparison(condition: ColumnCondition) -> str:
    value = condition.value
    said = f'"{value}"' if isinstance(value, str) else f"{value}".lower()
    return f"{condition.column.value} {condition.comparison.value} {said}"
