"""The numbers of words: each role once, and each loose text once.

What a filter asks of texts and outcomes is asked of the roles, which are few, and is then
a look-up of numbers. A field whose values hardly come twice is let loose for its service
(`model.role`): it is left out of the service's roles, and its values are words of their
own. Which fields are loose is found out on the way (`variety.py`); no answer depends on
when.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from xray_local.model.role import PATH, Role, ServiceRole, lone
from xray_local.store.roles import TEXTS, texts
from xray_local.store.spelling import ROLE, Stored, Word, name_of_cause
from xray_local.store.variety import MOST_VALUES, Loose, Variety

CACHED_WORDS = 65536
"""A word that is not among them is looked up: some microseconds."""

REMEMBERED_ROLES = 5000
"""Looked at when a store is opened, to know what is loose."""

_ADD = "INSERT INTO words VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_FIND = "SELECT word FROM words WHERE field = ? AND value = ?"
_LATEST_ROLES = (
    "SELECT value FROM words WHERE field = ? ORDER BY word DESC"
    f" LIMIT {REMEMBERED_ROLES}"
)
_RETIRE = (
    "DELETE FROM words WHERE word = ? AND NOT EXISTS"
    " (SELECT 1 FROM mentions WHERE mentions.word = words.word)"
)
_decoder: msgspec.msgpack.Decoder[Role] = msgspec.msgpack.Decoder(Role)


class Vocabulary:
    """Used under the writer's lock, within its transactions."""

    def __init__(
        self, writer: sqlite3.Connection, most_values: int = MOST_VALUES
    ) -> None:
        self._writer = writer
        self._services = Variety(TEXTS, most_values)
        self._causes = Variety((PATH,), most_values)
        self._known: dict[Word, int] = {}
        (latest,) = writer.execute("SELECT max(word) FROM words").fetchone()
        self._next: int = (latest or 0) + 1
        for (value,) in writer.execute(_LATEST_ROLES, (ROLE,)).fetchall():
            self._remember(decoded_role(value))

    def loose(self) -> Loose:
        """What is to be left out of roles, as far as is known now."""
        return Loose(*self._services.known(), *self._causes.known())

    def numbers(self, words: Sequence[Word]) -> list[int]:
        """Their numbers, in their order; new words get one."""
        if len(self._known) > CACHED_WORDS:
            self._known.clear()
        known = self._known
        return [
            known[word] if word in known else self._looked_up(word) for word in words
        ]

    def retire(self, numbers: Iterable[int]) -> None:
        """Words that a trace has no more are gone if no other trace has them."""
        retired = self._writer.executemany(_RETIRE, [(each,) for each in numbers])
        if retired.rowcount > 0:
            self.forget()

    def forget(self) -> None:
        """What the table may not have: after a transaction that failed, say."""
        self._known.clear()

    def _looked_up(self, word: Word) -> int:
        number = self._next
        if self._writer.execute(_ADD, (number, *word)).rowcount == 1:
            self._next += 1
            self._learn(*word)
        else:
            (number,) = self._writer.execute(_FIND, word).fetchone()
        self._known[word] = number
        return number

    def _learn(self, field: str, value: Stored) -> None:
        if field != ROLE or not isinstance(value, bytes):
            return
        role = decoded_role(value)
        if isinstance(role, ServiceRole):
            alone = lone(role).summary
            found = texts(alone.occurrences[0], alone.calls)
            self._services.learn(role.service.name, found)
        else:
            self._causes.learn(name_of_cause(role.kind, role.cause), ())

    def _remember(self, role: Role) -> None:
        if isinstance(role, ServiceRole):
            self._services.remember(role.service.name, role.loose)
        else:
            self._causes.remember(name_of_cause(role.kind, role.cause), role.loose)


def decoded_role(value: bytes) -> Role:
    return _decoder.decode(value)
