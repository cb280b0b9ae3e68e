"""A formula holds of every trace that its expression matches, whatever is loose."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xray_local.model.role import PATH, LoneRole, Role, lone
from xray_local.model.segment import Received, Scalar
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.query.expression import compile_filter, parse
from xray_local.query.formula import ALWAYS, NEVER, formula_of
from xray_local.query.plan import (
    AllOf,
    ColumnCondition,
    Figures,
    Formula,
    OneOf,
    RoleTest,
    Unless,
    WordTest,
)
from xray_local.query.syntax import Tree
from xray_local.store.roles import (
    TEXTS,
    cause_figures,
    cause_roles,
    cause_row,
    is_loose,
    loosened_row,
    service_figures,
    service_roles,
    texts,
)

from tests.contract.random_traces import BATCHES
from tests.contract.traces import summaries_of
from tests.unit.query.conditions import columns, compares
from tests.unit.query.trees import SUMMARIES, trees

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Role] = msgspec.msgpack.Decoder(Role)

LOOSE = st.sets(st.sampled_from([*TEXTS, "annotation.category", PATH])).map(frozenset)


class Known:
    """What a store keeps of a trace where these fields are loose."""

    def __init__(self, summary: Summary, loose: frozenset[str]) -> None:
        self.summary = summary
        self.columns = columns(summary)
        self.roles = [*roles_of(summary, loose)]
        self.figures = [service_figures(*each) for each in service_roles(summary)]
        self.figures += [cause_figures(cause) for _, cause in cause_roles(summary)]
        self.texts = {
            text
            for seen, calls in service_roles(summary)
            for text in texts(seen, calls)
            if is_loose(text[0], loose)
        }

    def fulfils(self, formula: Formula) -> bool:
        match formula:
            case AllOf(parts):
                return all(map(self.fulfils, parts))
            case OneOf(parts):
                return any(map(self.fulfils, parts))
            case ColumnCondition(column, comparison, value):
                known = self.columns[column]
                return known is not None and compares(known, comparison, value)
            case Unless(condition):
                return not self.fulfils(condition)
            case RoleTest():
                return self.passes(formula) is formula.present

    def passes(self, test: RoleTest) -> bool:
        return any(
            test.admits(role)
            and all(map(self.has, test.words(role.loose)))
            and are_among(test.figures, figures)
            for role, figures in zip(self.roles, self.figures, strict=True)
        )

    def has(self, test: WordTest) -> bool:
        return any(
            field == test.field and (value == test.exactly or test.accepts(value))
            for field, value in self.texts
        )


def roles_of(summary: Summary, loose: frozenset[str]) -> Iterator[LoneRole]:
    rows = [loosened_row(*each, loose) for each in service_roles(summary)]
    rows += [cause_row(*each, loose) for each in cause_roles(summary)]
    return (lone(_decoder.decode(_encoder.encode(row))) for row in rows)


def are_among(asked: Figures | None, known: tuple[float, float]) -> bool:
    least, most = known
    return asked is None or (most >= asked.at_least and least <= asked.at_most)


def formula(expression: str, by: TimeRangeType = TimeRangeType.TRACE_ID) -> Formula:
    return formula_of(parse(expression), by)


@settings(deadline=None)
@given(trees(), LOOSE)
def test_no_match_is_lost(tree: Tree, loose: frozenset[str]) -> None:
    """Every sort of root, each text loose or not."""
    said, matches = formula_of(tree, TimeRangeType.TRACE_ID), compile_filter(tree)
    lost = [
        each
        for each in SUMMARIES[:: 7 + len(loose)]
        if matches(each) and not Known(each, loose).fulfils(said)
    ]

    assert lost == [], str(tree)


@settings(max_examples=60, deadline=None)
@given(BATCHES, st.lists(trees(), min_size=1, max_size=8), LOOSE, st.floats(0, 300))
def test_no_match_is_lost_among_traces_as_they_come(
    batches: list[list[Received]],
    expressions: list[Tree],
    loose: frozenset[str],
    seconds: float,
) -> None:
    """With calls, root causes, several roots, by either sort of time."""
    summaries = summaries_of([document for batch in batches for document in batch])
    for by in (TimeRangeType.TRACE_ID, TimeRangeType.SERVICE):
        window = Window(29_166_668 * 60.0, 29_166_668 * 60.0 + seconds)
        ending_in = window if by is TimeRangeType.SERVICE else None
        for tree in expressions:
            said = formula_of(tree, by)
            matches = compile_filter(tree, ending_in=ending_in)
            for each in summaries.values():
                known = Known(each, loose)

                assert known.fulfils(said) or not matches(each), (str(tree), by)


@pytest.mark.parametrize(
    "expression",
    [
        'user CONTAINS "lic"',
        'http.useragent = "curl/8"',
        "annotation.attempts > 1",
        '!service("names")',
        'service("verb-6") { http.status = 404 AND !fault }',
        'service(id(type: "AWS::DynamoDB::Table"))',
        'edge("names", "verb-6") { error }',
        'rootcause.fault.exception { message CONTAINS "taken" }',
        'rootcause.json = #[{"ClientImpacting": true}]',
    ],
)
def test_texts_and_outcomes_are_asked_of_roles(expression: str) -> None:
    assert isinstance(formula(expression), RoleTest)


def test_the_same_part_is_asked_once() -> None:
    assert formula('user = "a"') == formula('user = "a" AND (user = "a" OR user = "a")')


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("", ALWAYS),
        ('group.name = "nobody"', NEVER),
        ('group.name != "nobody"', ALWAYS),
        ('duration = "slow"', NEVER),
        ('http.status != "200" OR fault = "maybe"', NEVER),
        ('user = "a" AND duration = true', NEVER),
        ("!(ok AND http.url = 3)", ALWAYS),
    ],
)
def test_what_is_decided_before_anything_is_read(
    expression: str, expected: Formula
) -> None:
    assert expected == formula(expression)


def test_what_only_a_time_decides_is_asked_of_no_role_that_must_be_missing() -> None:
    """`!service("a") { responsetime > 2 }`: the service may be there, and quick."""
    (quick,) = (each for each in SUMMARIES[:1])
    name = quick.occurrences[0].service.name
    said = formula(f'!service("{name}") {{ responsetime > 1000 }}')

    assert Known(quick, frozenset()).fulfils(said)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('service("a") { responsetime > 2 }', Figures(at_least=1.999)),
        ('edge("a", "b") { duration <= 2 AND !fault }', Figures(at_most=2.001)),
        ("service() { responsetime = 2 }", Figures(1.999, 2.001)),
        ("service() { responsetime = 2 OR fault }", None),
        ("service() { !(responsetime < 2) }", None),
        ('service() { responsetime < "2" }', None),
    ],
)
def test_times_in_braces_are_asked_of_the_role(
    expression: str, expected: Figures | None
) -> None:
    tests = formula(expression)
    parts = tests.parts if isinstance(tests, AllOf) else (tests,)
    (figures,) = (each.figures for each in parts if isinstance(each, RoleTest))

    assert expected == figures


def test_by_service_times_a_service_may_have_ended_elsewhere() -> None:
    """So that it is there says nothing about a NOT."""
    assert formula('!service("names")', TimeRangeType.SERVICE) == ALWAYS


def test_loose_texts_are_asked_for_by_themselves() -> None:
    """With the value, where only one will do."""
    said = formula('service("names") { annotation.order = "A-17" AND fault }')
    assert isinstance(said, RoleTest)
    (word,) = said.words(("annotation.order",))

    assert (word.field, word.exactly) == ("annotation.order", "A-17")
    assert said.words(()) == ()


@pytest.mark.parametrize("value", ["A-17", "", "a17"])
def test_a_loose_text_is_accepted_as_the_comparison_says(value: Scalar) -> None:
    said = formula('annotation.order BEGINSWITH "A-"')
    assert isinstance(said, RoleTest)
    (word,) = said.words(("annotations",))

    assert str(value).startswith("A-") is word.accepts(value)
    assert word.exactly is None
