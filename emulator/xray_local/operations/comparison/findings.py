"""What tells two sets of traces apart, the strongest first.

A value is a finding if it passes the test of `measure` and no filter asks for it.
Values of the very same traces are one finding. Among equals what is more frequent in the
first set comes first, then what says more of a cause than of a symptom: PREFERRED.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from xray_local.model.segment import Scalar
from xray_local.operations.breakdown.attributes import ATTRIBUTES
from xray_local.operations.comparison.asked import Asked
from xray_local.operations.comparison.measure import Shares
from xray_local.operations.comparison.tables import Table, Tables

PREFERRED = (
    "rootcause.fault.service",
    "rootcause.error.service",
    "rootcause.responsetime.service",
    "service",
    *(name for name in ATTRIBUTES if name.startswith("rootcause.")),
)
"""The rest comes behind: annotations as they turn up, and the other attributes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value of one attribute."""

    attribute: str
    value: Scalar
    shares: Shares
    traces: int
    """Equal in rows of the same traces."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`row`, and what else is true of exactly its traces."""

    row: Row
    also: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """`rows` by attribute; `compared` counts those that could have been findings."""

    rows: dict[str, list[Row]]
    findings: list[Finding]
    compared: int


def compare_tables(tables: Tables, sizes: tuple[int, int], asked: Asked) -> Compared:
    rows = {name: [*_rows(name, each, sizes)] for name, each in tables.by_name.items()}
    open_ = [*_not_asked([row for each in rows.values() for row in each], asked)]
    found = [row for row in open_ if row.shares.beyond_chance(len(open_))]
    return Compared(rows, [*_merged(found)], len(open_))


def _rows(name: str, table: Table, sizes: tuple[int, int]) -> Iterator[Row]:
    for value, having in table:
        a, b = having.counts
        yield Row(name, value, Shares(a, sizes[0], b, sizes[1]), having.traces)


def _not_asked(rows: list[Row], asked: Asked) -> Iterator[Row]:
    """Without what repeats an asked name elsewhere, as an annotation of its service."""
    said = {id(row) for row in rows if asked.says(row.attribute, row.value)}
    named = {(str(row.value), row.traces) for row in rows if id(row) in said}
    for row in rows:
        if id(row) not in said and (str(row.value), row.traces) not in named:
            yield row


def _merged(found: list[Row]) -> Iterator[Finding]:
    """Rows of the same traces have the same shares, so sorting brings them together."""
    found.sort(key=lambda row: (*_strength(row), row.traces, *_preference(row)))
    merged = [[*same] for _, same in groupby(found, key=lambda row: row.traces)]
    merged.sort(key=lambda same: (*_strength(same[0]), *_preference(same[0])))
    for first, *also in merged:
        yield Finding(first, tuple(also))


def _strength(row: Row) -> tuple[float, float]:
    return -row.shares.bits, -row.shares.delta


def _preference(row: Row) -> tuple[int, str]:
    known = row.attribute in PREFERRED
    rank = PREFERRED.index(row.attribute) if known else len(PREFERRED)
    return rank, str(row.value)
