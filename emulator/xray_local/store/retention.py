"""Ending the life of traces, those updated least recently first.

In small steps, so that no writer waits long. Removing a trace takes its documents, its
summary, its share of its minute's rollup and what other traces' links know of it, in one
transaction (`Settler.remove`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from xray_local.model.summary import Summary
from xray_local.store.base import Limits
from xray_local.store.packing import unpack_summary

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
    writer: sqlite3.Connection, doomed: Sequence[Doomed]
) -> list[tuple[int, Summary]]:
    """Remove their rows, in a transaction; their keys and what they were in brief."""
    keys = [(trace.key,) for trace in doomed]
    summaries = [(trace.key, _summary(writer, trace.key)) for trace in doomed]
    writer.executemany(
        "DELETE FROM documents WHERE trace_id = ?",
        [(trace.trace_id,) for trace in doomed],
    )
    writer.executemany("DELETE FROM summaries WHERE key = ?", keys)
    writer.executemany("DELETE FROM traces WHERE key = ?", keys)
    writer.execute(
        "UPDATE figures SET traces = traces - ?, documents = documents - ?",
        (len(doomed), sum(trace.documents for trace in doomed)),
    )
    return summaries


def _summary(writer: sqlite3.Connection, key: int) -> Summary:
    (blob,) = writer.execute(
        "SELECT summary FROM summaries WHERE key = ?", (key,)
    ).fetchone()
    return unpack_summary(blob)


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
