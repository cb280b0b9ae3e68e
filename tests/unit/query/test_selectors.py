"""Which occurrence a selector picked, and when it had to end: TimeRangeType Service."""

from __future__ import annotations

import pytest
from xray_local.model.window import Window
from xray_local.query.expression import compile_filter, compile_finder, parse

from tests.unit.query.summaries import (
    ADJECTIVE,
    BROKEN,
    NAMES,
    SLOW,
    UNFINISHED,
    T,
)

ROOT, HANDLER = SLOW.occurrences  # end at T + 2.3 and T + 2.1
FROM_CLIENT, TO_HANDLER = SLOW.calls  # end at T + 2.3 and T + 2.2


@pytest.mark.parametrize(
    ("expression", "start", "end", "found"),
    [
        ('service("adjective-4")', 2.0, 2.2, True),
        ('service("adjective-4")', 2.1, 2.2, True),  # both bounds included
        ('service("adjective-4")', 2.0, 2.1, True),
        ('service("adjective-4")', 2.2, 9.0, False),  # its own end, not the trace's
        ('service("adjective-4")', -1.0, 1.0, False),  # the start does not count
        ("service()", 2.25, 2.35, True),
        ('service() { name = "adjective-4" }', 2.25, 2.35, False),
        ('edge("names", "adjective-4")', 2.15, 2.25, True),  # the caller's end
        ('edge("names", "adjective-4")', 2.05, 2.15, False),
        ("responsetime > 2", 100.0, 200.0, True),  # no selector, nothing to ask of
    ],
)
def test_selector_accepts_only_what_ended_in_the_window(
    expression: str, start: float, end: float, found: bool
) -> None:
    window = Window(T + start, T + end)

    assert found is compile_filter(parse(expression), ending_in=window)(SLOW)


def test_what_is_open_ended_in_no_window() -> None:
    anywhen = Window(0, 2 * T)

    assert not compile_filter(parse("service()"), ending_in=anywhen)(UNFINISHED)


@pytest.mark.parametrize(
    ("expression", "picked"),
    [
        ('service("adjective-4")', HANDLER),
        ("service()", ROOT),
        ('service() { annotation.attempts = 3 } AND service("names")', HANDLER),
        ('edge("names", "adjective-4")', TO_HANDLER),
        ('edge(id(type: "client"), "names")', FROM_CLIENT),
        ('service("verb-6") OR edge("names", "adjective-4")', TO_HANDLER),
        ('!service("verb-6") AND service("names")', ROOT),
        ('service("verb-6") OR ok', None),
    ],
)
def test_first_selector_that_finds_something_names_it(
    expression: str, picked: object
) -> None:
    """MatchedService and MatchedEdge come from selectors that are not negated."""
    find = compile_finder(parse(expression))

    assert find is not None
    assert picked is find(SLOW)


@pytest.mark.parametrize("expression", ["", "ok", '!service("names")'])
def test_no_selector_no_finder(expression: str) -> None:
    assert compile_finder(parse(expression)) is None


def test_window_decides_between_occurrences_of_one_service() -> None:
    """The finder and the filter look at the same occurrences."""
    window = Window(T + 2.25, T + 9)
    find = compile_finder(parse("service()"), ending_in=window)

    assert find is not None
    assert find(SLOW).service == NAMES  # type: ignore[union-attr]
    assert find(BROKEN) is None
    assert HANDLER.service == ADJECTIVE
