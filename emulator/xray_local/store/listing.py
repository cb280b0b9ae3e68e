"""A plan as SQL: windows and column conditions, newest first, page by page.

Services and annotations are looked up by hash (mentions.py), so a page may hold a trace
more than the plan admits; `evaluate` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xray_local.model.position import Position
from xray_local.model.segment import Scalar
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType
from xray_local.query.plan import (
    AnnotationCondition,
    ColumnCondition,
    Condition,
    Plan,
    ServiceCondition,
)
from xray_local.store.matching import moment_of
from xray_local.store.mentions import word_of
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
    """One page: which traces and in what order from the narrow tables, then summaries."""
    words = _words(plan)
    source, moment = _source(plan, words)
    clauses = [_window(plan, moment)]
    clauses += filter(None, map(_column, plan.conditions))
    clauses += [("mentions.word = ?", (word,)) for word in words[:1]]
    clauses += [(_ALSO_MENTIONED, (word,)) for word in words[1:]]
    clauses += _after(moment, after)
    where, values = _all(clauses)
    return (
        "SELECT summary FROM ("
        f"SELECT traces.key, {moment} AS moment, trace_id FROM {source}"
        f" WHERE visible AND {where} ORDER BY {moment} DESC, trace_id DESC LIMIT ?"
        ") JOIN summaries USING (key) ORDER BY moment DESC, trace_id DESC",
        (*values, limit),
    )


def count_query(plan: Plan, after: Position | None, upto: Position | None) -> Clause:
    """How many traces of the window there are between two positions."""
    _, moment = _source(plan, [])
    clauses = [_window(plan, moment), *_after(moment, after)]
    if upto is not None:
        clauses.append((f"{moment} >= ?", (upto.moment,)))
        clauses.append(
            (f"({moment}, trace_id) >= (?, ?)", (upto.moment, upto.trace_id))
        )
    where, values = _all(clauses)
    return f"SELECT count(*) FROM traces WHERE visible AND {where}", values


def _after(moment: str, after: Position | None) -> list[Clause]:
    """The moment is said twice, since an index helps with it alone only."""
    if after is None:
        return []
    return [
        (f"{moment} <= ?", (after.moment,)),
        (f"({moment}, trace_id) < (?, ?)", (after.moment, after.trace_id)),
    ]


def _all(clauses: list[Clause]) -> Clause:
    where = " AND ".join(text for text, _ in clauses)
    return where, tuple(value for _, values in clauses for value in values)


_ALSO_MENTIONED = (
    "EXISTS (SELECT 1 FROM mentions AS other WHERE other.word = ?"
    " AND other.start = traces.start AND other.key = traces.key)"
)


def _words(plan: Plan) -> list[int]:
    """What must be mentioned, the rarest first as far as that can be guessed."""
    mentions = [
        each for each in plan.conditions if not isinstance(each, ColumnCondition)
    ]
    mentions.sort(key=_frequency)
    return [word_of(mention) for mention in mentions]


def _frequency(condition: ServiceCondition | AnnotationCondition) -> int:
    if isinstance(condition, ServiceCondition):
        return 2
    return 0 if condition.value is not None else 1


def _source(plan: Plan, words: list[int]) -> tuple[str, str]:
    """The tables, outermost first, and the column that gives the order."""
    joined = "mentions CROSS JOIN traces USING (key)"
    if plan.by is TimeRangeType.EVENT:
        reverse = "traces CROSS JOIN mentions ON mentions.key = traces.key"
        reverse += " AND mentions.start = traces.start"
        return (reverse if words else "traces"), "received_at"
    return (joined, "mentions.start") if words else ("traces", "traces.start")


def _window(plan: Plan, moment: str) -> Clause:
    window = (plan.window.start, plan.window.end)
    if plan.by is TimeRangeType.SERVICE:
        return f"(ending IS NULL OR ending >= ?) AND {moment} <= ?", window
    return f"{moment} >= ? AND {moment} < ?", window


def _column(condition: Condition) -> Clause | None:
    """None where SQL would not compare as Python does."""
    if not isinstance(condition, ColumnCondition):
        return None
    value = condition.value
    if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        return None
    return f"{condition.column.value} {condition.comparison.value} ?", (value,)
