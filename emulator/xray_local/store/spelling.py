"""A trace's words, before they have numbers: derived of its summary and nothing else.

So any process may spell. What the words of a batch have in common is said once: all of
the mesh's traces have nine roles each, and some 150 between them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import NamedTuple

from xray_local.model.segment import Scalar
from xray_local.model.summary import Call, Occurrence, RootCause, Summary
from xray_local.store.matching import is_visible
from xray_local.store.packing import encoded
from xray_local.store.roles import (
    NO_FIGURES,
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
from xray_local.store.variety import Loose

ROLE = ""
"""The field of a role; a loose text has its own field's name."""

Stored = str | int | float | bytes
Word = tuple[str, Stored]

_LONGEST = 200
_LARGEST = 2**63 - 1


class Spelt(NamedTuple):
    """A trace's words, by their places in `Speller.words`, and its figures in each."""

    key: int
    start: float
    words: list[int]
    figures: bytes


class Speller:
    """Collects the words of many traces."""

    def __init__(self, loose: Loose) -> None:
        self.words: list[Word] = []
        self._places: dict[bytes | Word, int] = {}
        self._loose = loose

    def spell(self, key: int, summary: Summary) -> Spelt:
        """Of a trace that nobody sees, no words."""
        found: dict[int, Figures] = {}
        if is_visible(summary):
            for seen, calls in service_roles(summary):
                self._add_service(seen, calls, found)
            for kind, cause in cause_roles(summary):
                self._add_cause(kind, cause, found)
        return Spelt(key, summary.start, [*found], _packed_figures(found.values()))

    def _add_service(
        self, seen: Occurrence, calls: list[Call], found: dict[int, Figures]
    ) -> None:
        loose = self._loose.of_service(seen.service.name)
        row = loosened_row(seen, calls, loose) if loose else service_row(seen, calls)
        self._add_role(encoded(row), service_figures(seen, calls), found)
        if not loose:
            return
        for field, value in texts(seen, calls):
            if is_loose(field, loose):
                word = (field, stored(value))
                found[self._place(word, word)] = NO_FIGURES

    def _add_cause(
        self, kind: str, cause: RootCause, found: dict[int, Figures]
    ) -> None:
        loose = self._loose.of_cause(name_of_cause(kind, cause))
        self._add_role(
            encoded(cause_row(kind, cause, loose)), cause_figures(cause), found
        )

    def _add_role(
        self, role: bytes, figures: Figures, found: dict[int, Figures]
    ) -> None:
        place = self._places.get(role)
        if place is None:
            place = self._place(role, (ROLE, role))
        known = found.get(place)  # a service may take part twice in the same role
        if known is not None:
            figures = (min(known[0], figures[0]), max(known[1], figures[1]))
        found[place] = figures

    def _place(self, known_as: bytes | Word, word: Word) -> int:
        place = self._places.setdefault(known_as, len(self.words))
        if place == len(self.words):
            self.words.append(word)
        return place


def name_of_cause(kind: str, cause: RootCause) -> str:
    """Causes that begin in the same service are a service's roles, as it were."""
    return f"{kind} {cause.services[0].service.name if cause.services else ''}"


def stored(value: Scalar) -> Stored:
    """As the table of words keeps it; bytes where that is not the whole value."""
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


def packed(numbers: Iterable[int], figures: bytes) -> bytes:
    """Eight bytes for each number, then all of the least figures, then the most."""
    return array("q", numbers).tobytes() + figures


def unpacked(blob: bytes) -> array[int]:
    """The numbers alone."""
    return array("q", blob[: len(blob) // 2])


def unpacked_figures(blob: bytes) -> tuple[array[float], array[float]]:
    """The least and the most of each word's figures, in the order of the numbers."""
    middle, size = len(blob) // 2, len(blob) // 4
    return array("f", blob[middle : middle + size]), array("f", blob[middle + size :])


def _packed_figures(figures: Iterable[Figures]) -> bytes:
    least, most = array("f"), array("f")
    for low, high in figures:
        least.append(low)
        most.append(high)
    return least.tobytes() + most.tobytes()
