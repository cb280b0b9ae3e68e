"""A breakdown, portion by portion of a window."""

from __future__ import annotations

from dataclasses import dataclass

from xray_local.model.position import Position
from xray_local.operations.backend import Backend
from xray_local.operations.breakdown.attributes import Attribute
from xray_local.operations.breakdown.tally import Tally
from xray_local.operations.portion import Progress, Question, look_through


@dataclass(frozen=True, slots=True)
class Part:
    tally: Tally
    progress: Progress


def break_down(
    backend: Backend,
    question: Question,
    attribute: Attribute | None = None,
    after: Position | None = None,
) -> Part:
    """Raises ExpressionError or InvalidRequest."""
    tally = Tally(question.window, attribute)
    return Part(tally, look_through(backend, question, after, tally.add))
