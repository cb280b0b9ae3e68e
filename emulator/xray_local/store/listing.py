"""The summaries of a plan, newest first, page by page.

`access.py` chooses the way to them; a page may hold a trace more than the plan admits,
and `evaluate` decides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from xray_local.model.position import Position
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType
from xray_local.query.plan import Plan
from xray_local.store import clauses
from xray_local.store.access import access_to
from xray_local.store.base import Reading
from xray_local.store.cast import KnownRoles
from xray_local.store.clauses import Clause
from xray_local.store.matching import moment_of
from xray_local.store.packing import unpack_summary
from xray_local.store.schema import snapshot

FIRST_PAGE = 100
LATER_PAGES = 1000

Borrow = Callable[[], AbstractContextManager[sqlite3.Connection]]
Rows = list[tuple[str, bytes]]


def list_summaries(
    borrow: Borrow, known: KnownRoles, plan: Plan, after: Position | None
) -> Iterator[Summary]:
    """Summaries of the plan, each once.

    Each page is a query of its own, so a slow reader holds nothing open.
    """
    size = FIRST_PAGE
    while True:
        rows = _page(borrow, known, plan, after, size)
        for blob in dict(rows).values():
            summary = unpack_summary(blob)
            yield summary
        if len(rows) < size:
            return
        after = Position(moment_of(summary, plan.by), summary.trace_id)
        size = LATER_PAGES


def count_query(plan: Plan, after: Position | None, upto: Position | None) -> Clause:
    """How many traces of the window there are between two positions."""
    event = plan.by is TimeRangeType.EVENT
    moment = "received_at" if event else "traces.start"
    parts = [clauses.window(plan, moment), *clauses.after(moment, after)]
    if upto is not None:
        parts.append((f"{moment} >= ?", (upto.moment,)))
        parts.append((f"({moment}, trace_id) >= (?, ?)", (upto.moment, upto.trace_id)))
    where, values = clauses.all_of(parts)
    return f"SELECT count(*) FROM traces WHERE visible AND {where}", values


def reading_of(reader: sqlite3.Connection, known: KnownRoles, plan: Plan) -> Reading:
    """What a list to the end of the window would read."""
    access = access_to(reader, known, plan)
    lookup = access.lookup

    def counted(query: Clause) -> int:
        return 0 if access.fits_nothing else int(reader.execute(*query).fetchone()[0])

    return Reading(
        looked_up=() if lookup is None else lookup.tests,
        visited=counted(access.visited()),
        opened=counted(access.opened()),
        roles={meant.test: len(meant.roles) for meant in access.meant},
        known_roles=len(known.read(reader)),
    )


def _page(
    borrow: Borrow,
    known: KnownRoles,
    plan: Plan,
    after: Position | None,
    size: int,
) -> Rows:
    """What the plan means in the vocabulary, and the traces with those words, at one
    and the same moment."""
    with borrow() as reader, snapshot(reader):
        access = access_to(reader, known, plan, after)
        if access.fits_nothing:
            return []
        return reader.execute(*access.query(size)).fetchall()
