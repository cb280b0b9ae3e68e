"""A summary as a row of the table, and the row that hides an older one."""

from __future__ import annotations

from secrets import randbits
from typing import Any

from xray_local.model.summary import Summary
from xray_local.query.plan import Column
from xray_local.store.clickhouse.engine import Row
from xray_local.store.clickhouse.figures import columns_of, figures_of, links_of
from xray_local.store.clickhouse.tables import DAY, SUMMARIES
from xray_local.store.clickhouse.vocabulary import Spelt
from xray_local.store.clickhouse.words import words_of
from xray_local.store.matching import COLUMNS, ending_of, is_visible
from xray_local.store.packing import encoded

_LARGEST_INTEGER = 2**63 - 1
_BITS = 64

_HIDDEN: dict[str, Any] = dict.fromkeys(SUMMARIES) | {
    name: [] for name, kind in SUMMARIES.items() if kind.startswith("Array")
}
_HIDDEN |= dict.fromkeys(("visible", "has_error", "has_throttle", "has_fault"), False)
_HIDDEN |= {"partial": False, "summary": b""}


def version_of(documents: int) -> int:
    """Who counts more documents wins; odd, so that there is room below for `hidden`."""
    return 2 * documents + 1


DERIVED = "version % 2 = 1"
"""Says of a row that it is a summary, and hides none."""


def row_of(summary: Summary, documents: int, spelt: Spelt) -> Row:
    columns = {column.value: read(summary) for column, read in COLUMNS.items()}
    status = summary.http.status
    if status is not None:
        # Beyond 64 bits: as good as endless, no plan tells them apart.
        bounded = max(-_LARGEST_INTEGER, min(status, _LARGEST_INTEGER))
        columns[Column.HTTP_STATUS.value] = bounded
    return _row(
        {
            **columns,
            "day": day_of(summary.start),
            "trace_id": summary.trace_id,
            "version": version_of(documents),
            "documents": documents,
            "stamp": randbits(_BITS),
            "visible": is_visible(summary),
            "start": summary.start,
            "ending": ending_of(summary),
            "received_at": summary.received_at,
            "words": sorted(words_of(summary)),
            "roles": spelt.roles,
            "texts": spelt.texts,
            **columns_of(figures_of(summary)),
            "links": links_of(summary),
            "linked": sorted({link.linked_trace_id for link in summary.links}),
            "summary": encoded(summary),
        }
    )


def hiding_row(trace_id: str, start: float, newer: int, received_at: float) -> Row:
    """Hides a trace where it was before a newer version moved it.

    In its old day, where it replaces what is there, and in its old minute, whose sum of
    stamps it changes.
    """
    return _row(
        _HIDDEN
        | {
            "day": day_of(start),
            "trace_id": trace_id,
            "version": newer - 1,
            "documents": 0,
            "stamp": randbits(_BITS),
            "start": start,
            "received_at": received_at,
        }
    )


def day_of(moment: float) -> int:
    return int(moment // DAY)


def _row(columns: dict[str, Any]) -> Row:
    return [columns[name] for name in SUMMARIES]
