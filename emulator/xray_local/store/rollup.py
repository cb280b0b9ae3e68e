"""One graph for each minute of trace starts, kept in step with the summaries.

A changed trace takes its old summary out of its minute's graph and puts the new one in.
What that cannot undo is a node's bound when the trace was the earliest or latest there
(`Graph.remove`): such bounds are looked up again among the minute's summaries, from the
outside in, which for a node that is in most traces ends at once.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from xray_local.graph.graph import Graph
from xray_local.model.summary import ServiceId, Summary
from xray_local.store.moved import Minutes, MovedTraces
from xray_local.store.packing import unpack_summary
from xray_local.store.sums import Sums, decode_graph, encode_graph

MINUTE = 60


def minute_of(start: float) -> int:
    return int(start // MINUTE)


@dataclass(frozen=True, slots=True)
class Doubted:
    """The nodes of a minute's graph whose bounds are to be looked up again."""

    firsts: set[ServiceId] = field(default_factory=set)
    lasts: set[ServiceId] = field(default_factory=set)


class Rollups:
    """The writer's side: used under its lock, inside its transactions."""

    def __init__(self, writer: sqlite3.Connection, most_minutes: int = 120) -> None:
        self._writer = writer
        self._moved = MovedTraces(writer)
        self._most_minutes = most_minutes
        self._graphs: OrderedDict[int, Graph] = OrderedDict()
        self._changed: set[int] = set()
        self._doubted: dict[int, Doubted] = {}
        (latest,) = writer.execute("SELECT max(version) FROM rollups").fetchone()
        self._version: int = latest or 0
        self.sums = Sums(writer)

    def replace(self, old: Summary | None, new: Summary | None) -> None:
        """Count a trace's new summary instead of the one that was counted so far."""
        self._moved.replace(old, new)
        if old is not None and old.occurrences:
            graph = self._graph(minute_of(old.start))
            graph.remove(old)
        if new is not None and new.occurrences:
            self._graph(minute_of(new.start)).add(new)
        if old is not None and old.occurrences:
            self._doubt_bounds(old, new)

    def add(self, graphs: Mapping[Minutes, Graph]) -> None:
        """Count traces that were not counted before."""
        for (began, received), graph in graphs.items():
            self._graph(began).merge(graph)
            self._moved.add(began, received, graph)

    def persist(self) -> None:
        """Write what has changed; the summaries must be written before."""
        self._moved.persist()
        for minute, doubted in self._doubted.items():
            self._restore_bounds(minute, doubted)
        self._doubted.clear()
        self.sums.remove(self._changed)
        for minute in self._changed:
            graph = self._graphs[minute]
            if not graph.nodes:
                self._writer.execute("DELETE FROM rollups WHERE minute = ?", (minute,))
                continue
            self._version += 1
            self._writer.execute(
                "REPLACE INTO rollups VALUES (?, ?, ?)",
                (minute, self._version, encode_graph(graph)),
            )
        self._changed.clear()
        while len(self._graphs) > self._most_minutes:
            self._graphs.popitem(last=False)

    def forget(self) -> None:
        """Drop what is in memory after a transaction failed: the file is right."""
        self._moved.forget()
        self._graphs.clear()
        self._changed.clear()
        self._doubted.clear()
        self.sums.recall()

    def _graph(self, minute: int) -> Graph:
        """The graph of a minute, about to be changed."""
        graph = self._graphs.get(minute)
        if graph is None:
            row = self._writer.execute(
                "SELECT graph FROM rollups WHERE minute = ?", (minute,)
            ).fetchone()
            graph = self._graphs[minute] = decode_graph(row[0]) if row else Graph()
        self._graphs.move_to_end(minute)
        self._changed.add(minute)
        return graph

    def _doubt_bounds(self, old: Summary, new: Summary | None) -> None:
        """Remember the nodes whose bound was this trace and perhaps no longer is."""
        minute = minute_of(old.start)
        graph = self._graphs[minute]
        unmoved = new is not None and new.start == old.start
        still = set(new.services) if new is not None and unmoved else set()
        for service in old.services:
            node = graph.nodes.get(service)
            if node is None or service in still:
                continue
            if old.start == node.first:
                self._doubted.setdefault(minute, Doubted()).firsts.add(service)
            if old.start == node.last:
                self._doubted.setdefault(minute, Doubted()).lasts.add(service)

    def _restore_bounds(self, minute: int, doubted: Doubted) -> None:
        nodes = self._graphs[minute].nodes
        # A service that no trace has any more would be looked for in all of them.
        firsts = doubted.firsts & nodes.keys()
        lasts = doubted.lasts & nodes.keys()
        for service, start in _first_seen(firsts, self._starts(minute, "ASC")):
            nodes[service].first = start
        for service, start in _first_seen(lasts, self._starts(minute, "DESC")):
            nodes[service].last = start

    def _starts(self, minute: int, order: str) -> Iterator[Summary]:
        """A minute's summaries by start, read no further than they are asked for."""
        rows = self._writer.execute(
            "SELECT summary FROM traces JOIN summaries USING (key)"
            f" WHERE visible AND start >= ? AND start < ? ORDER BY start {order}",
            (minute * MINUTE, (minute + 1) * MINUTE),
        )
        try:
            for (blob,) in rows:
                yield unpack_summary(blob)
        finally:
            rows.close()


def _first_seen(
    services: set[ServiceId], summaries: Iterable[Summary]
) -> Iterator[tuple[ServiceId, float]]:
    """Each service with the start of the first summary that has it."""
    wanted = set(services)
    if not wanted:
        return
    for summary in summaries:
        for service in wanted.intersection(summary.services):
            yield service, summary.start
            wanted.discard(service)
        if not wanted:
            return
