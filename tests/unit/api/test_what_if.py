"""The what-if of sampling by HTTP: rules as X-Ray spells them, traces as recorded."""

from __future__ import annotations

import json
from typing import Any

import pytest
from xray_local.operations import what_if

from tests.asgi import Answered, post
from tests.in_process import InProcess
from tests.segments import T, a_segment, a_subsegment
from tests.unit.api.test_sampling import a_rule, call

PATH = "/api/sampling/what-if"
NOTHING = {"RuleName": "Default", "FixedRate": 0, "ReservoirSize": 0}


def record(xray: InProcess, path: str, number: int, **members: Any) -> None:
    http = {"request": {"url": f"http://shop.example{path}", "method": "GET"}}
    documents = [
        json.dumps(a_segment("shop", http=http, **members)) for _ in range(number)
    ]
    post(xray.application, "/TraceSegments", {"TraceSegmentDocuments": documents})


def ask(xray: InProcess, rules: Any = None, **members: Any) -> Answered:
    asked: dict[str, Any] = {"StartTime": T - 60, "EndTime": T + 60, **members}
    if rules is not None:
        asked["SamplingRules"] = rules
    return post(xray.application, PATH, asked)


@pytest.fixture
def shop() -> InProcess:
    """Four requests to /cart, one of them a fault, and six to /."""
    xray = InProcess()
    record(xray, "/cart", 3)
    record(xray, "/cart", 1, fault=True)
    record(xray, "/", 6)
    return xray


def test_unsaved_rules_are_tried_on_what_was_recorded(shop: InProcess) -> None:
    carts = a_rule("carts", URLPath="/cart*", FixedRate=1, ReservoirSize=0)

    found = ask(shop, [carts, NOTHING]).body

    assert (found["Traces"], found["Kept"], found["Expected"]) == (10, 4, 4)
    assert found["Rules"] == [
        {
            "RuleName": "carts",
            "Matched": 4,
            "KeptByReservoir": 0,
            "KeptByRate": 4,
            "Expected": 4.0,
        },
        {
            "RuleName": "Default",
            "Matched": 6,
            "KeptByReservoir": 0,
            "KeptByRate": 0,
            "Expected": 0.0,
        },
    ]
    assert found["Outcomes"]["fault"] == {"Traces": 1, "Kept": 1}
    assert found["Outcomes"]["ok"] == {"Traces": 9, "Kept": 3}
    assert (found["LostServices"], found["LostFailures"]) == ([], [])


def test_nothing_is_changed_by_asking(shop: InProcess) -> None:
    before = call(shop, "GetSamplingRules").body

    ask(shop, [a_rule("carts"), NOTHING])

    assert before == call(shop, "GetSamplingRules").body


def test_without_rules_those_in_force_are_meant(shop: InProcess) -> None:
    """Here Default as in AWS: one a second, and five of a hundred."""
    found = ask(shop).body

    [share] = found["Rules"]
    assert (share["RuleName"], share["KeptByReservoir"]) == ("Default", 1)
    assert share["Expected"] == pytest.approx(1 + 0.05 * 9)


def test_it_names_the_failures_and_the_services_that_would_be_lost(
    shop: InProcess,
) -> None:
    below = a_subsegment("stock", namespace="remote")
    record(shop, "/stock", 1, subsegments=[below])
    carts = a_rule("carts", URLPath="/", FixedRate=1)

    found = ask(shop, [carts, NOTHING]).body

    assert [each["Name"] for each in found["LostServices"]] == ["stock"]
    assert [each["HasFault"] for each in found["LostFailures"]] == [True]


def test_traces_without_their_first_segment_are_counted_apart(shop: InProcess) -> None:
    record(shop, "/", 2, parent_id="0" * 16)

    assert ask(shop, [NOTHING]).body["WithoutRoot"] == 2


def test_only_the_window_counts(shop: InProcess) -> None:
    assert ask(shop, [NOTHING], StartTime=T + 1).body["Traces"] == 0


def test_of_more_than_can_be_looked_at_it_says_so(
    shop: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(what_if, "MAX_TRACES", 4)
    found = ask(shop, [NOTHING]).body

    assert (found["Traces"], found["More"]) == (4, True)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"StartTime": None}, "StartTime must be epoch seconds"),
        ({"EndTime": "noon"}, "EndTime must be epoch seconds"),
        ({"EndTime": T - 90}, "End time cannot be earlier than start time"),
        ({"SamplingRules": {}}, "SamplingRules must be a list of sampling rules"),
        ({"SamplingRules": ["x"]}, "SamplingRules must be a list of sampling rules"),
        ({"SamplingRules": [a_rule(FixedRate=2)]}, "less than or equal to 1"),
        ({"SamplingRules": [a_rule(Priority=10_000)]}, "less than or equal to 9999"),
        ({"SamplingRules": [{"RuleName": "x"}]}, "must not be null"),
        ({"SamplingRules": [a_rule("a"), a_rule("a")]}, "have the name a"),
        ({"SamplingRules": [NOTHING, NOTHING]}, "have the name Default"),
        (
            {"SamplingRules": [a_rule(f"r{number}") for number in range(26)]},
            "26 rules are given, 25 are allowed",
        ),
    ],
)
def test_a_question_that_makes_no_sense_is_told_why(
    members: dict[str, Any], said: str
) -> None:
    refused = ask(InProcess(), **members)

    assert refused.status == 400
    text = refused.body.get("Message") or refused.body.get("message")
    assert said in text
