"""What traces are counted by, and that each count is what its condition finds."""

from __future__ import annotations

import pytest
from xray_local.errors import InvalidRequest
from xray_local.model.outcome import Outcome
from xray_local.model.segment import Scalar
from xray_local.model.summary import RootCause, Summary
from xray_local.model.window import Window
from xray_local.operations.breakdown.attributes import ATTRIBUTES, attribute
from xray_local.operations.breakdown.tally import COLUMNS, Counts, Tally, row_of
from xray_local.query.expression import compile_filter, parse

from tests.unit.query.summaries import (
    ERROR,
    FAULT,
    THROTTLED,
    TRACES,
    VERB_FAILED,
    T,
    a_request,
    a_root,
    a_summary,
)
from tests.unit.query.trees import SUMMARIES

MINUTE = Window(T, T + 60)
REFUSED = a_summary(
    a_root(0.1, ERROR),
    error_causes=(RootCause((VERB_FAILED,), client_impacting=True),),
)
EVERY_SORT = [*SUMMARIES, *TRACES.values(), REFUSED]
NAMED = [*ATTRIBUTES, "annotation.category", "annotation.attempts", "annotation.cached"]


def tallied(by: str | None, *traces: Summary) -> Tally:
    tally = Tally(MINUTE, None if by is None else attribute(by))
    for trace in traces:
        tally.add(trace)
    return tally


def counted(tally: Tally) -> list[tuple[Scalar, int]]:
    return [(value, counts.traces) for value, counts in tally.most_frequent(9)]


@pytest.mark.parametrize("name", NAMED)
def test_a_value_counts_the_traces_that_its_condition_finds(name: str) -> None:
    """In traces of every sort; the condition survives being written and read."""
    tally, by = tallied(name, *EVERY_SORT), attribute(name)

    found = {
        key: sum(map(compile_filter(parse(str(by.condition(key[1])))), EVERY_SORT))
        for key in tally.values
    }

    assert found == {key: counts.traces for key, counts in tally.values.items()}
    assert found, "no trace has a value: nothing was compared"


def test_true_is_not_one() -> None:
    traces = [
        a_summary(a_root(), annotations={"a": each}) for each in ((True, 1), (1,))
    ]

    assert counted(tallied("annotation.a", *traces)) == [(1, 2), (True, 1)]
    assert str(attribute("annotation.a").condition(True)) == "annotation[a] = true"


def test_a_trace_counts_once_for_a_value_that_it_has_twice() -> None:
    trace = a_summary(a_root(), annotations={"word": ("a", "b", "a")})

    assert sorted(counted(tallied("annotation.word", trace))) == [("a", 1), ("b", 1)]


@pytest.mark.parametrize("name", ["", "annotation.", "http", "responsetime"])
def test_what_is_no_attribute_is_refused_with_those_that_are(name: str) -> None:
    with pytest.raises(InvalidRequest, match=r"service, type, .*annotation\.KEY"):
        attribute(name)


def test_outcomes_and_response_times_add_up() -> None:
    fine = a_summary(a_root(0.25))
    failed = a_summary(a_root(0.75, FAULT), http=a_request(500))
    unfinished = a_summary(a_root(None))

    counts = tallied(None, fine, failed, THROTTLED, unfinished).all

    assert isinstance(counts, Counts)
    assert counts.by_outcome == {
        Outcome.OK: 2,
        Outcome.ERROR: 0,
        Outcome.THROTTLE: 1,
        Outcome.FAULT: 1,
    }
    assert (counts.traces, counts.timed) == (4, 3)
    assert counts.seconds == pytest.approx(1.0 + (THROTTLED.response_time or 0))


def test_cells_are_by_start_and_by_response_time() -> None:
    early = a_summary(a_root(0.01), start=T)
    late = a_summary(a_root(1.0), start=T + 59.9)
    unfinished = a_summary(a_root(None))

    cells = tallied(None, early, late, late, unfinished).cells

    assert {cell: sum(each.values()) for cell, each in cells.items()} == {
        (0, 32): 1,
        (COLUMNS - 1, 96): 2,
    }


@pytest.mark.parametrize(
    ("seconds", "row"),
    [
        (0.0, 0),
        (0.001, 0),
        (0.00107, 0),
        (0.00108, 1),
        (0.01, 32),
        (1.0, 96),
        (10, 128),
    ],
)
def test_rows_are_of_equal_ratio(seconds: float, row: int) -> None:
    assert row_of(seconds) == row
