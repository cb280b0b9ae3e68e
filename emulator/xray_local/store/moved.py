"""Traces that were received in another minute than they began in.

Rollups are by the minutes in which traces began; a time series is by those in which they
were received, nearly always the same. So what was received in a minute is its rollup,
with what `came` from other minutes and without what is `gone` to others: two more graphs,
of a few traces each.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict

import msgspec

from xray_local.graph.encoded import Encoded, EncodedNode, encoded_nodes
from xray_local.graph.graph import Graph
from xray_local.graph.series import MINUTE, Minute
from xray_local.model.summary import Summary
from xray_local.model.window import Window
from xray_local.store.schema import snapshot

_encoder = msgspec.msgpack.Encoder()


class Moved(msgspec.Struct):
    """Of one minute: those only received in it, and those that only began in it."""

    came: Graph = msgspec.field(default_factory=Graph)
    gone: Graph = msgspec.field(default_factory=Graph)


Minutes = tuple[int, int]
"""In which a trace began, and in which it was received."""


def minutes_of(summary: Summary) -> Minutes:
    return int(summary.start // MINUTE), int(summary.received_at // MINUTE)


class MovedTraces:
    """The writer's side: used under its lock, inside its transactions."""

    def __init__(self, writer: sqlite3.Connection, most_minutes: int = 120) -> None:
        self._writer = writer
        self._most_minutes = most_minutes
        self._minutes: OrderedDict[int, Moved] = OrderedDict()
        self._changed: set[int] = set()

    def replace(self, old: Summary | None, new: Summary | None) -> None:
        """Count a trace's new summary instead of the one that was counted so far."""
        if old is not None and old.occurrences:
            began, received = minutes_of(old)
            if began != received:
                self._minute(began).gone.remove(old)
                self._minute(received).came.remove(old)
        if new is not None and new.occurrences:
            began, received = minutes_of(new)
            if began != received:
                self._minute(began).gone.add(new)
                self._minute(received).came.add(new)

    def add(self, began: int, received: int, graph: Graph) -> None:
        """Count traces that were not counted before: those of these two minutes."""
        if began != received:
            self._minute(began).gone.merge(graph)
            self._minute(received).came.merge(graph)

    def persist(self) -> None:
        """Write what has changed."""
        for minute in self._changed:
            moved = self._minutes[minute]
            if moved.came.nodes or moved.gone.nodes:
                self._writer.execute(
                    "REPLACE INTO moved VALUES (?, ?, ?)",
                    (minute, _encoder.encode(moved.came), _encoder.encode(moved.gone)),
                )
            else:
                self._writer.execute("DELETE FROM moved WHERE minute = ?", (minute,))
        self._changed.clear()
        while len(self._minutes) > self._most_minutes:
            self._minutes.popitem(last=False)

    def forget(self) -> None:
        """Drop what is in memory after a transaction failed: the file is right."""
        self._minutes.clear()
        self._changed.clear()

    def _minute(self, minute: int) -> Moved:
        """A minute that is about to be changed."""
        moved = self._minutes.get(minute)
        if moved is None:
            moved = self._minutes[minute] = _read(self._writer, minute)
        self._minutes.move_to_end(minute)
        self._changed.add(minute)
        return moved


def received(reader: sqlite3.Connection, window: Window) -> Minute | None:
    """The latest minute of the window in which a trace was received."""
    with snapshot(reader):
        latest = reader.execute(
            "SELECT received_at FROM traces"
            " WHERE visible AND received_at >= ? AND received_at < ?"
            " ORDER BY received_at DESC LIMIT 1",
            (window.start, window.end),
        ).fetchone()
        if latest is None:
            return None
        minute = int(latest[0] // MINUTE)
        began = _graphs(reader, "SELECT graph FROM rollups WHERE minute = ?", minute)
        came, gone = (
            _graphs(reader, f"SELECT {each} FROM moved WHERE minute = ?", minute)
            for each in ("came", "gone")
        )
    return Minute(minute * MINUTE, (*began, *came), tuple(gone))


def _graphs(
    reader: sqlite3.Connection, query: str, minute: int
) -> list[Encoded[EncodedNode]]:
    rows = reader.execute(query, (minute,)).fetchall()
    return [encoded_nodes(blob) for (blob,) in rows]


def _read(writer: sqlite3.Connection, minute: int) -> Moved:
    row = writer.execute(
        "SELECT came, gone FROM moved WHERE minute = ?", (minute,)
    ).fetchone()
    came, gone = (Graph(), Graph()) if row is None else map(_graph.decode, row)
    return Moved(came, gone)


_graph = msgspec.msgpack.Decoder(Graph)
