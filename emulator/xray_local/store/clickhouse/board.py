"""What the processes that share a database tell each other: a row for each note.

A note is an insert and nothing else, as nobody changes another's; the one that was told
last counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from xray_local.store.base import Note
from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.tables import NOTES, NOTES_SECONDS


def write(engine: Engine, process: str, notes: Sequence[Note]) -> None:
    rows = [(note.topic, process, note.key, note.at, note.value) for note in notes]
    engine.insert("notes", NOTES, rows)


def read(
    engine: Engine, topic: str, besides: str, since: float, most: int
) -> list[Note]:
    """Newest first; what is too old goes unread, though its row may still be there."""
    rows = engine.rows(
        "SELECT topic, key, at, value FROM notes FINAL WHERE topic = {topic:String}"
        " AND process != {besides:String} AND at >= {since:Float64}"
        f" AND told_at > now() - toIntervalSecond({NOTES_SECONDS})"
        " ORDER BY at DESC, process, key DESC LIMIT {most:UInt64}",
        {
            "topic": topic,
            "besides": besides,
            "since": float(since),
            "most": most,
        },
        blobs=["value"],
    )
    return [Note(*row) for row in rows]
