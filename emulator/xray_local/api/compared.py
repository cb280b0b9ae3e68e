"""A comparison of two sets of traces as JSON."""

from __future__ import annotations

from typing import Any

from xray_local.api.exploring import cells_of, counts_of
from xray_local.model.segment import Scalar
from xray_local.operations.breakdown.attributes import attribute
from xray_local.operations.breakdown.tally import COLUMNS, ROWS_PER_DECADE
from xray_local.operations.comparison.compare import Comparison, Side
from xray_local.operations.comparison.findings import Finding, Row
from xray_local.operations.comparison.tables import Table

Json = dict[str, Any]

MOST_FINDINGS = 100
MOST_VALUES = 50


def comparison_members(comparison: Comparison) -> Json:
    first, second = comparison.sides
    compared = comparison.compared
    return {
        "Columns": COLUMNS,
        "RowsPerDecade": ROWS_PER_DECADE,
        "A": _side(first),
        "B": _side(second),
        "InBoth": comparison.in_both,
        "ValuesCompared": compared.compared,
        "AskedFor": sorted(comparison.asked.attributes),
        "Findings": [_finding(each) for each in compared.findings[:MOST_FINDINGS]],
        "MoreFindings": max(0, len(compared.findings) - MOST_FINDINGS),
        "Attributes": _attributes(comparison),
    }


def _side(side: Side) -> Json:
    question = side.question
    return {
        "Start": question.window.start,
        "End": question.window.end,
        "Expression": question.expression,
        "Window": side.total or 0,
        **counts_of(side.tally.all),
        "Cells": cells_of(side.tally),
    }


def _finding(finding: Finding) -> Json:
    return {
        **_row(finding.row),
        "Also": [
            {"Attribute": row.attribute, "Value": _text(row)} for row in finding.also
        ],
    }


def _attributes(comparison: Comparison) -> list[Json]:
    """What tells the sets apart best comes first; those without a value are left out."""
    known = [
        _attribute(name, comparison.tables.by_name[name], rows)
        for name, rows in comparison.compared.rows.items()
        if rows
    ]
    best: dict[str, float] = {}
    for finding in comparison.compared.findings:
        for row in (finding.row, *finding.also):
            best.setdefault(row.attribute, row.shares.bits)
    known.sort(key=lambda members: -best.get(members["Attribute"], 0.0))
    return known


def _attribute(name: str, table: Table, rows: list[Row]) -> Json:
    """Those of its values whose shares differ most."""

    def difference(row: Row) -> tuple[float, int]:
        shares = row.shares
        return abs(shares.delta), shares.a + shares.b

    shown = sorted(rows, key=difference, reverse=True)[:MOST_VALUES]
    return {
        "Attribute": name,
        "Values": [_row(row) for row in shown],
        "MoreValues": len(rows) - len(shown),
        "LeftOut": table.left_out,
    }


def _row(row: Row) -> Json:
    shares = row.shares
    return {
        "Attribute": row.attribute,
        "Value": _text(row),
        "Expression": str(attribute(row.attribute).condition(row.value)),
        "A": shares.a,
        "B": shares.b,
        "Delta": shares.delta * 100,
        "Bits": shares.bits,
    }


def _text(row: Row) -> Scalar:
    return attribute(row.attribute).text(row.value)
