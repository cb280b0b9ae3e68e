"""A plan as SQL: which traces, newest first, and then the summaries of those.

The first step reads narrow columns and may meet rows that a newer version has replaced;
the second has the newest version of each trace, which is listed only where it is now.
"""

from __future__ import annotations

from collections.abc import Iterator

from xray_local.model.position import Position
from xray_local.model.summary import Summary
from xray_local.query.plan import Plan
from xray_local.store.base import Reading
from xray_local.store.clickhouse import clauses
from xray_local.store.clickhouse.clauses import Parameters
from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.links import completed
from xray_local.store.clickhouse.meaning import Meaning
from xray_local.store.clickhouse.rows import DERIVED
from xray_local.store.clickhouse.vocabulary import Vocabulary
from xray_local.store.matching import is_visible, moment_of
from xray_local.store.packing import decode_summary

FIRST_PAGE = 100
LATER_PAGES = 1000


def list_summaries(
    engine: Engine,
    vocabulary: Vocabulary,
    plan: Plan,
    after: Position | None,
    size: int = FIRST_PAGE,
) -> Iterator[Summary]:
    """Summaries of the plan, page by page, so a slow reader holds nothing open."""
    while True:
        places = _places(engine, vocabulary, plan, after, size)
        newest = newest_summaries(engine, [trace_id for trace_id, _ in places])
        listed: set[str] = set()
        for trace_id, moment in places:
            summary = newest.get(trace_id)
            if (
                summary is not None
                and trace_id not in listed
                and is_visible(summary)
                and moment_of(summary, plan.by) == moment
            ):
                listed.add(trace_id)
                yield summary
        if len(places) < size:
            return
        after = Position(places[-1][1], places[-1][0])
        size = LATER_PAGES


def newest_summaries(engine: Engine, trace_ids: list[str]) -> dict[str, Summary]:
    """By trace id; their links have their senders."""
    if not trace_ids:
        return {}
    rows = engine.rows(
        "SELECT trace_id, summary FROM summaries"
        f" WHERE trace_id IN {{ids:Array(String)}} AND {DERIVED}"
        " ORDER BY version DESC LIMIT 1 BY trace_id",
        {"ids": trace_ids},
        blobs=["summary"],
    )
    summaries = completed(engine, [decode_summary(blob) for _, blob in rows])
    return {summary.trace_id: summary for summary in summaries}


def count(
    engine: Engine, plan: Plan, after: Position | None, upto: Position | None
) -> int:
    """How many traces of the window there are between two positions."""
    given = Parameters()
    moment = clauses.moment_column(plan)
    parts = [clauses.window(plan, given), *clauses.after_position(moment, after, given)]
    if upto is not None:
        last = f"({given.number(upto.moment)}, {given.name(upto.trace_id, 'String')})"
        parts += [
            f"{moment} >= {given.number(upto.moment)}",
            f"({moment}, trace_id) >= {last}",
        ]
    where = " AND ".join(parts)
    ((number,),) = engine.rows(
        f"SELECT count() FROM summaries FINAL WHERE visible AND {where}", given.values
    )
    return int(number)


def reading_of(engine: Engine, vocabulary: Vocabulary, plan: Plan) -> Reading:
    """What a list to the end of the window would read: narrow columns of all of it, and
    the summaries that these do not rule out."""
    given, meaning = Parameters(), Meaning(vocabulary)
    where = _where(plan, given, meaning, None)
    ((opened,),) = engine.rows(
        f"SELECT count() FROM summaries FINAL WHERE {where}", given.values
    )
    return Reading(
        looked_up=(),
        visited=count(engine, plan, None, None),
        opened=int(opened),
        roles=meaning.admitted,
        known_roles=len(vocabulary.roles()),
    )


def _places(
    engine: Engine,
    vocabulary: Vocabulary,
    plan: Plan,
    after: Position | None,
    size: int,
) -> list[tuple[str, float]]:
    given = Parameters()
    moment = clauses.moment_column(plan)
    where = _where(plan, given, Meaning(vocabulary), after)
    rows = engine.rows(
        f"SELECT trace_id, {moment} FROM summaries WHERE {where}"
        f" ORDER BY {moment} DESC, trace_id DESC LIMIT {size}",
        given.values,
    )
    return [(trace_id, at) for trace_id, at in rows]


def _where(
    plan: Plan, given: Parameters, meaning: Meaning, after: Position | None
) -> str:
    """The conditions say less than the formula, and have an index."""
    moment = clauses.moment_column(plan)
    return " AND ".join(
        [
            "visible",
            clauses.window(plan, given),
            *clauses.after_position(moment, after, given),
            *clauses.conditions(plan, given),
            clauses.fulfilling(plan.formula, given, meaning.clause),
        ]
    )
