"""What must hold of any tree, not only of those that somebody thought of."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xray_local.errors import ExpressionError
from xray_local.model.window import TimeRangeType, Window
from xray_local.query.expression import Tree, compile_filter, parse, plan_of
from xray_local.query.syntax import And, Not, Or

from tests.unit.query.conditions import fulfils
from tests.unit.query.trees import STRANGE_LITERALS, SUMMARIES, trees

quick = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@quick
@given(trees(STRANGE_LITERALS))
def test_canonical_spelling_parses_to_the_same_tree(tree: Tree) -> None:
    assert tree == parse(str(tree))


@quick
@given(trees())
def test_plan_never_excludes_what_matches(tree: Tree) -> None:
    """A store may over-return, never under-return: so may the plan."""
    plan = plan_of(tree, Window(0, 1), TimeRangeType.TRACE_ID)
    matches = compile_filter(tree)

    assert [
        (condition, summary)
        for condition in plan.conditions
        for summary in SUMMARIES
        if matches(summary) and not fulfils(summary, condition)
    ] == []


@quick
@given(trees(), trees())
def test_logic_is_boolean(one: Tree, other: Tree) -> None:
    """AND, OR and ! hold for every pair of filters, whatever they are about."""
    matches_one, matches_other = compile_filter(one), compile_filter(other)
    both = compile_filter(And((one, other)))
    either = compile_filter(Or((one, other)))
    neither = compile_filter(Not(Or((one, other))))
    for summary in SUMMARIES:
        a, b = matches_one(summary), matches_other(summary)

        assert (a and b) is both(summary)
        assert (a or b) is either(summary)
        assert (not a and not b) is neither(summary)


@quick
@given(st.text(max_size=40) | trees(STRANGE_LITERALS).map(str), st.data())
def test_any_text_is_read_or_refused_inside_itself(
    text: str, data: st.DataObject
) -> None:
    """Half an expression gets an error that points into it, never another exception."""
    cut = text[: data.draw(st.integers(0, len(text)))]
    try:
        parse(cut)
    except ExpressionError as error:
        assert 0 <= error.position <= len(cut)  # noqa: PT017 - both ways are fine
        assert error.position + error.length <= len(cut)  # noqa: PT017
