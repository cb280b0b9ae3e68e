"""Which traces mention a word: an index, kept in step with the traces."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from xray_local.store.spelling import Spelt, Word, packed, unpacked
from xray_local.store.vocabulary import Vocabulary

Mention = tuple[int, float, int]
"""(word, start of the trace, key of the trace)"""

ADD_MENTION = "INSERT INTO mentions VALUES (?, ?, ?)"
_REMOVE = "DELETE FROM mentions WHERE word = ? AND start = ? AND key = ?"
_LISTED = "SELECT start, roles FROM traces WHERE key = ?"


def listed(
    numbers: Sequence[int], traces: Sequence[Spelt]
) -> tuple[list[Mention], list[bytes]]:
    """Rows of the index, in its order, and each trace's numbers and figures."""
    added: list[Mention] = []
    blobs: list[bytes] = []
    for key, start, places, figures in traces:
        mentioned = [numbers[place] for place in places]
        blobs.append(packed(mentioned, figures))
        added += [(word, start, key) for word in mentioned]
    added.sort()
    return added, blobs


class Mentions:
    """Used under the writer's lock, within its transactions."""

    def __init__(self, writer: sqlite3.Connection, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._writer = writer

    def add(self, words: Sequence[Word], traces: Sequence[Spelt]) -> list[bytes]:
        """New traces, spelt with these words; for each, its numbers and figures."""
        added, blobs = listed(self.vocabulary.numbers(words), traces)
        self._writer.executemany(ADD_MENTION, added)
        return blobs

    def replace(self, words: Sequence[Word], trace: Spelt) -> bytes:
        """A trace that is listed otherwise than before; its row is still the old one."""
        before = self._listed(trace.key)
        numbers = self.vocabulary.numbers(words)
        mentioned = [numbers[place] for place in trace.words]
        after = {(word, trace.start, trace.key) for word in mentioned}
        self._writer.executemany(ADD_MENTION, after - before)
        self._remove(before - after)
        return packed(mentioned, trace.figures)

    def remove(self, keys: Sequence[int]) -> None:
        """Traces that are about to go; their rows are still there."""
        self._remove(set().union(*map(self._listed, keys)))

    def forget(self) -> None:
        """After a transaction that failed."""
        self.vocabulary.forget()

    def _remove(self, mentions: set[Mention]) -> None:
        self._writer.executemany(_REMOVE, mentions)
        self.vocabulary.retire({word for word, _, _ in mentions})

    def _listed(self, key: int) -> set[Mention]:
        start, roles = self._writer.execute(_LISTED, (key,)).fetchone()
        return {(word, start, key) for word in unpacked(roles)}
