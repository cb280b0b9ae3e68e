"""Completion: what is offered can be typed on, and what can be typed is offered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xray_local.errors import ExpressionError
from xray_local.model.names import Names
from xray_local.model.summary import ServiceId
from xray_local.query.complete import MAX_CHOICES, ChoiceKind, Completions, complete
from xray_local.query.expression import parse
from xray_local.query.parse import read_beginning

from tests.unit.query.corpus import PARSE_FAILS, VALID

NAMES = Names(
    services=(
        ServiceId("checkout", "AWS::EC2::Instance"),
        ServiceId("check-in"),
        ServiceId("names", "client"),
        ServiceId('the "best"'),
    ),
    annotations={
        "customer": ("Zoë", 124, True),
        "my.key": (1.5,),
        "category": ("verb",),
    },
    groups=("Default", "slow"),
    group_arns=("arn:aws:xray:us-east-1:000000000000:group/slow/A",),
)

# text with | for the cursor -> the choices at the beginning, in order
OFFERED = [
    ("|", ["ok", "error", "throttle", "fault", "partial"]),
    ("re|", ["responsetime", "resource.arn"]),
    ("ok AND se|", ["service("]),
    ("http.st|", ["http.status"]),
    ("url|", ["http.url"]),
    ("responsetime |", ["=", "!=", "<", "<=", ">", ">=", "AND", "OR"]),
    ("fault |", ["=", "!=", "AND", "OR"]),
    ("http.url B|", ["BEGINSWITH"]),
    ("fault = |", ["true", "false"]),
    ("ok fa|", ["fault"]),
    ("(ok |", ["=", "!=", "AND", "OR", ")"]),
    ("service(|", ['"checkout"', '"check-in"', '"names"', '"the \\"best\\""', ")"]),
    ('service("|', ['"checkout"', '"check-in"', '"names"', '"the \\"best\\""']),
    ('service("check-|', ['"check-in"']),
    ("service(check|", ['"checkout"', '"check-in"']),
    ('service("out|', ['"checkout"']),
    ("edge(|", ['"checkout"', '"check-in"', '"names"', '"the \\"best\\""', ")"]),
    ('edge("names", |', ['"checkout"', '"check-in"']),
    ("service(id(|", ["name: ", "type: ", "account.id: "]),
    ("service(id(type: |", ['"AWS::EC2::Instance"', '"client"']),
    ('service(id(name: "a"|', [")", ","]),
    ('service("a") { roo|', ["root"]),
    ('service("a") { name = |', ['"checkout"']),
    ("rootcause.fault.exc|", ["rootcause.fault.exception { "]),
    ("rootcause.fault.exception { |", ["name", "message", "first", "last", "index"]),
    ("rootcause.fault.exception { name = |", []),
    ("annotation.c|", ["annotation.customer", "annotation.category"]),
    ("annotation[c|", ["annotation.customer", "annotation.category"]),
    ('annotation["my|', ["annotation[my.key]"]),
    ("custo|", ["annotation.customer"]),
    ("annotation.customer = |", ['"Zoë"', "124", "true"]),
    ('annotation.customer = "z|', ['"Zoë"']),
    ("annotation[my.key] > |", ["1.5"]),
    ('edge("a", "b") { source.annotation.cu|', ["source.annotation.customer"]),
    ("group.name = |", ['"Default"', '"slow"']),
    ('ok AND group.name != "sl|', ['"slow"']),
    ("Group.ARN = |", ['"arn:aws:xray:us-east-1:000000000000:group/slow/A"']),
    ("group.name |", ["=", "!="]),
    ("nonsense |", []),
    ("index = |", []),
    ('user = "|', []),
]


def at_the_bar(text: str) -> tuple[Completions, str]:
    expression = text.replace("|", "")
    return complete(expression, text.index("|"), NAMES), expression


@pytest.mark.parametrize(("text", "expected"), OFFERED)
def test_what_is_offered(text: str, expected: list[str]) -> None:
    completions, _ = at_the_bar(text)

    inserted = [choice.insert for choice in completions.choices]
    assert inserted[: len(expected)] == expected
    assert bool(inserted) is bool(expected)


# text with | for the cursor -> the text after the first choice is taken
TAKEN = [
    ("ok AND respo|nse > 1", "ok AND responsetime > 1"),
    ('service("check|out") { ok }', 'service("checkout") { ok }'),
    ('service("nam| AND service("a")', 'service("names" AND service("a")'),
    ("annotation[cus|tomer] = 1", "annotation.customer = 1"),
    ("http.status |404", "http.status =404"),
]


@pytest.mark.parametrize(("text", "expected"), TAKEN)
def test_a_choice_takes_the_place_of_the_token_it_completes(
    text: str, expected: str
) -> None:
    completions, expression = at_the_bar(text)

    first = completions.choices[0].insert
    taken = expression[: completions.start] + first + expression[completions.end :]
    assert taken == expected


@pytest.mark.parametrize("expression", VALID)
def test_every_choice_can_be_typed_on(expression: str) -> None:
    """At every place of every valid expression: no choice is a mistake, nor leads to one.

    Where the text would be whole with it, it is a valid expression.
    """
    for at in range(len(expression) + 1):
        completions = complete(expression, at, NAMES)
        for choice in completions.choices:
            begun = expression[: completions.start] + choice.insert
            _, accepted = read_beginning(begun)
            if "$END" in accepted:
                parse(begun)


@pytest.mark.parametrize("expression", [each for each in VALID if each.strip()])
def test_every_keyword_of_a_valid_expression_is_offered_where_it_stands(
    expression: str,
) -> None:
    tokens, _ = read_beginning(expression)
    for token in tokens:
        if token.type not in ("KEYWORD", "SERVICE", "EDGE", "CAUSE"):
            continue
        start = token.start_pos or 0
        completions = complete(expression, start + 1, NAMES)

        inserted = [choice.insert for choice in completions.choices]
        assert any(each.startswith(token.lower()) for each in inserted), token


@pytest.mark.parametrize("refused", PARSE_FAILS, ids=lambda case: case.expression[:40])
def test_broken_text_is_answered_like_any_other(refused: object) -> None:
    expression: str = refused.expression  # type: ignore[attr-defined] # a Refused
    for at in range(min(len(expression), 200) + 1):
        completions = complete(expression, at, NAMES)

        assert 0 <= completions.start <= at <= completions.end


FRAGMENTS = st.sampled_from(
    [
        *(
            "ok",
            "AND",
            "OR",
            "!",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "#",
            " ",
            '"',
        ),
        *("service(", 'id(name: "a"', "edge(", "annotation.", "annotation[", "name"),
        *('annotation["\\ud800"]', '"\\', "rootcause.json = #[{", "1e999", "= ", "> "),
        *("rootcause.fault.entity {", "group.name = ", "\x00", "\ud800", "é", "\n"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, max_size=12).map("".join), st.integers(-5, 200))
def test_no_text_is_too_strange_to_be_completed(expression: str, at: int) -> None:
    completions = complete(expression, at, NAMES)

    assert 0 <= completions.start <= completions.end <= len(expression)


@pytest.mark.parametrize("expression", ["(" * 5_000, "ok " * 20_000, "!" * 500])
def test_nothing_is_offered_beyond_the_languages_limits(expression: str) -> None:
    assert complete(expression, len(expression), NAMES).choices == ()


def test_behind_a_mistake_nothing_is_offered() -> None:
    with pytest.raises(ExpressionError):
        parse("ok AND AND")

    assert complete("ok AND AND ", 11, NAMES).choices == ()


def test_there_are_never_more_choices_than_can_be_shown() -> None:
    many = Names(services=tuple(ServiceId(f"service-{n}") for n in range(200)))

    choices = complete("service(", 8, many).choices

    assert len(choices) == MAX_CHOICES
    assert {choice.kind for choice in choices} == {ChoiceKind.SERVICE}
