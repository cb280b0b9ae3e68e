"""Which traces name which other ones by their links, kept in step with both ends.

A link's sender is what the trace that is NAMED says, so it can change when that trace
arrives, changes or goes. A row for each pair of traces tells who has to be told then, and
answers which traces link to one. A trace without links costs nothing here, and while no
trace has any, nothing is looked up either.
"""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from xray_local.graph.connections import (
    Senders,
    completed_link,
    senders_in,
    with_senders,
)
from xray_local.model.segment import Received
from xray_local.model.summary import Summary, TraceLink
from xray_local.model.trace import assemble
from xray_local.store.packing import pack_summary, unpack_summary
from xray_local.store.rollup import Rollups
from xray_local.store.rows import UPSERT_SUMMARY

_KEPT_SENDERS = 64
"""Traces whose senders are remembered: many traces may link to one."""

_Links = tuple[TraceLink, ...]
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Links)


class _Follower(NamedTuple):
    """A trace whose links are no longer what they were, though it has not changed."""

    key: int
    old: Summary
    new: Summary


class Links:
    """The writer's side: used under its lock, inside its transactions.

    `documents` are all that have been stored for a trace.
    """

    def __init__(
        self,
        writer: sqlite3.Connection,
        rollups: Rollups,
        documents: Callable[[str], Iterable[Received]],
    ) -> None:
        self._writer = writer
        self._rollups = rollups
        self._documents = documents
        (found,) = writer.execute("SELECT EXISTS (SELECT 1 FROM links)").fetchone()
        self._any = bool(found)
        self._senders: OrderedDict[str, Senders] = OrderedDict()

    def replace(self, key: int, old: Summary | None, new: Summary | None) -> None:
        """Keep a trace's new links instead of those that were kept so far."""
        before, after = _by_trace_named(old), _by_trace_named(new)
        if not (before or after):
            return
        self._writer.executemany(
            "DELETE FROM links WHERE linked_trace_id = ? AND key = ?",
            [(trace_id, key) for trace_id in before.keys() - after.keys()],
        )
        self._writer.executemany(
            "REPLACE INTO links VALUES (?, ?, ?, ?)",
            [
                (trace_id, key, start, _encoder.encode(links))
                for trace_id, (start, links) in after.items()
                if before.get(trace_id) != (start, links)
            ],
        )
        self._any = self._any or bool(after)

    def follow(
        self, changed: Sequence[str], holders: Mapping[int, Summary]
    ) -> dict[str, bytes]:
        """Bring the links to traces that have changed, or gone, in step with them.

        `holders` are the summaries with links among those changed, by their keys: what
        their links name has not been looked up yet. Returns each summary that is another
        one now, packed, by its trace's id.
        """
        followers = self._followers(changed, holders)
        packed = {each.new.trace_id: pack_summary(each.new) for each in followers}
        for key, old, new in followers:
            self._rollups.replace(old, new)
            self.replace(key, old, new)
            self._writer.execute(UPSERT_SUMMARY, (key, packed[new.trace_id]))
        return packed

    def _followers(
        self, changed: Sequence[str], holders: Mapping[int, Summary]
    ) -> list[_Follower]:
        if not self._any:
            return []
        for trace_id in changed:
            self._senders.pop(trace_id, None)
        rows = self._writer.execute(
            "SELECT key, links FROM links"
            " WHERE linked_trace_id IN (SELECT value FROM json_each(?))",
            (json.dumps(changed),),
        ).fetchall()
        others = dict.fromkeys(
            key
            for key, blob in rows
            if key not in holders and self._is_outdated(_decoder.decode(blob))
        )
        doubted = {**holders, **{key: self._summary(key) for key in others}}
        found = (
            _Follower(key, old, with_senders(old, self._senders_of))
            for key, old in doubted.items()
        )
        return [each for each in found if each.new is not each.old]

    def _is_outdated(self, links: _Links) -> bool:
        return any(
            link != completed_link(link, self._senders_of(link.linked_trace_id))
            for link in links
        )

    def _summary(self, key: int) -> Summary:
        (blob,) = self._writer.execute(
            "SELECT summary FROM summaries WHERE key = ?", (key,)
        ).fetchone()
        return unpack_summary(blob)

    def _senders_of(self, trace_id: str) -> Senders:
        known = self._senders.get(trace_id)
        if known is None:
            known = senders_in(assemble(trace_id, self._documents(trace_id)))
            self._senders[trace_id] = known
            if len(self._senders) > _KEPT_SENDERS:
                self._senders.popitem(last=False)
        self._senders.move_to_end(trace_id)
        return known


def links_to(reader: sqlite3.Connection, trace_id: str) -> list[TraceLink]:
    """The links that name a trace, those of the newest traces first."""
    rows = reader.execute(
        "SELECT start, links FROM links WHERE linked_trace_id = ?", (trace_id,)
    ).fetchall()
    found = [(start, _decoder.decode(blob)) for start, blob in rows]
    found.sort(key=lambda row: (row[0], row[1][0].trace_id), reverse=True)
    return [link for _, links in found for link in links]


def _by_trace_named(summary: Summary | None) -> dict[str, tuple[float, _Links]]:
    if summary is None or not summary.links:
        return {}
    links: dict[str, _Links] = {}
    for link in summary.links:
        links[link.linked_trace_id] = (*links.get(link.linked_trace_id, ()), link)
    return {trace_id: (summary.start, some) for trace_id, some in links.items()}
