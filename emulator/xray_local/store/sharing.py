"""What the processes that share a store tell each other, as values of the model.

Each knows its own at first hand and the others' as they told it last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import inf
from typing import Any, Generic, TypeVar

import msgspec

from xray_local.store.base import Board, Note

T = TypeVar("T")

MOST = 1_000_000


class Topic(Generic[T]):
    """One sort of value: its type, when a value was, and which older one it replaces."""

    def __init__(
        self,
        name: str,
        kind: type[T],
        at: Callable[[T], float],
        key: Callable[[T], str],
    ) -> None:
        self.name = name
        self._at = at
        self._key = key
        self._decoder = msgspec.msgpack.Decoder(kind)

    def note(self, value: T) -> Note:
        encoded = msgspec.msgpack.encode(value)
        return Note(self.name, self._key(value), self._at(value), encoded)

    def value(self, note: Note) -> T:
        return self._decoder.decode(note.value)


Told = tuple[Topic[T], Callable[[], Iterable[T]]]
"""What to tell of a topic, whenever it is asked."""


class Circle:
    """The processes that share a store, as one of them sees it: `process` is its name."""

    def __init__(self, board: Board, process: str) -> None:
        self._board = board
        self._process = process
        self._told: dict[tuple[str, str], bytes] = {}

    def others(
        self, topic: Topic[T], *, since: float = -inf, most: int = MOST
    ) -> list[T]:
        """What they told, newest first."""
        notes = self._board.told(
            topic.name, besides=self._process, since=since, most=most
        )
        return [topic.value(note) for note in notes]

    def tell(self, everything: Sequence[Told[Any]]) -> None:
        """Tells what has changed since it was last told. Not thread-safe."""
        notes = [
            topic.note(value) for topic, present in everything for value in present()
        ]
        news = [
            note
            for note in notes
            if self._told.get((note.topic, note.key)) != note.value
        ]
        self._board.tell(self._process, news)
        self._told = {(note.topic, note.key): note.value for note in notes}
