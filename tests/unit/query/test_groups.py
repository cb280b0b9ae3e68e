"""A group reference means the group's expression."""

from __future__ import annotations

import pytest
from xray_local.errors import ExpressionError
from xray_local.query.expression import compile_filter, fill_groups, parse

from tests.unit.query.summaries import TRACES

ARN = "arn:aws:xray:us-west-2:123456789012:group/bad/A"

GROUPS = {
    "Default": "",
    "bad": "fault OR error",
    ARN: "fault OR error",
    "bad-requests": 'group.name = "bad" AND http.status < 500',
    "itself": 'ok OR group.name = "itself"',
    "here": 'group.name = "there"',
    "there": 'fault AND group.name = "here"',
}


def found(expression: str, groups: dict[str, str] | None = None) -> list[str]:
    groups = GROUPS if groups is None else groups
    matches = compile_filter(fill_groups(parse(expression), expression, groups))
    return [name for name, trace in TRACES.items() if matches(trace)]


@pytest.mark.parametrize(
    ("expression", "instead"),
    [
        ('group.name = "bad"', "fault OR error"),
        ('group.name = "bad" AND http.method', "(fault OR error) AND http.method"),
        ('group.name != "bad"', "!(fault OR error)"),
        ('!group.name = "bad"', "!(fault OR error)"),
        (f'group.arn = "{ARN}"', "fault OR error"),
        ('group.name = "bad-requests"', "(fault OR error) AND http.status < 500"),
        ('group.name = "Default"', ""),
        ('group.name = "bad" OR group.name = "bad"', "fault OR error"),
        ('group.name = "Bad"', "ok AND !ok"),  # names are case-sensitive
    ],
)
def test_reference_finds_what_its_expression_finds(
    expression: str, instead: str
) -> None:
    assert found(instead) == found(expression)


@pytest.mark.parametrize(
    ("expression", "position"),
    [
        ('fault OR group.name = "itself"', 9),
        ('group.name = "here"', 0),
        ('ok AND (group.name = "there")', 8),
    ],
)
def test_group_in_a_circle_is_refused(expression: str, position: int) -> None:
    """The error stands at the reference that the asker wrote."""
    with pytest.raises(ExpressionError, match="refers to itself") as raised:
        found(expression)

    assert expression == raised.value.expression
    assert position == raised.value.position


def test_groups_that_double_at_every_step_are_refused() -> None:
    """Thirty small groups must not become a billion terms."""
    groups = {"0": "ok"} | {
        str(n): f'group.name = "{n - 1}" OR group.name = "{n - 1}"'
        for n in range(1, 30)
    }

    with pytest.raises(ExpressionError, match="too many groups"):
        found('group.name = "29"', groups)


def test_groups_deep_inside_one_another_are_refused() -> None:
    """Each nests as deep as one may; together they would exceed the stack."""
    groups = {"0": "ok"} | {
        str(n): "!(" * 64 + f'ok OR group.name = "{n - 1}"' + ")" * 64
        for n in range(1, 20)
    }

    with pytest.raises(ExpressionError, match="too many groups"):
        found('group.name = "19"', groups)
