"""Which way to the traces of a plan: by the index of words, or through the window.

The index is taken where few traces of the window mention what is asked for. Whoever
walks through the window from its newest trace meets what is common soon enough, and
neither decodes anything that the formula does not admit.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from xray_local.model.position import Position
from xray_local.model.window import TimeRangeType
from xray_local.query.plan import AllOf, Formula, OneOf, Plan, RoleTest
from xray_local.store import clauses
from xray_local.store.cast import KnownRoles, Meant, meant_by
from xray_local.store.clauses import FALSE, TRUE, Clause
from xray_local.store.spelling import unpacked

COUNTED = 2000
"""Mentions; what has fewer is rare, whatever there is in the window."""

_VISIBLE: Clause = ("visible", ())
_MENTIONING = "mentions CROSS JOIN traces USING (key)"

_MERGED = 50
"""Lists of common words that are merged as they are read."""

_SAMPLE = 256
_COMMON_SHARE = 0.3
"""Of the newest traces: what is in more of them is met on the way."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """An index look-up: every match mentions one of these words.

    `mentions` are those in the window, at most COUNTED.
    """

    tests: tuple[RoleTest, ...]
    numbers: frozenset[int]
    mentions: int

    def __repr__(self) -> str:
        return f"Lookup({len(self.numbers)}, {self.mentions} mentions)"

    @property
    def is_rare(self) -> bool:
        return self.mentions < COUNTED


@dataclass(slots=True)
class Access:
    """How one page is read: `lookup` is None where the window is walked through."""

    plan: Plan
    after: Position | None
    meant: list[Meant] = field(default_factory=list)
    admitting: Clause = TRUE
    lookup: Lookup | None = None

    @property
    def moment(self) -> str:
        if self.plan.by is TimeRangeType.EVENT:
            return "received_at"
        return "traces.start" if self.lookup is None else "mentions.start"

    @property
    def fits_nothing(self) -> bool:
        return self.admitting == FALSE

    def query(self, limit: int) -> Clause:
        """Trace ids and summaries; a trace once for each word it was looked up by."""
        chosen, values = self._chosen()
        return (
            f"SELECT trace_id, summary FROM ({chosen}"
            " ORDER BY moment DESC, trace_id DESC LIMIT ?)"
            " JOIN summaries USING (key) ORDER BY moment DESC, trace_id DESC",
            (*values, limit),
        )

    def visited(self) -> Clause:
        """How many traces are met on the way."""
        parts = [clauses.window(self.plan, self.moment), _VISIBLE]
        source = "traces"
        if self.lookup is not None:
            source = _MENTIONING
            parts.append(_in(self.lookup.numbers))
        where, values = clauses.all_of(parts)
        return f"SELECT count(*) FROM {source} WHERE {where}", values

    def opened(self) -> Clause:
        """How many of those are read and judged."""
        chosen, values = self._chosen()
        return f"SELECT count(DISTINCT trace_id) FROM ({chosen})", values

    def _chosen(self) -> Clause:
        if self.lookup is None:
            return self._from("traces", [])
        numbers = self.lookup.numbers
        if self.lookup.is_rare:
            return self._from(_MENTIONING, [_in(numbers)])
        # Each comes in order from the index, and no further than the page needs.
        lists = [
            self._from(_MENTIONING, [("mentions.word = ?", (word,))])
            for word in sorted(numbers)
        ]
        return (
            " UNION ".join(text for text, _ in lists),
            tuple(value for _, values in lists for value in values),
        )

    def _from(self, source: str, looked_up: list[Clause]) -> Clause:
        where, values = clauses.all_of(
            [
                *looked_up,
                _VISIBLE,
                clauses.window(self.plan, self.moment),
                *clauses.after(self.moment, self.after),
                self.admitting,
            ]
        )
        columns = f"traces.key, {self.moment} AS moment, trace_id"
        return f"SELECT {columns} FROM {source} WHERE {where}", values


def access_to(
    reader: sqlite3.Connection,
    known: KnownRoles,
    plan: Plan,
    after: Position | None = None,
) -> Access:
    """To be used with the same connection, in the same snapshot."""
    access = Access(plan, after)
    tests: dict[RoleTest, Meant] = {}

    def said(test: RoleTest) -> Clause:
        meant = tests.get(test)
        if meant is None:
            meant = tests[test] = meant_by(test, known.read(reader), reader)
            access.meant.append(meant)
        if not meant.roles:
            return FALSE if test.present else TRUE
        return f"fits_{access.meant.index(meant)}(traces.roles)", ()

    access.admitting = clauses.fulfilling(plan.formula, said)
    lookups = [
        _looked_up(reader, plan, after, tests, alternatives)
        for alternatives in _lookups(plan.formula)
        if all(test in tests for test in alternatives)
    ]
    if any(not each.numbers for each in lookups):
        access.admitting = FALSE
    elif lookups:
        access.lookup = _best(reader, access, lookups)
    for number, meant in enumerate(access.meant):
        reader.create_function(f"fits_{number}", 1, meant.function())
    return access


def _lookups(formula: Formula) -> Iterator[tuple[RoleTest, ...]]:
    """Tests of which every match passes one, for each part that such can be said of."""
    match formula:
        case RoleTest(present=True):
            yield (formula,)
        case AllOf(parts):
            for part in parts:
                yield from _lookups(part)
        case OneOf(parts):
            found = [next(_lookups(part), ()) for part in parts]
            if all(found):
                yield tuple(test for tests in found for test in tests)


def _looked_up(
    reader: sqlite3.Connection,
    plan: Plan,
    after: Position | None,
    tests: dict[RoleTest, Meant],
    alternatives: tuple[RoleTest, ...],
) -> Lookup:
    numbers = frozenset[int]().union(*(tests[each].telling for each in alternatives))
    bounds = [_in(numbers)]
    if plan.by is TimeRangeType.TRACE_ID:
        bounds.append(("start >= ?", (plan.window.start,)))
    if plan.by is not TimeRangeType.EVENT:
        bounds.append(("start <= ?", (min(plan.window.end, _latest(after)),)))
    where, values = clauses.all_of(bounds)
    (mentions,) = reader.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM mentions WHERE {where} LIMIT ?)",
        (*values, COUNTED),
    ).fetchone()
    return Lookup(alternatives, numbers, mentions)


def _best(
    reader: sqlite3.Connection, access: Access, lookups: list[Lookup]
) -> Lookup | None:
    rarest = min(lookups, key=lambda each: each.mentions)
    if rarest.is_rare:
        return rarest
    merged = [each for each in lookups if len(each.numbers) <= _MERGED]
    if not merged or access.plan.by is TimeRangeType.EVENT:
        return None  # the index has no order by receipt
    sample = _newest(reader, access)
    shares = {
        sum(not each.numbers.isdisjoint(words) for words in sample): each
        for each in merged
    }
    least = min(shares)
    return shares[least] if least <= _COMMON_SHARE * len(sample) else None


def _newest(reader: sqlite3.Connection, access: Access) -> list[array[int]]:
    moment = access.moment
    where, values = clauses.all_of(
        [clauses.window(access.plan, moment), *clauses.after(moment, access.after)]
    )
    rows = reader.execute(
        f"SELECT roles FROM traces WHERE visible AND {where}"
        f" ORDER BY {moment} DESC, trace_id DESC LIMIT {_SAMPLE}",
        values,
    )
    return [unpacked(roles) for (roles,) in rows]


def _latest(after: Position | None) -> float:
    return float("inf") if after is None else after.moment


def _in(numbers: frozenset[int]) -> Clause:
    """Numbers of our own, so they may stand in the text."""
    return f"mentions.word IN ({','.join(map(str, sorted(numbers)))})", ()
