"""Which words a role test means, and whether a trace has them.

A test is asked of each role of the vocabulary once; what comes of it is a few sets of
numbers, and a trace is tested by its own. Of roles that leave texts out, a trace must
have the texts as well.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import inf

from xray_local.model.role import LoneRole, lone
from xray_local.query.plan import Figures, RoleTest, WordTest
from xray_local.store.spelling import ROLE, stored, unpacked, unpacked_figures
from xray_local.store.vocabulary import decoded_role

KEPT_ROLES = 50_000
"""Decoded in memory; what a service has more of is loose, so few stores have as many."""

MOST_TEXTS = 20_000
"""Of one loose field that a test may accept; if there are more, it is not used."""

_PRECISION = 1e-6
"""Figures are kept with four bytes each."""

_WORDS_OF_FIELD = "SELECT word, value FROM words WHERE field = ?"
_PARTIAL_VALUES = f"{_WORDS_OF_FIELD} AND value >= x''"  # bytes sort last


class KnownRoles:
    """The vocabulary's roles, decoded once; any thread may ask with its connection."""

    def __init__(self) -> None:
        self._kept: tuple[Roles, int] = ({}, 0)  # and the latest word among them

    def read(self, reader: sqlite3.Connection) -> Roles:
        """Every role that the connection sees, and maybe some that are gone."""
        roles, upto = self._kept
        rows = reader.execute(
            f"{_WORDS_OF_FIELD} AND word > ?", (ROLE, upto)
        ).fetchall()
        if not rows:
            return roles
        roles = roles | {word: lone(decoded_role(value)) for word, value in rows}
        if len(roles) <= KEPT_ROLES:
            self._kept = roles, max(roles)
        return roles


Roles = dict[int, LoneRole]


@dataclass(slots=True)
class _Alike:
    """Admitted roles that leave out the same, and the words that must be there, too."""

    roles: set[int] = field(default_factory=set)
    texts: list[set[int]] = field(default_factory=list)

    def among(self, words: Sequence[int]) -> bool:
        return not self.roles.isdisjoint(words) and not any(
            some.isdisjoint(words) for some in self.texts
        )

    @property
    def telling(self) -> set[int]:
        """A set of which every trace that is meant has one: the one that tells most."""
        return min((self.roles, *self.texts), key=len)


class Meant:
    """What one test means in this vocabulary."""

    def __init__(self, test: RoleTest, groups: Iterable[_Alike]) -> None:
        self.test = test
        self._groups = tuple(groups)
        self.roles = set[int]().union(*(group.roles for group in self._groups))

    def __repr__(self) -> str:
        return f"Meant({self.test.text!r}, {len(self.roles)} roles)"

    @property
    def telling(self) -> set[int]:
        """Every trace that fits has one of these words; for tests of what is present."""
        return set().union(*(group.telling for group in self._groups))

    def function(self) -> Callable[[bytes], bool]:
        """Whether a trace may match, by its packed words; made for a long walk."""
        present = self.test.present
        if len(self._groups) == 1 and not self._groups[0].texts:
            absent = self.roles.isdisjoint
            among = (
                (lambda blob: not absent(unpacked(blob)))
                if present
                else (lambda blob: absent(unpacked(blob)))
            )
        else:
            among = self._among
        return among if self.test.figures is None else self._with_figures(among)

    def _among(self, blob: bytes) -> bool:
        words = unpacked(blob)
        for group in self._groups:
            if group.among(words):
                return self.test.present
        return not self.test.present

    def _with_figures(self, among: Callable[[bytes], bool]) -> Callable[[bytes], bool]:
        """Some admitted role must have figures that the test asks for."""
        roles, figures = self.roles, self.test.figures or Figures()
        at_least = figures.at_least - abs(figures.at_least) * _PRECISION
        at_most = figures.at_most + abs(figures.at_most) * _PRECISION

        def fits(blob: bytes) -> bool:
            least, most = unpacked_figures(blob)
            if min(least, default=inf) > at_most or max(most, default=-inf) < at_least:
                return False  # sooner said of all words than of each
            for word, low, high in zip(unpacked(blob), least, most, strict=True):
                if high >= at_least and low <= at_most and word in roles:
                    return among(blob)
            return False

        return fits


def meant_by(test: RoleTest, roles: Roles, reader: sqlite3.Connection) -> Meant:
    groups: dict[tuple[str, ...], _Alike] = {}
    for word, role in roles.items():
        if test.admits(role):
            groups.setdefault(role.loose, _Alike()).roles.add(word)
    for loose, group in groups.items():
        accepted = (_accepted(reader, each) for each in test.words(loose))
        group.texts = [words for words in accepted if words is not None]
    return Meant(test, (group for group in groups.values() if all(group.texts)))


def _accepted(reader: sqlite3.Connection, test: WordTest) -> set[int] | None:
    """None if there are too many to be of use."""
    if test.exactly is not None:
        rows = reader.execute(
            f"{_WORDS_OF_FIELD} AND value = ?", (test.field, stored(test.exactly))
        ).fetchall()
        rows += reader.execute(_PARTIAL_VALUES, (test.field,)).fetchall()
        return {word for word, _ in rows}
    found: set[int] = set()
    for word, value in reader.execute(_WORDS_OF_FIELD, (test.field,)):
        if isinstance(value, bytes) or test.accepts(value):
            found.add(word)
            if len(found) > MOST_TEXTS:
                return None
    return found
