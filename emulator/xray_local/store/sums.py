"""Sums of the minutes' graphs, kept in the file: of 5, 15 and 60 minutes.

Any window is then a few sums: of the hours within it, and at its two ends of quarters,
fives and single minutes. A sum is kept once its minutes have come to rest, and removed
in the transaction that changes one of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from xray_local.graph.graph import Graph

SPANS = (60, 15, 5)
"""Minutes of a sum; each span is a multiple of the next."""

AT_REST = 60.0
"""Seconds without a change after which a sum is kept."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Graph)


def encode_graph(graph: Graph) -> bytes:
    return _encoder.encode(graph)


def decode_graph(blob: bytes) -> Graph:
    return _decoder.decode(blob)


class Block(NamedTuple):
    """The minutes from `number * span` on: a span's, or a single one."""

    span: int
    number: int

    @property
    def first(self) -> int:
        return self.span * self.number

    def part(self, minute: int) -> Block:
        """That of the next smaller span which has the minute."""
        span = next((span for span in SPANS if span < self.span), 1)
        return Block(span, minute // span)


def largest_block(minute: int, first: int, last: int) -> Block:
    """The largest that has the minute and lies within [first, last)."""
    for span in SPANS:
        block = Block(span, minute // span)
        if first <= block.first and block.first + span <= last:
            return block
    return Block(1, minute)


def kept_sum(connection: sqlite3.Connection, block: Block) -> Graph | None:
    row = connection.execute(
        "SELECT graph FROM sums WHERE span = ? AND number = ?", block
    ).fetchone()
    return None if row is None else decode_graph(row[0])


def rollup_of(connection: sqlite3.Connection, minute: int) -> Graph:
    (blob,) = connection.execute(
        "SELECT graph FROM rollups WHERE minute = ?", (minute,)
    ).fetchone()
    return decode_graph(blob)


class Sums:
    """The writer's side: used under its lock, inside its transactions."""

    def __init__(self, writer: sqlite3.Connection) -> None:
        self._writer = writer
        # Blocks that are not kept, and since when they are known to be unchanged.
        self._unkept: dict[Block, float | None] = {}
        self.recall()

    def recall(self) -> None:
        """Look up what is not kept: at first, and after a transaction has failed."""
        self._unkept.clear()
        for span in reversed(SPANS):
            rows = self._writer.execute(
                "SELECT DISTINCT minute / ? FROM rollups"
                " EXCEPT SELECT number FROM sums WHERE span = ?",
                (span, span),
            )
            self._unkept.update((Block(span, number), None) for (number,) in rows)

    def remove(self, minutes: Iterable[int]) -> None:
        """The sums with these minutes are no longer right."""
        changed = {(span, minute // span) for minute in minutes for span in SPANS}
        for block in sorted(Block(*each) for each in changed):
            if block not in self._unkept:
                self._writer.execute(
                    "DELETE FROM sums WHERE span = ? AND number = ?", block
                )
            self._unkept[block] = None

    def at_rest(self, now: float) -> Block | None:
        """A block whose sum is not kept and that has not changed for a while."""
        for block, since in self._unkept.items():
            if since is None:
                self._unkept[block] = now
            elif now - since >= AT_REST:
                return block
        return None

    def keep(self, block: Block) -> None:
        """Add up a block, so that no reader has to."""
        graph = self._added_up(block)
        if graph.nodes:
            self._writer.execute(
                "REPLACE INTO sums VALUES (?, ?, ?)", (*block, encode_graph(graph))
            )
        del self._unkept[block]

    def _added_up(self, block: Block) -> Graph:
        """From its parts, each kept or added up likewise."""
        rows = self._writer.execute(
            "SELECT minute FROM rollups WHERE minute >= ? AND minute < ?",
            (block.first, block.first + block.span),
        )
        total = Graph()
        for part in dict.fromkeys(block.part(minute) for (minute,) in rows):
            total.merge(self._graph(part))
        return total

    def _graph(self, block: Block) -> Graph:
        if block.span == 1:
            return rollup_of(self._writer, block.number)
        kept = kept_sum(self._writer, block)
        return self._added_up(block) if kept is None else kept
