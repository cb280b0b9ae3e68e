"""A plan as SQL: windows and column conditions, newest first, page by page.

Services and annotations are not indexed: their conditions are left out, so that a page
holds more than the plan admits and `evaluate` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xray_local.model.position import Position
from xray_local.model.segment import Scalar
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType
from xray_local.query.plan import ColumnCondition, Condition, Plan
from xray_local.store.matching import moment_of
from xray_local.store.packing import unpack_summary

FIRST_PAGE = 100
LATER_PAGES = 1000

Clause = tuple[str, tuple[Scalar, ...]]
_LARGEST_INTEGER = 2**63 - 1


def list_summaries(
    page: Callable[[str, tuple[Scalar, ...]], list[tuple[bytes]]],
    plan: Plan,
    after: Position | None,
) -> Iterator[Summary]:
    """Summaries of the plan; `page` answers a query with all of its rows.

    Each page is a query of its own, so a slow reader holds nothing open.
    """
    size = FIRST_PAGE
    while True:
        rows = page(*query(plan, after, size))
        for (blob,) in rows:
            summary = unpack_summary(blob)
            yield summary
        if len(rows) < size:
            return
        after = Position(moment_of(summary, plan.by), summary.trace_id)
        size = LATER_PAGES


def query(plan: Plan, after: Position | None, limit: int) -> Clause:
    moment = "received_at" if plan.by is TimeRangeType.EVENT else "start"
    clauses = [_window(plan), *filter(None, map(_condition, plan.conditions))]
    if after is not None:
        clauses.append(
            (f"({moment}, trace_id) < (?, ?)", (after.moment, after.trace_id))
        )
    where = " AND ".join(text for text, _ in clauses)
    values = tuple(value for _, values in clauses for value in values)
    # Ids and order first, from the narrow tables alone; then only a page's summaries.
    return (
        "SELECT summary FROM ("
        f"SELECT key, {moment} AS moment, trace_id FROM traces WHERE visible AND {where}"
        f" ORDER BY {moment} DESC, trace_id DESC LIMIT ?"
        ") JOIN summaries USING (key) ORDER BY moment DESC, trace_id DESC",
        (*values, limit),
    )


def _window(plan: Plan) -> Clause:
    window = (plan.window.start, plan.window.end)
    match plan.by:
        case TimeRangeType.TRACE_ID:
            return "start >= ? AND start < ?", window
        case TimeRangeType.EVENT:
            return "received_at >= ? AND received_at < ?", window
        case TimeRangeType.SERVICE:
            return "(ending IS NULL OR ending >= ?) AND start <= ?", window


def _condition(condition: Condition) -> Clause | None:
    """None where SQL would not compare as Python does, or needs an index we lack."""
    if not isinstance(condition, ColumnCondition):
        return None
    value = condition.value
    if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        return None
    return f"{condition.column.value} {condition.comparison.value} ?", (value,)
