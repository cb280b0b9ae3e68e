"""Ending the life of traces, those updated least recently first.

In small steps, so that no writer waits long. Removing a trace takes its documents, its
summary and its share of its minute's rollup, in one transaction.
"""

from __future__ import annotations

import sqlite3
from math import inf
from typing import NamedTuple

from xray_local.store.base import Limits
from xray_local.store.mentions import Mentions
from xray_local.store.packing import unpack_summary
from xray_local.store.rollup import Rollups
from xray_local.store.schema import transaction

STEP = 64
"""Traces removed in one transaction."""

VACUUM_STEP = 256
"""Pages given back to the file system at once: 1 MB."""

_SLACK = 0.1
"""Share of free pages that a file may keep: new documents will fill them."""


class Doomed(NamedTuple):
    """A trace whose time is over."""

    key: int
    trace_id: str
    documents: int


def oldest(writer: sqlite3.Connection, limits: Limits, now: float) -> list[Doomed]:
    """The next traces to go; none when the limits are kept."""
    too_large = used_bytes(writer) > limits.max_bytes
    rows = writer.execute(
        "SELECT key, trace_id, documents FROM traces WHERE received_at < ?"
        f" ORDER BY received_at, trace_id LIMIT {STEP}",
        (inf if too_large else now - limits.max_age,),
    ).fetchall()
    return [Doomed(*row) for row in rows]


def remove(
    writer: sqlite3.Connection,
    rollups: Rollups,
    mentions: Mentions,
    doomed: list[Doomed],
) -> int:
    """End their life; how many documents went."""
    keys = [(trace.key,) for trace in doomed]
    documents = sum(trace.documents for trace in doomed)
    try:
        with transaction(writer):
            for trace in doomed:
                (blob,) = writer.execute(
                    "SELECT summary FROM summaries WHERE key = ?", (trace.key,)
                ).fetchone()
                summary = unpack_summary(blob)
                rollups.replace(summary, None)
            mentions.remove([trace.key for trace in doomed])
            writer.executemany(
                "DELETE FROM documents WHERE trace_id = ?",
                [(trace.trace_id,) for trace in doomed],
            )
            writer.executemany("DELETE FROM summaries WHERE key = ?", keys)
            writer.executemany("DELETE FROM traces WHERE key = ?", keys)
            writer.execute(
                "UPDATE figures SET traces = traces - ?, documents = documents - ?",
                (len(doomed), documents),
            )
            rollups.persist()
    except BaseException:
        rollups.forget()
        mentions.forget()
        raise
    return documents


def used_bytes(connection: sqlite3.Connection) -> int:
    """Size of everything that is stored, without pages that are free."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    return int((pages - free) * size)


def give_back(writer: sqlite3.Connection) -> bool:
    """Shrink the file by a step; False when it has no more free pages than it may."""
    (pages,) = writer.execute("PRAGMA page_count").fetchone()
    (free,) = writer.execute("PRAGMA freelist_count").fetchone()
    if free <= pages * _SLACK:
        return False
    # A page for each step of the statement, and only executescript takes all steps.
    writer.executescript(f"PRAGMA incremental_vacuum({VACUUM_STEP})")
    return True
