"""Graphs of any window, read from the rollups of its whole minutes.

Sums of many minutes are kept, in memory and in the file (sums.py), so a day is a sum of
two or three dozen graphs. Nothing here is ever
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
from xray_local.store.rollup import MINUTE
from xray_local.store.schema import snapshot
from xray_local.store.sums import Block, kept_sum, largest_block, rollup_of

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
        first, last = minutes = _whole_minutes(reader, window)
        if first >= last:
            yield _from_summaries(reader, window.start, window.end, selection)
            return
        yield _from_summaries(reader, window.start, first * MINUTE, selection)
        rows = reader.execute(
            "SELECT minute, version FROM rollups WHERE minute >= ? AND minute < ?"
            " ORDER BY minute",
            minutes,
        ).fetchall()
        for block, some in groupby(rows, lambda row: largest_block(row[0], *minutes)):
            yield self._merged(reader, block, tuple(some), selection)
        yield _from_summaries(reader, last * MINUTE, window.end, selection)

    def _merged(
        self,
        reader: sqlite3.Connection,
        block: Block,
        versions: Versions,
        selection: Selection | None,
    ) -> Graph:
        """The sum of a block's minutes, which have these versions."""
        key = (None if selection is None else selection.key, versions)
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        graph = None
        if selection is None and block.span > 1:
            graph = kept_sum(reader, block)
        if graph is None:
            graph = self._added_up(reader, block, versions, selection)
        with self._lock:
            self._kept[key] = graph
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)
        return graph

    def _added_up(
        self,
        reader: sqlite3.Connection,
        block: Block,
        versions: Versions,
        selection: Selection | None,
    ) -> Graph:
        if block.span == 1:
            return _of_minute(reader, block.number, selection)
        graph = Graph()
        for part, some in groupby(versions, lambda row: block.part(row[0])):
            graph.merge(self._merged(reader, part, tuple(some), selection))
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
        return rollup_of(reader, minute)
    return _from_summaries(reader, minute * MINUTE, (minute + 1) * MINUTE, selection)


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
