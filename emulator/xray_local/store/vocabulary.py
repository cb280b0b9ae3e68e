"""The words that traces are listed by: each role once, and each loose text once.

Traces of the mesh have nine roles each, and hundreds of thousands of them have no more
than some 150 between them. So what a filter asks of texts and outcomes is asked of those,
and is then a look-up of numbers.

A field whose values hardly come twice is let loose for its service (`model.role`): it is
left out of the service's roles, and its values are words of their own. Which fields are
loose is found out on the way (`variety.py`); no answer depends on when.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable

import msgspec

from xray_local.model.role import PATH, Role, ServiceRole
from xray_local.model.segment import Scalar
from xray_local.model.summary import Call, Occurrence, RootCause, Summary
from xray_local.store.matching import is_visible
from xray_local.store.packing import encoded
from xray_local.store.roles import (
    NO_FIGURES,
    TEXTS,
    Figures,
    cause_figures,
    cause_roles,
    cause_row,
    is_loose,
    loosened_row,
    service_figures,
    service_roles,
    service_row,
    texts,
)
from xray_local.store.variety import MOST_VALUES, Variety

ROLE = ""
"""The field of a role; a loose text has its own field's name."""

CACHED_WORDS = 65536
"""A word that is not among them is looked up: some microseconds."""

REMEMBERED_ROLES = 5000
"""Looked at when a store is opened, to know what is loose."""

Stored = str | int | float | bytes
Word = tuple[str, Stored]
Words = dict[int, Figures]
"""Numbers of words, and what the trace's figures are in each."""

_LONGEST = 200
_LARGEST = 2**63 - 1
_ADD = "INSERT INTO words VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_FIND = "SELECT word FROM words WHERE field = ? AND value = ?"
_RETIRE = (
    "DELETE FROM words WHERE word = ? AND NOT EXISTS"
    " (SELECT 1 FROM mentions WHERE mentions.word = words.word)"
)
_decoder: msgspec.msgpack.Decoder[Role] = msgspec.msgpack.Decoder(Role)


class Vocabulary:
    """Numbers words; used under the writer's lock, within its transactions."""

    def __init__(
        self,
        writer: sqlite3.Connection,
        most_values: int = MOST_VALUES,
    ) -> None:
        self._writer = writer
        self._services = Variety(TEXTS, most_values)
        self._causes = Variety((PATH,), most_values)
        self._known: dict[bytes | Word, int] = {}
        (latest,) = writer.execute("SELECT max(word) FROM words").fetchone()
        self._next: int = (latest or 0) + 1
        self._remember()

    def words_of(self, summary: Summary | None) -> Words:
        """A trace's words; none for a trace that nobody sees."""
        if summary is None or not is_visible(summary):
            return {}
        if len(self._known) > CACHED_WORDS:
            self._known.clear()
        found: Words = {}
        for seen, calls in service_roles(summary):
            self._add_service(seen, calls, found)
        for kind, cause in cause_roles(summary):
            self._add_cause(kind, cause, found)
        return found

    def retire(self, words: Iterable[int]) -> None:
        """Words that a trace has no more are gone if no other trace has them."""
        retired = self._writer.executemany(_RETIRE, [(word,) for word in words])
        if retired.rowcount > 0:
            self.forget()

    def forget(self) -> None:
        """What the table may not have: after a transaction that failed, say."""
        self._known.clear()

    def _add_service(self, seen: Occurrence, calls: list[Call], found: Words) -> None:
        name = seen.service.name
        loose = self._services.loose(name)
        row = loosened_row(seen, calls, loose) if loose else service_row(seen, calls)
        role = encoded(row)
        word = self._known.get(role)
        if word is None:
            word, is_new = self._looked_up(role, ROLE, role)
            if is_new:
                self._services.learn(name, texts(seen, calls))
        _add(found, word, service_figures(seen, calls))
        if loose:
            self._add_texts(seen, calls, loose, found)

    def _add_texts(
        self,
        seen: Occurrence,
        calls: list[Call],
        loose: frozenset[str],
        found: Words,
    ) -> None:
        for field, value in texts(seen, calls):
            if is_loose(field, loose):
                text = (field, stored(value))
                word = self._known.get(text)
                if word is None:
                    word, _ = self._looked_up(text, *text)
                found[word] = NO_FIGURES

    def _add_cause(self, kind: str, cause: RootCause, found: Words) -> None:
        name = _name_of(kind, cause)
        role = encoded(cause_row(kind, cause, self._causes.loose(name)))
        word = self._known.get(role)
        if word is None:
            word, is_new = self._looked_up(role, ROLE, role)
            if is_new:
                self._causes.learn(name, ())
        _add(found, word, cause_figures(cause))

    def _looked_up(
        self, known_as: bytes | Word, field: str, value: Stored
    ) -> tuple[int, bool]:
        """The word's number, and whether it is a new one."""
        word = self._next
        added = self._writer.execute(_ADD, (word, field, value))
        is_new = added.rowcount == 1
        if is_new:
            self._next += 1
        else:
            (word,) = self._writer.execute(_FIND, (field, value)).fetchone()
        self._known[known_as] = word
        return word, is_new

    def _remember(self) -> None:
        rows = self._writer.execute(
            "SELECT value FROM words WHERE field = ? ORDER BY word DESC"
            f" LIMIT {REMEMBERED_ROLES}",
            (ROLE,),
        ).fetchall()
        for (value,) in rows:
            role = decoded_role(value)
            if isinstance(role, ServiceRole):
                self._services.remember(role.service.name, role.loose)
            else:
                self._causes.remember(_name_of(role.kind, role.cause), role.loose)


def _name_of(kind: str, cause: RootCause) -> str:
    """Causes that begin in the same service are a service's roles, as it were."""
    return f"{kind} {cause.services[0].service.name if cause.services else ''}"


def _add(found: Words, word: int, figures: Figures) -> None:
    """A service may take part twice in the same role."""
    known = found.get(word)
    if known is not None:
        figures = (min(known[0], figures[0]), max(known[1], figures[1]))
    found[word] = figures


def packed(words: Words) -> bytes:
    """Eight bytes for each number, then all of the least figures, then the most."""
    least, most = zip(*words.values(), strict=True) if words else ((), ())
    figures = array("f", least).tobytes() + array("f", most).tobytes()
    return array("q", words).tobytes() + figures


def unpacked(blob: bytes) -> array[int]:
    """The numbers alone."""
    return array("q", blob[: len(blob) // 2])


def unpacked_figures(blob: bytes) -> tuple[array[float], array[float]]:
    """The least and the most of each word's figures, in the order of the numbers."""
    middle, size = len(blob) // 2, len(blob) // 4
    return array("f", blob[middle : middle + size]), array("f", blob[middle + size :])


def decoded_role(value: bytes) -> Role:
    return _decoder.decode(value)


def stored(value: Scalar) -> Stored:
    """As the table keeps it; bytes where that is not the whole value."""
    match value:
        case bool():
            return int(value)
        case int():
            return value if abs(value) <= _LARGEST else b""
        case str():
            whole = len(value) <= _LONGEST
            return value if whole else value[:_LONGEST].encode()
        case float():
            return value
