"""A trace's rows in the derived tables, as SQLite takes them."""

from __future__ import annotations

from xray_local.model.summary import Summary
from xray_local.query.plan import Column
from xray_local.store.matching import COLUMNS, ending_of, is_visible

Row = tuple[object, ...]

_FIXED = ("key", "trace_id", "visible", "start", "ending", "received_at", "documents")
_NAMES = (*_FIXED, *(column.value for column in COLUMNS), "roles")
_LARGEST_INTEGER = 2**63 - 1

UPSERT_TRACE = (
    f"INSERT INTO traces ({', '.join(_NAMES)})"
    f" VALUES ({', '.join('?' * len(_NAMES))}) ON CONFLICT (key) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _NAMES[1:])
)
UPSERT_SUMMARY = "REPLACE INTO summaries VALUES (?, ?)"


def trace_row(key: int, summary: Summary, documents: int) -> Row:
    """The row of `traces`, but for its roles; `documents` is how many the trace has."""
    columns = {column: read(summary) for column, read in COLUMNS.items()}
    status = summary.http.status
    if status is not None:
        # Beyond SQLite's integers: as good as endless, no plan tells them apart.
        bounded = max(-_LARGEST_INTEGER, min(status, _LARGEST_INTEGER))
        columns[Column.HTTP_STATUS] = bounded
    return (
        key,
        summary.trace_id,
        is_visible(summary),
        summary.start,
        ending_of(summary),
        summary.received_at,
        documents,
        *columns.values(),
    )
