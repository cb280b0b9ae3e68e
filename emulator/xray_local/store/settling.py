"""From stored documents to the derived tables: summaries, list columns and rollups.

A trace is derived anew from all its documents each time, so settling it twice is
harmless: that is what makes a killed process safe to start again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from xray_local.graph.summarise import summarise
from xray_local.model.segment import Received
from xray_local.model.summary import Summary
from xray_local.model.trace import assemble
from xray_local.query.plan import Column
from xray_local.store.lexicon import Lexicon
from xray_local.store.matching import COLUMNS, ending_of, is_visible
from xray_local.store.mentions import Mentions
from xray_local.store.open_traces import OpenTrace, OpenTraces
from xray_local.store.packing import pack_summary, unpack_documents, unpack_summary
from xray_local.store.rollup import Rollups
from xray_local.store.schema import transaction

_FIXED = ("trace_id", "visible", "start", "ending", "received_at", "documents")
_NAMES = (*_FIXED, *(column.value for column in COLUMNS), "roles")
_UPSERT_TRACE = (
    f"INSERT INTO traces (key, {', '.join(_NAMES)})"
    f" VALUES (?{', ?' * len(_NAMES)}) ON CONFLICT (key) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _NAMES)
)
_UPSERT_SUMMARY = "REPLACE INTO summaries VALUES (?, ?)"
_LARGEST_INTEGER = 2**63 - 1


class Settler:
    """Derives what has changed; used under the writer's lock."""

    def __init__(
        self, writer: sqlite3.Connection, open_traces: OpenTraces, mentions: Mentions
    ) -> None:
        self._writer = writer
        self._open = open_traces
        self.rollups = Rollups(writer)
        self.mentions = mentions
        self.lexicon: Lexicon | None = None
        (latest,) = writer.execute("SELECT max(key) FROM traces").fetchone()
        self._next_key: int = (latest or 0) + 1

    def settle(self, traces: Sequence[OpenTrace], next_row: int) -> None:
        """Bring the derived tables up to date with these traces, in one transaction."""
        self._recall(traces)
        settled: list[tuple[OpenTrace, int, Summary]] = []
        next_key = self._next_key
        for trace in traces:
            key = trace.key
            if key is None:
                key, next_key = next_key, next_key + 1
            summary = summarise(assemble(trace.trace_id, trace.documents))
            settled.append((trace, key, summary))
        unsettled_from = self._open.unsettled_from(apart_from=traces) or next_row
        try:
            with transaction(self._writer):
                self._store(settled)
                self._writer.execute(
                    "UPDATE figures SET traces = traces + ?, unsettled_from = ?",
                    (next_key - self._next_key, unsettled_from),
                )
        except BaseException:
            self.rollups.forget()
            self.mentions.forget()
            raise
        self._next_key = next_key
        for trace, key, summary in settled:
            self._open.settle(trace, key, summary)
            if self.lexicon is not None:
                self.lexicon.note(summary)

    def _store(self, settled: Iterable[tuple[OpenTrace, int, Summary]]) -> None:
        traces = []
        summaries = []
        for trace, key, summary in settled:
            self.rollups.replace(trace.settled, summary)
            roles = self.mentions.replace(key, trace.settled, summary)
            traces.append((key, *_columns(summary, len(trace.documents)), roles))
            summaries.append((key, pack_summary(summary)))
        self._writer.executemany(_UPSERT_TRACE, traces)
        self._writer.executemany(_UPSERT_SUMMARY, summaries)
        self.mentions.persist()
        self.rollups.persist()

    def _recall(self, traces: Iterable[OpenTrace]) -> None:
        """Complete what the cache has forgotten of traces that have a past."""
        for trace in traces:
            if trace.whole:
                continue
            row = self._writer.execute(
                "SELECT key, summary FROM traces JOIN summaries USING (key)"
                " WHERE trace_id = ?",
                (trace.trace_id,),
            ).fetchone()
            if row is None:
                continue
            trace.key, trace.settled = row[0], unpack_summary(row[1])
            self._open.complete(trace, read_documents(self._writer, trace.trace_id))


def read_documents(connection: sqlite3.Connection, trace_id: str) -> list[Received]:
    """A trace's documents in order of arrival."""
    rows = connection.execute(
        "SELECT documents FROM documents WHERE trace_id = ? ORDER BY id", (trace_id,)
    ).fetchall()
    return unpack_documents(blob for (blob,) in rows)


def _columns(summary: Summary, documents: int) -> tuple[object, ...]:
    """The values of `_NAMES`, but for the roles."""
    columns = {column: read(summary) for column, read in COLUMNS.items()}
    status = summary.http.status
    if status is not None:
        # Beyond SQLite's integers: as good as endless, no plan tells them apart.
        bounded = max(-_LARGEST_INTEGER, min(status, _LARGEST_INTEGER))
        columns[Column.HTTP_STATUS] = bounded
    return (
        summary.trace_id,
        is_visible(summary),
        summary.start,
        ending_of(summary),
        summary.received_at,
        documents,
        *columns.values(),
    )
