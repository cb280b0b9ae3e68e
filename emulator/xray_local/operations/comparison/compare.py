"""Two sets of traces compared, part by part: what is known so far, and how far it got.

Each set is a question of its own. Their windows are looked through in turn, newest
first, and nothing is read ahead: whoever iterates decides whether to go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from xray_local.model.position import Position
from xray_local.model.summary import Summary
from xray_local.model.window import Window
from xray_local.operations.backend import Backend
from xray_local.operations.breakdown.tally import Tally
from xray_local.operations.comparison.asked import Asked, asked_by
from xray_local.operations.comparison.findings import Compared, compare_tables
from xray_local.operations.comparison.tables import Tables
from xray_local.operations.portion import Question, look_through, read_question
from xray_local.query.expression import compile_filter, parse
from xray_local.query.syntax import Everything, Not


@dataclass(slots=True)
class Side:
    """One of the sets as far as it is known; `total` traces are in its window."""

    question: Question
    tally: Tally
    scanned: int = 0
    total: int | None = None
    after: Position | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """`in_both` of the first set's traces are in the second as well."""

    sides: tuple[Side, Side]
    tables: Tables
    in_both: int
    asked: Asked
    compared: Compared

    @property
    def done(self) -> bool:
        return all(side.done for side in self.sides)


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of the traces in both windows have been looked at."""

    scanned: int
    traces: int


def rest_of(question: Question) -> Question:
    """All that is in the window and not in the set. Raises ExpressionError.

    Of a set that is all of its window nothing is left: an empty window.
    """
    window, tree = question.window, parse(question.expression)
    if isinstance(tree, Everything):
        return Question(Window(window.start, window.start))
    return Question(window, str(Not(tree)))


def compare(
    backend: Backend, first: Question, second: Question
) -> Iterator[Progress | Comparison]:
    """What is known is told after 1, 2, 4, 8 ... parts, and at the end.

    Raises ExpressionError or InvalidRequest before anything is read.
    """
    (tree, _), (other, _) = (read_question(backend, each) for each in (first, second))
    asked = asked_by(tree, other)
    sides = (Side(first, Tally(first.window)), Side(second, Tally(second.window)))
    seen = _Seen(sides, compile_filter(other))

    def known() -> Comparison:
        sizes = (sides[0].tally.all.traces, sides[1].tally.all.traces)
        compared = compare_tables(seen.tables, sizes, asked)
        return Comparison(sides, seen.tables, seen.in_both, asked, compared)

    def steps() -> Iterator[Progress | Comparison]:
        for parts, progress in enumerate(_looked(backend, sides, seen), start=1):
            yield progress
            over = all(side.done for side in sides)
            if not over and parts.bit_count() == 1:
                yield known()
        yield known()

    return steps()


class _Seen:
    """What has been counted of both sets."""

    def __init__(
        self, sides: tuple[Side, Side], in_second: Callable[[Summary], bool]
    ) -> None:
        self.tables = Tables()
        self.in_both = 0
        self._sides = sides
        self._in_second = in_second

    def add(self, which: int, trace: Summary) -> None:
        self._sides[which].tally.add(trace)
        self.tables.add(which, trace)
        if which == 0:
            window = self._sides[1].question.window
            self.in_both += trace.start in window and self._in_second(trace)


def _looked(
    backend: Backend, sides: tuple[Side, Side], seen: _Seen
) -> Iterator[Progress]:
    """A part of the one set, a part of the other, until both are over."""
    while not all(side.done for side in sides):
        for which, side in enumerate(sides):
            if side.done:
                continue
            see = partial(seen.add, which)
            part = look_through(backend, side.question, side.after, see)
            side.scanned += part.scanned
            if part.total is not None:
                side.total = part.total
            side.after, side.done = part.next, part.next is None
        yield Progress(
            sum(side.scanned for side in sides),
            sum(side.total or 0 for side in sides),
        )
