"""Graphs of any window, added up by ClickHouse from the figures of its summaries.

Whole hours and minutes are kept in memory. A kept one is used as long as the stamps of
all rows that start in it have the same sum as when it was added up: whatever is written,
by whichever process, brings a random stamp and so another sum.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from xray_local.clock import Clock
from xray_local.graph.graph import Graph
from xray_local.model.summary import TraceLink
from xray_local.model.window import Window
from xray_local.store.base import Selection
from xray_local.store.clickhouse.clauses import Parameters, within
from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.figures import ARRAYS, SUMS, graphs_of, link_of
from xray_local.store.clickhouse.links import completed, connect
from xray_local.store.packing import decode_summary

MINUTE = 60
HOUR = 3600
_LATEST = 1e12
"""Epoch seconds, later than any document may say."""

_STAMPS = 2**64


class Part(NamedTuple):
    """An hour or minute, the `number`th since the epoch."""

    seconds: int
    number: int

    def whole_in(self, window: Window) -> bool:
        start = self.number * self.seconds
        return window.start <= start and start + self.seconds <= window.end


class Version(NamedTuple):
    """Of what starts in a part, as far as it is in the window."""

    stamps: int
    links: int
    latest: float  # receipt

    def plus(self, other: Version) -> Version:
        stamps = (self.stamps + other.stamps) % _STAMPS
        latest = max(self.latest, other.latest)
        return Version(stamps, self.links + other.links, latest)


class GraphReader:
    """Thread-safe. The graphs it keeps are merged from, never into.

    With replicas, the stamps may come from one that is ahead of the one that adds up:
    there a part is only kept `rest` seconds after the last receipt.
    """

    def __init__(
        self, engine: Engine, clock: Clock, *, rest: float, most_kept: int = 2048
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._rest = rest
        self._lock = threading.Lock()
        self._most_kept = most_kept
        self._kept: OrderedDict[Hashable, Graph] = OrderedDict()

    def __repr__(self) -> str:
        return f"GraphReader({len(self._kept)} kept)"

    def graph(self, window: Window, selection: Selection | None = None) -> Graph:
        total = Graph()
        window = Window(max(window.start, 0.0), min(window.end, _LATEST))
        if window.start >= window.end:
            return total
        parts = _parts(self._versions(window), window)
        for graph in self._graphs(window, parts, selection):
            total.merge(graph)
        if selection is None and any(version.links for version in parts.values()):
            connect(self._engine, total, self._links(window))
        return total

    def _graphs(
        self, window: Window, parts: Mapping[Part, Version], selection: Selection | None
    ) -> Iterable[Graph]:
        """Of each part; of a selection with the connections, else without."""
        key = None if selection is None else selection.key
        names = {part: (key, part, version) for part, version in parts.items()}
        keeps = {
            part
            for part, version in parts.items()
            if part.whole_in(window) and self._may_keep(version, selection)
        }
        with self._lock:
            known = {
                part: self._kept[names[part]]
                for part in keeps
                if names[part] in self._kept
            }
        missing = [part for part in parts if part not in known]
        for seconds in (HOUR, MINUTE):
            some = [part for part in missing if part.seconds == seconds]
            known |= self._added_up(window, some, selection)
        self._keep({names[part]: known[part] for part in keeps})
        return known.values()

    def _may_keep(self, version: Version, selection: Selection | None) -> bool:
        """What a link's other end says may change without a change in this part."""
        if selection is not None and version.links:
            return False
        return not self._rest or version.latest <= self._clock.now() - self._rest

    def _keep(self, graphs: Mapping[Hashable, Graph]) -> None:
        with self._lock:
            for name, graph in graphs.items():
                self._kept[name] = graph
                self._kept.move_to_end(name)
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)

    def _versions(self, window: Window) -> dict[int, Version]:
        """Of each minute that has any row in the window."""
        given = Parameters()
        rows = self._engine.rows(
            f"SELECT {_number(MINUTE)} AS minute, sum(stamp), sum(length(links)),"
            " max(received_at)"
            f" FROM summaries WHERE {within(window, given)} GROUP BY minute",
            given.values,
        )
        return {minute: Version(*version) for minute, *version in rows}

    def _added_up(
        self, window: Window, parts: Sequence[Part], selection: Selection | None
    ) -> dict[Part, Graph]:
        """Parts of one length, as far as they are in the window."""
        if not parts:
            return {}
        given = Parameters()
        numbers = given.name([part.number for part in parts], "Array(UInt64)")
        number = f"{_number(parts[0].seconds)} AS part"
        where = f"WHERE visible AND {within(window, given)} AND part IN {numbers}"
        if selection is None:
            graphs = self._summed(number, where, given)
        else:
            graphs = self._selected(number, where, given, selection)
        return {part: graphs.get(part.number, Graph()) for part in parts}

    def _summed(self, number: str, where: str, given: Parameters) -> dict[int, Graph]:
        return graphs_of(
            self._engine.rows(
                f"SELECT {number}, {SUMS} FROM summaries FINAL ARRAY JOIN {ARRAYS}"
                f" {where} GROUP BY part, service, target",
                given.values,
            )
        )

    def _links(self, window: Window) -> list[TraceLink]:
        given = Parameters()
        rows = self._engine.rows(
            "SELECT link FROM summaries FINAL ARRAY JOIN links AS link"
            f" WHERE visible AND {within(window, given)}",
            given.values,
        )
        return [link_of(link) for (link,) in rows]

    def _selected(
        self, number: str, where: str, given: Parameters, selection: Selection
    ) -> dict[int, Graph]:
        """A selection is a function of Python: each summary is asked."""
        rows = self._engine.rows(
            f"SELECT {number}, summary FROM summaries FINAL {where}",
            given.values,
            blobs=["summary"],
        )
        graphs: dict[int, Graph] = {}
        summaries = completed(self._engine, [decode_summary(blob) for _, blob in rows])
        for (part, _), summary in zip(rows, summaries, strict=True):
            if selection.admits(summary):
                graphs.setdefault(part, Graph()).add(summary)
        return graphs


def _number(seconds: int) -> str:
    return f"intDiv(toUInt64(start), {seconds})"


def _parts(minutes: Mapping[int, Version], window: Window) -> dict[Part, Version]:
    """Hours that lie in the window as a whole, else minutes."""
    parts: dict[Part, Version] = {}
    for minute, version in minutes.items():
        part = Part(HOUR, minute * MINUTE // HOUR)
        if not part.whole_in(window):
            part = Part(MINUTE, minute)
        known = parts.get(part)
        parts[part] = version if known is None else known.plus(version)
    return parts
