"""Which rule a request falls under, as an SDK decides it."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xray_local.graph.summarise import summarise
from xray_local.model.sampling import SamplingRule
from xray_local.model.trace import assemble
from xray_local.sampling.matching import Matcher, Root, root_of, wildcard
from xray_local.sampling.rules import AS_AWS

from tests.segments import T, a_segment
from tests.unit.graph.traces import a_trace
from tests.unit.graph.traces import received as received_document


def a_rule(name: str, priority: int = 100, **members: Any) -> SamplingRule:
    rule = SamplingRule(name, priority, fixed_rate=0.5, reservoir_size=1)
    return replace(rule, **members)


def a_request(**members: Any) -> Root:
    request = Root(
        trace_id="1-00000000-000000000000000000000000",
        start=T,
        service_name="gateway",
        service_type="AWS::EC2::Instance",
        host="shop.example:8080",
        http_method="GET",
        url_path="/cart/7/items",
        resource_arn=None,
    )
    return replace(request, **members)


def decided_by(*rules: SamplingRule, **members: Any) -> str:
    found = Matcher([*rules, AS_AWS]).rule_for(a_request(**members))
    assert found is not None
    return found.name


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("*", "", True),
        ("", "", True),
        ("", "a", False),
        ("?", "", False),
        ("/cart/*", "/cart/", True),
        ("/cart/*/item?", "/cart/7/items", True),
        ("/cart/*/item?", "/cart/7/item", False),
        ("*a*a", "banana", True),
        ("GET", "get", True),
        ("[a-z]", "b", False),
        ("a.c", "abc", False),
    ],
)
def test_a_star_is_any_run_and_a_question_mark_one_character(
    pattern: str, text: str, matches: bool
) -> None:
    assert matches == wildcard(pattern, text)


@given(st.text("ab*?", max_size=12), st.text("ab", max_size=12))
def test_wildcards_are_those_of_file_names(pattern: str, text: str) -> None:
    assert wildcard(pattern, text) == (
        re.match(fnmatch.translate(pattern), text) is not None
    )


def test_many_stars_take_no_longer_than_the_lengths_allow() -> None:
    """Where each star tried every place, this would not end."""
    assert not wildcard("*a" * 60 + "b", "a" * 20_000)


def test_the_lowest_priority_decides_and_of_equal_ones_the_first_name() -> None:
    assert decided_by(a_rule("late", 9), a_rule("b", 5), a_rule("a", 5)) == "a"


@pytest.mark.parametrize(
    ("member", "fits", "fails"),
    [
        ("service_name", "gate*", "names"),
        ("service_type", "AWS::EC2::*", "AWS::ECS::Container"),
        ("host", "shop.example:????", "other.example"),
        ("http_method", "get", "POST"),
        ("url_path", "/cart/*/items", "/cart"),
    ],
)
def test_each_member_is_compared_with_its_part_of_the_request(
    member: str, fits: str, fails: str
) -> None:
    fitting: Any = {member: fits}
    failing: Any = {member: fails}

    assert decided_by(a_rule("mine", **fitting)) == "mine"
    assert decided_by(a_rule("mine", **failing)) == "Default"


def test_what_a_request_does_not_have_matches_any_pattern() -> None:
    """As in the SDKs: a request without a host falls under a rule for a host."""
    assert decided_by(a_rule("mine", host="shop.example"), host=None) == "mine"


def test_a_rule_for_an_arn_needs_one() -> None:
    mine = a_rule("mine", resource_arn="arn:aws:ecs:*")

    assert decided_by(mine) == "Default"
    assert decided_by(mine, resource_arn="arn:aws:ecs:eu-west-1:1:task/a") == "mine"


def test_a_rule_with_attributes_decides_nothing() -> None:
    assert decided_by(a_rule("mine", attributes={"tier": "gold"})) == "Default"


def root_with(**members: Any) -> Root | None:
    return root_of(summarise(a_trace(a_segment("gateway", **members))))


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("http://me:secret@shop.example:8080/cart?x=1#y", "shop.example:8080", "/cart"),
        ("http://shop.example", "shop.example", "/"),
        ("/cart?x=1", None, "/cart"),
        ("http://[broken/", None, None),
        ("", None, None),
    ],
)
def test_host_and_path_come_from_the_url(
    url: str, host: str | None, path: str | None
) -> None:
    root = root_with(http={"request": {"url": url, "method": "PUT"}})

    assert root is not None
    assert (host, path, "PUT") == (root.host, root.url_path, root.http_method)


def test_the_root_is_the_first_segment_and_not_one_below_it() -> None:
    root = root_with(origin="AWS::EC2::Instance")
    below = received_document(a_segment("names", parent_id="0" * 16))

    assert root is not None
    assert (root.service_name, root.service_type) == ("gateway", "AWS::EC2::Instance")
    assert root_of(summarise(assemble(below.segment.trace_id, [below]))) is None
