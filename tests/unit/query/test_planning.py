"""What a plan says of an expression, and what it does not dare to say."""

from __future__ import annotations

from itertools import product

import pytest
from xray_local.model.segment import Scalar
from xray_local.model.window import TimeRangeType, Window
from xray_local.query import scopes, syntax
from xray_local.query.expression import compile_filter, parse, plan_of
from xray_local.query.fields import FIELDS
from xray_local.query.plan import (
    AnnotationCondition,
    AnyOf,
    Column,
    ColumnCondition,
    Comparison,
    Condition,
    ServiceCondition,
    Topic,
    TopicCondition,
)
from xray_local.query.syntax import Keyword, Not

from tests.unit.query.conditions import fulfils
from tests.unit.query.trees import SOME_LITERALS, SUMMARIES

WINDOW = Window(1000.0, 2000.0)


def conditions(expression: str) -> list[Condition]:
    plan = plan_of(parse(expression), WINDOW, TimeRangeType.TRACE_ID)
    return list(plan.conditions)


def is_(column: Column, value: Scalar) -> ColumnCondition:
    return ColumnCondition(column, Comparison.EQ, value)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("fault", [is_(Column.FAULT, True)]),
        ("!fault", [is_(Column.FAULT, False)]),
        ("fault = false", [is_(Column.FAULT, False)]),
        ('fault != "true"', [is_(Column.FAULT, False)]),
        ("partial error", [is_(Column.PARTIAL, True), is_(Column.ERROR, True)]),
        (
            "ok",
            [
                is_(Column.ERROR, False),
                is_(Column.THROTTLE, False),
                is_(Column.FAULT, False),
            ],
        ),
        (
            "responsetime > 1.5",
            [ColumnCondition(Column.RESPONSE_TIME, Comparison.GE, 1.499)],
        ),
        ("duration < 3", [ColumnCondition(Column.DURATION, Comparison.LE, 3.001)]),
        (
            "duration = 3",
            [
                ColumnCondition(Column.DURATION, Comparison.GE, 2.999),
                ColumnCondition(Column.DURATION, Comparison.LE, 3.001),
            ],
        ),
        (
            "http.status >= 400",
            [ColumnCondition(Column.HTTP_STATUS, Comparison.GE, 400)],
        ),
        (
            'http.method != "GET"',
            [ColumnCondition(Column.HTTP_METHOD, Comparison.NE, "GET")],
        ),
        ('annotation.k = "v"', [AnnotationCondition("k", "v")]),
        ("annotation.k > 1", [AnnotationCondition("k")]),
        ("annotation.k", [AnnotationCondition("k")]),
        (
            'service("a") { fault }',
            [ServiceCondition("a"), TopicCondition(Topic.FAULT, "a")],
        ),
        ("service() { throttle }", [TopicCondition(Topic.THROTTLE)]),
        (
            'service("a") { responsetime >= 2 AND annotation.k = 1 AND !fault }',
            [
                ServiceCondition("a"),
                ColumnCondition(Column.SLOWEST, Comparison.GE, 1.999),
                AnnotationCondition("k", 1),
            ],
        ),
        ('service() { name = "a" }', [ServiceCondition("a")]),
        (
            'edge("a", "b") { error }',
            [
                ServiceCondition("a"),
                ServiceCondition("b"),
                TopicCondition(Topic.ERROR, "b"),
            ],
        ),
        ('user = "alice"', [TopicCondition(Topic.USER, "alice")]),
        ('service() { user = "alice" }', [TopicCondition(Topic.USER, "alice")]),
        ("rootcause.fault.entity { remote }", [TopicCondition(Topic.FAULT_CAUSE)]),
        (
            'rootcause.error.service { inferred AND name = "a" }',
            [TopicCondition(Topic.ERROR_CAUSE, "a")],
        ),
        (
            'http.url CONTAINS "x"',
            [ColumnCondition(Column.HTTP_URL, Comparison.CONTAINS, "x")],
        ),
        (
            "fault OR annotation.k AND error",
            [
                AnyOf(
                    (
                        (is_(Column.FAULT, True),),
                        (AnnotationCondition("k"), is_(Column.ERROR, True)),
                    )
                )
            ],
        ),
        (
            "!ok",
            [
                AnyOf(
                    (
                        (is_(Column.ERROR, True),),
                        (is_(Column.THROTTLE, True),),
                        (is_(Column.FAULT, True),),
                    )
                )
            ],
        ),
        (
            "service() { !ok }",
            [
                AnyOf(
                    (
                        (TopicCondition(Topic.ERROR),),
                        (TopicCondition(Topic.THROTTLE),),
                        (TopicCondition(Topic.FAULT),),
                    )
                )
            ],
        ),
        ("edge() { fault }", [TopicCondition(Topic.FAULT)]),
        ('edge("a", "b")', [ServiceCondition("a"), ServiceCondition("b")]),
        (
            'service("a") AND (fault AND service("a"))',
            [ServiceCondition("a"), is_(Column.FAULT, True)],
        ),
    ],
)
def test_plan_says_what_must_hold(expression: str, expected: list[Condition]) -> None:
    assert expected == conditions(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "fault OR inferred",
        " OR ".join(f'user = "{number}"' for number in range(9)),
        "!(fault AND error)",
        "!!fault",
        "!annotation.k",
        '!service("a")',
        "service()",
        'service(id(type: "client"))',
        "responsetime",
        "responsetime != 1",
        'duration = "slow"',
        'http.status = "404"',
        "http.status = true",
        'user CONTAINS "alice"',
        "inferred",
        "service() { !fault }",
        "service() { responsetime < 1 }",
        "rootcause.responsetime.entity { remote }",
        "rootcause.json = #[]",
    ],
)
def test_plan_leaves_out_what_is_in_doubt(expression: str) -> None:
    """The store then reads more, and the filter decides."""
    assert conditions(expression) == []


@pytest.mark.parametrize("name", scopes.TRACE.keywords)
def test_plan_of_a_comparison_excludes_no_match(name: str) -> None:
    """Every keyword, operator and literal, and its opposite, over every summary."""
    for operator, literal in product(FIELDS[name].kind.operators, SOME_LITERALS):
        comparison = syntax.Comparison(Keyword(name), operator, literal)
        for tree in (comparison, Not(comparison)):
            plan = plan_of(tree, WINDOW, TimeRangeType.TRACE_ID)
            matches = compile_filter(tree)

            assert [
                (str(tree), condition, summary)
                for condition in plan.conditions
                for summary in SUMMARIES
                if matches(summary) and not fulfils(summary, condition)
            ] == []


@pytest.mark.parametrize(
    ("by", "window"),
    [
        (TimeRangeType.TRACE_ID, WINDOW),
        (TimeRangeType.EVENT, WINDOW),
        (TimeRangeType.SERVICE, Window(940.0, 2000.0)),  # as X-Ray opens it
    ],
)
def test_window_is_the_one_asked_for_but_for_service(
    by: TimeRangeType, window: Window
) -> None:
    plan = plan_of(parse("fault"), WINDOW, by)

    assert (window, by) == (plan.window, plan.by)
