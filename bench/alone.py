"""SQLite alone, as the limit of what a store on it can reach.

The rows are those that X-Ray Local writes for the same segments, made beforehand; only
their insertion is measured, in transactions of the same size.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from xray_local.store import schema
from xray_local.store.derive import Task, derive
from xray_local.store.mentions import ADD_MENTION, Mention, listed
from xray_local.store.packing import Parts, pack_parts
from xray_local.store.rows import UPSERT_SUMMARY, UPSERT_TRACE, Row
from xray_local.store.spelling import Word
from xray_local.wire.datagram import document_of
from xray_local.wire.documents import accept

TRACES = 256
"""In one transaction, as in the store."""


def sqlite_alone(datagrams: Sequence[bytes], folder: Path) -> float:
    """Segments a second whose rows the engine takes."""
    batches = list(_batches(_traces(datagrams)))
    writer = schema.open_writer(folder / "alone.sqlite3")
    began = time.perf_counter()
    for documents, traces, summaries, mentions in batches:
        with schema.transaction(writer):
            writer.executemany("INSERT INTO documents VALUES (?, ?, ?, ?)", documents)
        with schema.transaction(writer):
            writer.executemany(UPSERT_TRACE, traces)
            writer.executemany(UPSERT_SUMMARY, summaries)
            writer.executemany(ADD_MENTION, mentions)
    took = time.perf_counter() - began
    writer.close()
    return len(datagrams) / took


def _traces(datagrams: Sequence[bytes]) -> list[tuple[str, Parts]]:
    traces: dict[str, Parts] = {}
    for datagram in datagrams:
        received = accept(document_of(datagram), 0.0)
        traces.setdefault(received.segment.trace_id, []).append(
            (0.0, received.document)
        )
    return list(traces.items())


class _Batch(NamedTuple):
    documents: list[tuple[int, str, int, bytes]]
    traces: list[Row]
    summaries: list[tuple[int, bytes]]
    mentions: list[Mention]


def _batches(traces: list[tuple[str, Parts]]) -> list[_Batch]:
    batches = []
    known: dict[Word, int] = {}
    for start in range(0, len(traces), TRACES):
        keyed = list(enumerate(traces[start : start + TRACES], start + 1))
        blobs = pack_parts(parts for _, (_, parts) in keyed)
        documents = [
            (key, trace_id, len(parts), blob)
            for (key, (trace_id, parts)), blob in zip(keyed, blobs, strict=True)
        ]
        tasks = [Task(key, trace_id, parts) for key, (trace_id, parts) in keyed]
        derived = derive(tasks)
        numbers = [known.setdefault(word, len(known)) for word in derived.words]
        mentions, roles = listed(numbers, derived.spelt)
        rows = [(*row, blob) for row, blob in zip(derived.traces, roles, strict=True)]
        batches.append(_Batch(documents, rows, derived.summaries, mentions))
    return batches
