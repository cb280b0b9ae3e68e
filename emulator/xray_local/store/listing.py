"""A plan as SQL: windows and column conditions, newest first, page by page.

What is mentioned is looked up by hash (mentions.py), so a page may hold a trace more than
the plan admits; `evaluate` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xray_local.model.position import Position
from xray_local.model.segment import Scalar
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType
from xray_local.query.plan import (
    AnnotationCondition,
    AnyOf,
    ColumnCondition,
    Comparison,
    Condition,
    Mentioned,
    Plan,
    ServiceCondition,
    TopicCondition,
)
from xray_local.store.matching import moment_of
from xray_local.store.mentions import word_of
from xray_local.store.packing import unpack_summary

FIRST_PAGE = 100
LATER_PAGES = 1000

Conditions = tuple[Condition, ...]
Clause = tuple[str, tuple[Scalar, ...]]

_COMPARED = {each: f"{{}} {each.value} ?" for each in Comparison} | {
    Comparison.CONTAINS: "instr({}, ?) > 0",
    Comparison.BEGINSWITH: "instr({}, ?) = 1",
    Comparison.ENDSWITH: "instr({}, ?) > 0",  # more than it asks for
}
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
    """One page: which traces and in what order from the narrow tables, then summaries.

    Alternatives that mention something are lists of their own, merged: each comes in
    order from its index, so none is read further than the page needs.
    """
    branches = [_branch(plan, chain, after) for chain in _chains(plan.conditions)]
    union = " UNION ".join(text for text, _ in branches)
    values = [value for _, some in branches for value in some]
    return (
        f"SELECT summary FROM ({union} ORDER BY moment DESC, trace_id DESC LIMIT ?)"
        " JOIN summaries USING (key) ORDER BY moment DESC, trace_id DESC",
        (*values, limit),
    )


def _chains(conditions: Conditions) -> list[Conditions]:
    """The plan as alternatives that the tables can answer; nothing is lost."""
    for index, condition in enumerate(conditions):
        if isinstance(condition, AnyOf) and _mentioning(condition):
            rest = (*conditions[:index], *conditions[index + 1 :])
            return [(*each, *rest) for each in condition.alternatives]
    return [conditions]


def _mentioning(condition: Condition) -> bool:
    if isinstance(condition, AnyOf):
        return any(
            _mentioning(each) for some in condition.alternatives for each in some
        )
    return not isinstance(condition, ColumnCondition)


def _branch(plan: Plan, conditions: Conditions, after: Position | None) -> Clause:
    words = _words(conditions)
    source, moment = _source(plan, words)
    clauses = [_window(plan, moment)]
    clauses += filter(None, map(_column, conditions))
    clauses += [("mentions.word = ?", (word,)) for word in words[:1]]
    clauses += [(_ALSO_MENTIONED, (word,)) for word in words[1:]]
    clauses += _after(moment, after)
    where, values = _all(clauses)
    return (
        f"SELECT traces.key, {moment} AS moment, trace_id FROM {source}"
        f" WHERE visible AND {where}",
        values,
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


def _words(conditions: Conditions) -> list[int]:
    """What must be mentioned, the rarest first as far as that can be guessed."""
    mentions = [
        each for each in conditions if not isinstance(each, ColumnCondition | AnyOf)
    ]
    mentions.sort(key=_frequency)
    return [word_of(mention) for mention in mentions]


def _frequency(condition: Mentioned) -> int:
    match condition:
        case TopicCondition(_, name):
            return 2 if name is None else 0
        case AnnotationCondition(_, value):
            return 3 if value is None else 1
        case ServiceCondition():
            return 4


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
    """None where SQL would not compare as Python does, and for what is no column's."""
    match condition:
        case ColumnCondition(column, comparison, value):
            if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
                return None
            return _COMPARED[comparison].format(column.value), (value,)
        case AnyOf(alternatives):
            return _any_column(alternatives)
        case _:
            return None


def _any_column(alternatives: tuple[Conditions, ...]) -> Clause | None:
    """None if one of the alternatives says nothing of columns."""
    texts: list[str] = []
    values: tuple[Scalar, ...] = ()
    for conditions in alternatives:
        clauses = [*filter(None, map(_column, conditions))]
        if not clauses:
            return None
        text, some = _all(clauses)
        texts.append(f"({text})")
        values += some
    return f"({' OR '.join(texts)})", values
