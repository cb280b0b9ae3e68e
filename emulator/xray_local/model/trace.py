"""A trace: the tree assembled from every document that arrived for it.

Partial traces are a normal state. Assembly is a pure function over what has arrived, in
arrival order, so it gives the same tree whether documents come one by one or together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import is_

import msgspec

from xray_local.model.segment import Received, Segment

MAX_TRACE_BYTES = 500 * 1024
"""docs.aws.amazon.com/general/latest/gr/xray.html"""


class Trace(msgspec.Struct, frozen=True):
    """Everything that has arrived under one trace id.

    `segments` are the visible ones in arrival order, each with its independent
    subsegments folded in. `orphans` are subsegments whose parent has not arrived: kept,
    but invisible until it does. `received_at` is when the last document that changed the
    trace came (epoch seconds), `revision` how often that happened: documents that came
    together, in one call, are one change.
    """

    id: str
    segments: tuple[Segment, ...]
    orphans: tuple[Segment, ...]
    revision: int
    received_at: float


def walk(segment: Segment) -> Iterator[Segment]:
    """The segment and everything below it, parents first."""
    pending = [segment]
    while pending:
        entity = pending.pop()
        yield entity
        pending.extend(reversed(entity.subsegments))


class _Assembly:
    """Entities by id while documents are replayed; segments and subsegments alike."""

    def __init__(self) -> None:
        self.entities: dict[str, Segment] = {}  # as they came, subsegments and all
        self.parent: dict[str, str] = {}  # of subsegments only
        self.children: dict[str, list[str]] = {}
        self.tops: dict[str, None] = {}  # ids of segments, in arrival order

    def take(self, document: Segment) -> bool:
        """Replay one document; False if the trace did not change."""
        if self._settled(document.id):
            return False  # the first complete version wins, and its tree is frozen
        if document.independent_subsegment:
            self._hang(document.id, document.parent_id or "")
        elif document.id not in self.entities:
            self.tops[document.id] = None
        self.entities[document.id] = document
        growing = [document] if document.subsegments else []
        for entity in growing:
            for child in entity.subsegments:
                if self._settled(child.id):
                    continue  # with what it holds: its first complete version won
                self._hang(child.id, entity.id)
                self.entities[child.id] = child
                if child.subsegments:
                    growing.append(child)
        return True

    def _settled(self, entity_id: str) -> bool:
        known = self.entities.get(entity_id)
        return known is not None and known.complete

    def _hang(self, child_id: str, parent_id: str) -> None:
        if child_id in self.parent or child_id in self.tops:
            return
        self.parent[child_id] = parent_id
        self.children.setdefault(parent_id, []).append(child_id)

    def tree(self, top: str) -> Segment:
        """The entity with everything hung below it; no recursion, as depth is free."""
        order = [top]
        for entity_id in order:
            order.extend(self.children.get(entity_id, ()))
        built: dict[str, Segment] = {}
        for entity_id in reversed(order):
            entity = self.entities[entity_id]
            below = tuple(
                built.pop(child) for child in self.children.get(entity_id, ())
            )
            if not _same(below, entity.subsegments):
                entity = msgspec.structs.replace(entity, subsegments=below)
            built[entity_id] = entity
        return built[top]

    def orphan_tops(self) -> list[str]:
        return [child for child, up in self.parent.items() if up not in self.entities]


def _same(left: tuple[Segment, ...], right: tuple[Segment, ...]) -> bool:
    """Whether they are the very same values: nearly every document stays as it came."""
    return len(left) == len(right) and all(map(is_, left, right))


def assemble(trace_id: str, documents: Iterable[Received]) -> Trace:
    """The trace that these documents make; they are in order of arrival.

    The life cycle is X-Ray's: an in-progress entity is replaced by its
    completion, the first complete version wins, embedded and independent subsegments
    share one key space.
    """
    arrived = [*documents]
    if _is_plain(arrived):
        segments = tuple(received.segment for received in arrived)
        return Trace(trace_id, segments, (), *_changes(arrived))
    assembly = _Assembly()
    changes = [each for each in arrived if assembly.take(each.segment)]
    return Trace(
        trace_id,
        tuple(assembly.tree(top) for top in assembly.tops),
        tuple(assembly.tree(top) for top in assembly.orphan_tops()),
        *_changes(changes),
    )


def _is_plain(documents: Iterable[Received]) -> bool:
    """Nothing came twice or apart from its segment: each document is its own tree."""
    ids: set[str] = set()
    number = 0
    for received in documents:
        if received.segment.independent_subsegment:
            return False
        level: Iterable[Segment] = (received.segment,)
        while level:
            below: list[Segment] = []
            for entity in level:
                number += 1
                ids.add(entity.id)
                below += entity.subsegments
            level = below
    return len(ids) == number


def _changes(documents: Iterable[Received]) -> tuple[int, float]:
    """How often what these brought has changed the trace, and when it last did."""
    revision = 0
    received_at = 0.0
    for received in documents:
        if revision == 0 or received.received_at != received_at:
            revision += 1
            received_at = received.received_at
    return revision, received_at
