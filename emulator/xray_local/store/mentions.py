"""Which traces mention a word: an index, kept in step with the traces.

Changes are collected and written together, in the order of the index.
"""

from __future__ import annotations

import sqlite3

from xray_local.model.summary import Summary
from xray_local.store.vocabulary import Vocabulary, packed, unpacked

Mention = tuple[int, float, int]
"""(word, start of the trace, key of the trace)"""

_ADD = "INSERT INTO mentions VALUES (?, ?, ?)"
_REMOVE = "DELETE FROM mentions WHERE word = ? AND start = ? AND key = ?"


class Mentions:
    """Used under the writer's lock, within its transactions."""

    def __init__(self, writer: sqlite3.Connection, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._writer = writer
        self._added: list[Mention] = []
        self._removed: list[Mention] = []

    def replace(self, key: int, before: Summary | None, after: Summary | None) -> bytes:
        """A trace as it was and as it is now; the numbers of its words, packed.

        Its row must still be as it was: it knows what the trace was listed by.
        """
        words = self.vocabulary.words_of(after)
        was = self._listed(key, before) if before is not None else set()
        now = {(word, after.start, key) for word in words} if after else set()
        self._removed += was - now
        self._added += now - was
        return packed(words)

    def persist(self) -> None:
        self._writer.executemany(_REMOVE, self._removed)
        self._writer.executemany(_ADD, sorted(self._added))
        if self._removed:
            self.vocabulary.retire({word for word, _, _ in self._removed})
        self._clear()

    def forget(self) -> None:
        """After a transaction that failed."""
        self._clear()
        self.vocabulary.forget()

    def _listed(self, key: int, trace: Summary) -> set[Mention]:
        (roles,) = self._writer.execute(
            "SELECT roles FROM traces WHERE key = ?", (key,)
        ).fetchone()
        return {(word, trace.start, key) for word in unpacked(roles)}

    def _clear(self) -> None:
        self._added, self._removed = [], []
