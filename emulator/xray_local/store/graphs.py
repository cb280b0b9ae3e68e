"""Graphs of any window, read from the rollups of its whole minutes.

Whole hours are kept merged, in memory and in the file, so a day is a sum of two dozen
graphs. Nothing here is ever
wrong for longer than it is unread: a kept graph is only used while the versions of all
the minutes in it are those in the file. A selection's minutes are added up from the
summaries at first, and kept likewise.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from itertools import groupby

from xray_local.graph.graph import Graph
from xray_local.model.window import Window
from xray_local.store.base import Selection
from xray_local.store.packing import unpack_summary
from xray_local.store.rollup import MINUTE, MINUTES_PER_HOUR, decode_graph
from xray_local.store.schema import snapshot

_LATEST = 1e12
"""Epoch seconds, later than any document may say."""

Versions = tuple[tuple[int, int], ...]
"""(minute, version) of each rollup that went into a graph."""


class GraphReader:
    """Thread-safe. The graphs it keeps are merged from, never into."""

    def __init__(self, most_kept: int = 1024) -> None:
        self._lock = threading.Lock()
        self._most_kept = most_kept
        self._kept: OrderedDict[tuple[Hashable, Versions], Graph] = OrderedDict()

    def graph(
        self,
        reader: sqlite3.Connection,
        window: Window,
        selection: Selection | None = None,
    ) -> Graph:
        total = Graph()
        window = Window(max(window.start, 0.0), min(window.end, _LATEST))
        if window.start >= window.end:
            return total
        with snapshot(reader):
            for part in self._parts(reader, window, selection):
                total.merge(part)
        return total

    def _parts(
        self, reader: sqlite3.Connection, window: Window, selection: Selection | None
    ) -> Iterator[Graph]:
        first, last = _whole_minutes(reader, window)
        if first >= last:
            yield _from_summaries(reader, window.start, window.end, selection)
            return
        yield _from_summaries(reader, window.start, first * MINUTE, selection)
        rows = reader.execute(
            "SELECT minute, version FROM rollups WHERE minute >= ? AND minute < ?"
            " ORDER BY minute",
            (first, last),
        ).fetchall()
        for hour, some in groupby(rows, key=lambda row: row[0] // MINUTES_PER_HOUR):
            whole = first <= hour * MINUTES_PER_HOUR <= last - MINUTES_PER_HOUR
            kept = hour if whole and selection is None else None
            yield self._merged(reader, tuple(some), selection, kept)
        yield _from_summaries(reader, last * MINUTE, window.end, selection)

    def _merged(
        self,
        reader: sqlite3.Connection,
        versions: Versions,
        selection: Selection | None,
        hour: int | None = None,
    ) -> Graph:
        """The sum of some minutes of one hour, of all its traces if it is given."""
        key = (None if selection is None else selection.key, versions)
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        graph = None if hour is None else _kept_hour(reader, hour)
        if graph is None:
            graph = self._added_up(reader, versions, selection)
        with self._lock:
            self._kept[key] = graph
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)
        return graph

    def _added_up(
        self,
        reader: sqlite3.Connection,
        versions: Versions,
        selection: Selection | None,
    ) -> Graph:
        if len(versions) == 1:
            return _of_minute(reader, versions[0][0], selection)
        graph = Graph()
        for version in versions:
            graph.merge(self._merged(reader, (version,), selection))
        return graph


def _whole_minutes(reader: sqlite3.Connection, window: Window) -> tuple[int, int]:
    """The minutes [first, last) in which no trace lies outside of the window.

    So a window that ends now takes its last minute as a whole: no trace is later.
    """
    first = int(-(-window.start // MINUTE))
    last = int(window.end // MINUTE)
    if not _any_between(reader, (first - 1) * MINUTE, window.start):
        first -= 1
    if not _any_between(reader, window.end, (last + 1) * MINUTE):
        last += 1
    return first, last


def _any_between(reader: sqlite3.Connection, start: float, end: float) -> bool:
    row = reader.execute(
        "SELECT 1 FROM traces WHERE visible AND start >= ? AND start < ? LIMIT 1",
        (start, end),
    ).fetchone()
    return row is not None


def _of_minute(
    reader: sqlite3.Connection, minute: int, selection: Selection | None
) -> Graph:
    if selection is None:
        return _rollup(reader, minute)
    return _from_summaries(reader, minute * MINUTE, (minute + 1) * MINUTE, selection)


def _rollup(reader: sqlite3.Connection, minute: int) -> Graph:
    (blob,) = reader.execute(
        "SELECT graph FROM rollups WHERE minute = ?", (minute,)
    ).fetchone()
    return decode_graph(blob)


def _kept_hour(reader: sqlite3.Connection, hour: int) -> Graph | None:
    row = reader.execute("SELECT graph FROM hours WHERE hour = ?", (hour,)).fetchone()
    return None if row is None else decode_graph(row[0])


def _from_summaries(
    reader: sqlite3.Connection, start: float, end: float, selection: Selection | None
) -> Graph:
    graph = Graph()
    if start >= end:
        return graph
    rows = reader.execute(
        "SELECT summary FROM traces JOIN summaries USING (key)"
        " WHERE visible AND start >= ? AND start < ?",
        (start, end),
    )
    for (blob,) in rows:
        summary = unpack_summary(blob)
        if selection is None or selection.admits(summary):
            graph.add(summary)
    return graph
