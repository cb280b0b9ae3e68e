"""What tells two sets of traces apart: strength, evidence, and what is no finding."""

from __future__ import annotations

from math import log
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xray_local.model.segment import Scalar
from xray_local.model.summary import Summary
from xray_local.operations.breakdown.attributes import ATTRIBUTES, attribute
from xray_local.operations.comparison import tables
from xray_local.operations.comparison.asked import Asked, asked_by
from xray_local.operations.comparison.findings import Compared, Row, compare_tables
from xray_local.operations.comparison.measure import Shares
from xray_local.operations.comparison.tables import Tables
from xray_local.query.expression import compile_filter, parse

from tests.unit.query.summaries import TRACES, a_root, a_summary, annotated
from tests.unit.query.trees import SUMMARIES

NOTHING = Asked(frozenset(), frozenset())
SIZES = st.integers(1, 300)


@st.composite
def shares(draw: st.DrawFn) -> Shares:
    of_a, of_b = draw(SIZES), draw(SIZES)
    return Shares(draw(st.integers(0, of_a)), of_a, draw(st.integers(0, of_b)), of_b)


def traces(count: int, first: int = 0, **annotations: Scalar) -> list[Summary]:
    """Traces that differ in their ids alone."""
    root = a_root(annotations=annotated(**annotations))
    return [
        a_summary(root, trace_id=f"1-6553f100-{number:024x}")
        for number in range(first, first + count)
    ]


def compared(a: list[Summary], b: list[Summary], asked: Asked = NOTHING) -> Compared:
    counted = Tables()
    for which, each in enumerate((a, b)):
        for trace in each:
            counted.add(which, trace)
    return compare_tables(counted, (len(a), len(b)), asked)


def findings(found: Compared) -> list[tuple[str, Scalar]]:
    return [(each.row.attribute, each.row.value) for each in found.findings]


@given(shares())
def test_strength_is_from_none_to_one_bit_and_the_same_from_either_side(
    seen: Shares,
) -> None:
    turned = Shares(seen.b, seen.of_b, seen.a, seen.of_a)

    assert 0 <= seen.bits <= 1
    assert seen.bits == pytest.approx(turned.bits)
    assert seen.delta == pytest.approx(-turned.delta)


@given(shares(), st.integers(2, 50))
def test_strength_does_not_grow_with_a_set(seen: Shares, times: int) -> None:
    larger = Shares(seen.a, seen.of_a, seen.b * times, seen.of_b * times)

    assert larger.bits == pytest.approx(seen.bits)


def test_all_of_one_and_none_of_the_other_is_a_whole_bit() -> None:
    assert Shares(60, 60, 0, 100_000).bits == 1
    assert Shares(6, 60, 10_000, 100_000).bits == 0
    assert Shares(0, 0, 5, 9).bits == 0


def test_the_statistic_is_that_of_the_textbook() -> None:
    """2 sum O ln(O/E): of a table of 10, 20, 30 and 5, by hand."""
    g = 2 * (
        10 * log(10 * 65 / (40 * 30))
        + 20 * log(20 * 65 / (25 * 30))
        + 30 * log(30 * 65 / (40 * 35))
        + 5 * log(5 * 65 / (25 * 35))
    )

    assert Shares(10, 30, 30, 35).g == pytest.approx(g)


@pytest.mark.parametrize(
    ("seen", "among", "expected"),
    [
        (Shares(5, 5, 0, 500), 1000, True),
        (Shares(4, 4, 0, 500), 1000, False),  # too few to say
        (Shares(500, 500, 4, 8), 1, False),  # all but four have it
        (Shares(30, 100, 20, 100), 1, False),  # chance does as well
        (Shares(300, 1000, 200, 1000), 1, True),  # as strong, and sure
        (Shares(75, 100, 56, 100), 1, True),
        (Shares(75, 100, 56, 100), 1000, False),  # one of a thousand looks like that
    ],
)
def test_what_chance_would_show_as_well_is_no_evidence(
    seen: Shares, among: int, expected: bool
) -> None:
    assert seen.beyond_chance(among) is expected


def test_the_value_that_all_of_one_set_have_is_first() -> None:
    slow = traces(20, handler="adjective-4", zone="a")
    rest = [
        *traces(60, 20, handler="adjective-5", zone="a"),
        *traces(40, 80, handler="adjective-6", zone="b"),
    ]

    found = compared(slow, rest)

    assert findings(found)[0] == ("annotation.handler", "adjective-4")
    assert found.findings[0].row.shares == Shares(20, 20, 0, 100)
    assert ("annotation.zone", "a") in findings(found)[1:]


def test_sets_that_do_not_differ_have_nothing_that_tells_them_apart() -> None:
    mixed = [*traces(30, word="a"), *traces(30, 30, word="b")]

    assert compared(mixed[::2], mixed[1::2]).findings == []
    assert compared(mixed, []).findings == []


def test_values_of_the_same_traces_are_one_finding() -> None:
    """The annotation that all the slow ones have says what the service's name says."""
    slow = traces(20, handler="x", fault="delay 2s")
    rest = traces(30, 20, handler="y")

    found = compared(slow, rest)
    also = {(row.attribute, row.value) for row in found.findings[0].also}

    assert len(found.findings) == 2
    assert {findings(found)[0]} | also == {
        ("annotation.handler", "x"),
        ("annotation.fault", "delay 2s"),
    }


def test_as_many_traces_need_not_be_the_same() -> None:
    """Two values that twenty traces have, each of its own."""
    a = [*traces(20, one=1), *traces(20, 20, two=2)]

    found = findings(compared(a, traces(40, 40)))

    assert ("annotation.one", 1) in found
    assert ("annotation.two", 2) in found


@pytest.mark.parametrize(
    ("expression", "attributes", "nodes"),
    [
        ("error", {"outcome", "http.status"}, set()),
        ("!(ok OR http.status = 404)", {"outcome", "http.status"}, set()),
        ('user = "alice" AND annotation.word', {"user", "annotation.word"}, set()),
        ("responsetime > 1.5", set(), set()),
        ('service("x") { fault }', set(), {("service", "x")}),
        ('edge("x", id(type: "T"))', set(), {("service", "x"), ("type", "T")}),
        (
            'rootcause.fault.exception { message = "no" }',
            {"rootcause.fault.message"},
            set(),
        ),
        (
            'rootcause.error.service { name = "x" }',
            {
                "rootcause.error.service",
                "rootcause.error.path",
                "rootcause.error.message",
            },
            set(),
        ),
    ],
)
def test_what_a_filter_asks_for(
    expression: str, attributes: set[str], nodes: set[tuple[str, str]]
) -> None:
    asked = asked_by(parse(expression))

    assert asked.attributes == attributes
    assert asked.nodes == nodes


def test_what_a_filter_asks_for_is_no_finding_in_other_words_either() -> None:
    """An annotation with the asked service's name, in its traces and no others."""
    a = traces(20, handler="names", word="far")
    b = [
        a_summary(a_root(), trace_id=each.trace_id, occurrences=(), calls=())
        for each in traces(20, 20)
    ]
    asked = asked_by(parse('service("names")'))

    [all_in_one] = compared(a, b).findings[:1]
    [left] = compared(a, b, asked).findings[:1]

    assert (all_in_one.row.attribute, all_in_one.row.value) == ("service", "names")
    assert {row.value for row in all_in_one.also} >= {"names", "far"}
    assert "names" not in {row.value for row in (left.row, *left.also)}
    assert "far" in {row.value for row in (left.row, *left.also)}


def test_each_count_is_what_the_condition_of_the_value_finds() -> None:
    """In traces of every sort, those of each set."""
    every = [*SUMMARIES, *TRACES.values()]
    a, b = every[::2], every[1::2]

    rows: list[Row] = [row for each in compared(a, b).rows.values() for row in each]

    assert len({row.attribute for row in rows}) > 12
    for row in rows:
        finds = compile_filter(
            parse(str(attribute(row.attribute).condition(row.value)))
        )
        assert (row.shares.a, row.shares.b) == (sum(map(finds, a)), sum(map(finds, b)))


def test_a_table_is_bounded_and_says_what_it_left_out() -> None:
    with patch.object(tables, "MOST_VALUES", 2), patch.object(tables, "MOST_KEYS", 1):
        counted = Tables()
        for number in range(4):
            each = annotated(order=number, other=1)
            counted.add(0, a_summary(a_root(annotations=each)))

    assert counted.by_name.keys() - ATTRIBUTES.keys() == {"annotation.order"}
    orders = counted.by_name["annotation.order"]
    assert [value for value, _ in orders] == [0, 1]
    assert orders.left_out == 2
