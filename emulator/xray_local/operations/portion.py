"""A portion of a window, looked through newest first.

A window can hold any number of traces, so nothing here looks at all of them in one go: a
part is a fraction of a second's work and tells where the next one begins; so a window may
be of any length, too, which X-Ray's own list may not. Whoever asks adds the parts up,
shows how far it got, and stops by not asking any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xray_local.model.position import Position
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import groups
from xray_local.operations.backend import Backend
from xray_local.operations.traces import check_order
from xray_local.query.expression import (
    Tree,
    compile_filter,
    fill_groups,
    parse,
    plan_of,
)
from xray_local.query.plan import Plan
from xray_local.query.syntax import And, Everything, GroupReference, Operator

TRACES_PER_PART = 5000


@dataclass(frozen=True, slots=True)
class Question:
    """The traces that start in the window and that the expression admits."""

    window: Window
    expression: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """`scanned` of the window's traces were looked at for this part, those that an index
    could skip among them; `total` is how many the window has, told with the first part
    only. `next` is None at the window's end."""

    scanned: int
    total: int | None
    next: Position | None


def in_group(expression: str, group: str | None) -> str:
    """The expression for those of its traces that are in a group, too.

    Raises ExpressionError, whose position is one in the text that was given.
    """
    tree = parse(expression)
    if group is None:
        return expression
    member = GroupReference("name", Operator.EQ, group)
    return str(member if isinstance(tree, Everything) else And((member, tree)))


def read_question(backend: Backend, question: Question) -> tuple[Tree, Plan]:
    """Without looking at any trace. Raises ExpressionError or InvalidRequest."""
    window, expression = question.window, question.expression
    check_order(window)
    tree = fill_groups(parse(expression), expression, groups.references(backend))
    return tree, plan_of(tree, window, TimeRangeType.TRACE_ID)


def look_through(
    backend: Backend,
    question: Question,
    after: Position | None,
    see: Callable[[Summary], None],
) -> Progress:
    """Show the next of the traces that match. Raises ExpressionError or InvalidRequest."""
    tree, plan = read_question(backend, question)
    upto = _look(backend, tree, plan, after, see)
    return Progress(
        scanned=backend.store.count(plan, after, upto),
        total=backend.store.count(plan, None, None) if after is None else None,
        next=upto,
    )


def _look(
    backend: Backend,
    tree: Tree,
    plan: Plan,
    after: Position | None,
    see: Callable[[Summary], None],
) -> Position | None:
    """Where to go on; None when that was all."""
    admits = compile_filter(tree)
    summaries = backend.store.summaries(plan, after)
    for looked_at, summary in enumerate(summaries, start=1):
        if admits(summary):
            see(summary)
        if looked_at == TRACES_PER_PART:
            return Position(summary.start, summary.trace_id)
    return None
