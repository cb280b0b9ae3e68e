"""Every expression of the corpus is taken, or refused in the right words and place."""

from __future__ import annotations

import re

import pytest
from xray_local.errors import ExpressionError
from xray_local.query.expression import compile_filter, parse
from xray_local.query.fields import FIELDS
from xray_local.query.parse import read
from xray_local.query.words import CAUSES

from tests.unit.query.corpus import CHECK_FAILS, FINDS, PARSE_FAILS, VALID, Refused
from tests.unit.query.summaries import TRACES


@pytest.mark.parametrize("expression", [*VALID, *FINDS])
def test_canonical_spelling_means_the_same(expression: str) -> None:
    """A tree printed and parsed again is the same tree."""
    tree = parse(expression)

    assert tree == parse(str(tree))


@pytest.mark.parametrize("case", PARSE_FAILS, ids=lambda case: case.expression)
def test_grammar_refuses(case: Refused) -> None:
    """A mistake in the text is refused in X-Ray's words, at its place."""
    with pytest.raises(ExpressionError) as raised:
        read(case.expression)

    assert_says(case, raised.value)


@pytest.mark.parametrize("case", CHECK_FAILS, ids=lambda case: case.expression)
def test_check_refuses(case: Refused) -> None:
    """What can never mean anything parses, and is refused all the same."""
    read(case.expression)

    with pytest.raises(ExpressionError) as raised:
        parse(case.expression)

    assert_says(case, raised.value)


def assert_says(case: Refused, error: ExpressionError) -> None:
    place = f"Error Location: line 1, position {case.position} : "

    assert place + case.reason == str(error)
    assert case.position - 1 == error.position
    assert case.length == error.length
    assert case.suggestion == error.suggestion
    assert set(case.expects) <= set(error.expected)


@pytest.mark.parametrize("expression", FINDS)
def test_finds(expression: str) -> None:
    """An expression finds exactly the traces that the corpus names."""
    matches = compile_filter(parse(expression))

    assert FINDS[expression] == [
        name for name, trace in TRACES.items() if matches(trace)
    ]


@pytest.mark.parametrize("word", [*FIELDS, *CAUSES])
def test_every_keyword_is_in_the_corpus(word: str) -> None:
    """A new row in the table of keywords brings a case with it."""
    words = {
        found.lower()
        for expression in [*VALID, *FINDS]
        for found in re.findall(r"[\w.]+", expression)
    }

    assert word in words
