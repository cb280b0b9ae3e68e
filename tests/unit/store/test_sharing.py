"""What processes that share a store tell each other, and how seldom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xray_local.store.base import Note
from xray_local.store.sharing import Circle, Topic


class Word(NamedTuple):
    """Something to tell."""

    at: float
    key: str
    text: str


WORDS = Topic("words", Word, lambda word: word.at, lambda word: word.key)
OTHERS = Topic("others", Word, lambda word: word.at, lambda word: word.key)


class OnTheWall:
    """A board in memory, which remembers each time it is told something."""

    def __init__(self) -> None:
        self.times: list[Sequence[Note]] = []
        self._notes: dict[tuple[str, str, str], Note] = {}

    def tell(self, process: str, notes: Sequence[Note]) -> None:
        self.times.append(notes)
        for note in notes:
            self._notes[process, note.topic, note.key] = note

    def told(
        self, topic: str, *, besides: str, since: float, most: int
    ) -> Sequence[Note]:
        found = [
            note
            for (process, named, _), note in self._notes.items()
            if named == topic and process != besides and note.at >= since
        ]
        return sorted(found, key=lambda note: note.at, reverse=True)[:most]


def test_each_hears_what_the_others_told_and_not_itself() -> None:
    board = OnTheWall()
    one, other = Circle(board, "one"), Circle(board, "other")
    one.tell([(WORDS, lambda: [Word(1, "a", "early"), Word(2, "b", "late")])])
    other.tell([(OTHERS, lambda: [Word(3, "a", "elsewhere")])])

    assert other.others(WORDS) == [Word(2, "b", "late"), Word(1, "a", "early")]
    assert other.others(WORDS, most=1) == [Word(2, "b", "late")]
    assert other.others(WORDS, since=1.5) == [Word(2, "b", "late")]
    assert one.others(WORDS) == []


def test_only_what_has_changed_is_told_again() -> None:
    board = OnTheWall()
    one = Circle(board, "one")
    known = [Word(1, "a", "stays"), Word(1, "b", "before")]
    one.tell([(WORDS, lambda: known)])
    known[1] = Word(1, "b", "after")
    one.tell([(WORDS, lambda: known)])
    one.tell([(WORDS, lambda: known)])

    assert [[note.key for note in notes] for notes in board.times] == [
        ["a", "b"],
        ["b"],
        [],
    ]
    assert [word.text for word in Circle(board, "other").others(WORDS)] == [
        "stays",
        "after",
    ]


class Unreachable(OnTheWall):
    def tell(self, process: str, notes: Sequence[Note]) -> None:
        super().tell(process, notes)
        if len(self.times) == 1:
            raise ConnectionError


def test_what_could_not_be_told_is_told_the_next_time() -> None:
    board = Unreachable()
    one = Circle(board, "one")
    told = [(WORDS, lambda: [Word(1, "a", "text")])]
    try:
        one.tell(told)
    except ConnectionError:
        one.tell(told)

    assert [len(notes) for notes in board.times] == [1, 1]
