"""Expressions from outside: however long or deep, an answer or an ExpressionError."""

from __future__ import annotations

import time

import pytest
from xray_local.errors import ExpressionError
from xray_local.model.window import TimeRangeType, Window
from xray_local.query.expression import (
    compile_filter,
    compile_finder,
    fill_groups,
    parse,
    plan_of,
)
from xray_local.query.parse import MAX_DEPTH, MAX_LENGTH

from tests.unit.query.summaries import FINE

DEEPEST = {
    "brackets": "(" * MAX_DEPTH + "ok" + ")" * MAX_DEPTH,
    "negations": "!" * MAX_DEPTH + "ok",
    "two levels a bracket": "ok OR ok AND (" * MAX_DEPTH + "ok" + ")" * MAX_DEPTH,
    "in a block": "service() {"
    + "ok OR ok AND (" * (MAX_DEPTH - 1)
    + "ok"
    + ")" * (MAX_DEPTH - 1)
    + "}",
    "in JSON": "rootcause.json = #" + "[" * MAX_DEPTH + "]" * MAX_DEPTH,
}


@pytest.mark.parametrize("expression", DEEPEST.values(), ids=DEEPEST)
def test_deepest_expression_works_everywhere(expression: str) -> None:
    """What the cap lets through, no later pass runs out of stack on."""
    tree = fill_groups(parse(expression), expression, {"g": "ok"})
    compile_filter(tree)(FINE)
    compile_finder(tree)
    plan_of(tree, Window(0, 1), TimeRangeType.TRACE_ID)

    assert str(tree) == str(parse(str(tree)))


TOO_DEEP = {
    "brackets": ("(" * (MAX_DEPTH + 1) + "ok" + ")" * (MAX_DEPTH + 1), MAX_DEPTH),
    "negations": ("!" * (MAX_DEPTH + 1) + "ok", MAX_DEPTH),
    "words": ("not " * (MAX_DEPTH + 1) + "ok", 4 * MAX_DEPTH),
    "both": ("!(" * MAX_DEPTH + "ok" + ")" * MAX_DEPTH, MAX_DEPTH),
    "never closed": ("(" * 20_000, MAX_DEPTH),
    "JSON": ("rootcause.json = #" + "[" * 20_000, MAX_DEPTH + 18),
}


@pytest.mark.parametrize(("expression", "position"), TOO_DEEP.values(), ids=TOO_DEEP)
def test_deeper_expression_is_refused_where_it_gets_too_deep(
    expression: str, position: int
) -> None:
    """Nesting is capped long before Python's stack is."""
    with pytest.raises(ExpressionError, match="nested deeper than 128") as raised:
        parse(expression)

    assert position == raised.value.position


def test_brackets_side_by_side_are_not_deep() -> None:
    """The cap counts what is open, not how many there were."""
    expression = " AND ".join(["(!(ok))"] * 1000)

    assert compile_filter(parse(expression))(FINE) is False


def test_too_long_is_refused() -> None:
    expression = "ok " * MAX_LENGTH

    with pytest.raises(ExpressionError, match="longer than 32768") as raised:
        parse(expression)

    assert raised.value.position == MAX_LENGTH


HOSTILE = {
    "unclosed string": '"' + "\\\\" * 16_000,
    "escapes up to a bad one": '"' + "a\\n" * 10_000 + "\\x",
    "digits": "1" * 32_000,
    "digits and dots": "1." * 16_000,
    "one long word": "a" * 32_000,
    "one long keyword": "annotation." * 2_900,
    "open annotation": "annotation[" + " " * 32_000,
    "brackets": "annotation[" * 2_900,
    "blanks": "ok" + " " * 32_000 + "=",
}


@pytest.mark.parametrize("expression", HOSTILE.values(), ids=HOSTILE)
def test_refusing_takes_no_time(expression: str) -> None:
    """No text makes the lexer or the error's wording go back and forth."""
    begun = time.perf_counter()
    with pytest.raises(ExpressionError):
        parse(expression)

    assert time.perf_counter() - begun < 0.5
