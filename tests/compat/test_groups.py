"""Groups and their tags, as a client uses them."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.compat.test_process import ask as ask_process
from tests.processes import RunningXRay
from tests.segments import a_segment, an_id

if TYPE_CHECKING:
    from mypy_boto3_xray import XRayClient


def put(client: XRayClient, name: str, **members: Any) -> str:
    """A segment of the service, ended now; its trace id."""
    now = time.time()
    document = a_segment(name, start_time=now - 1, end_time=now, **members)
    client.put_trace_segments(TraceSegmentDocuments=[json.dumps(document)])
    return str(document["trace_id"])


def ask_json(xray: RunningXRay, path: str, members: Any) -> tuple[int, Any]:
    """As the console asks: plain JSON, without an SDK."""
    return ask_process(xray, path, json.dumps(members).encode())


def lately() -> dict[str, Any]:
    return {"StartTime": time.time() - 300, "EndTime": time.time() + 60}


def refusal(call: Any, **request: Any) -> str:
    with pytest.raises(ClientError) as refused:
        call(**request)
    error = refused.value.response["Error"]
    return f"{error['Code']}: {error['Message']}"


@pytest.fixture
def name(client: XRayClient) -> str:
    """Of a group and of a service that no other test uses."""
    return f"shop-{an_id()}"


def test_a_group_has_what_came_after_it_was_made(client: XRayClient, name: str) -> None:
    """Membership is decided when a trace comes, and not undone by a later filter."""
    put(client, name)
    made = client.create_group(GroupName=name, FilterExpression=f'service("{name}")')
    graph = client.get_service_graph(**lately(), GroupName=name)
    assert graph["Services"] == []

    put(client, name)
    client.update_group(GroupName=name, FilterExpression=f'service("{name}") AND fault')
    put(client, name)
    put(client, name, fault=True)

    graph = client.get_service_graph(**lately(), GroupARN=made["Group"]["GroupARN"])
    [node] = [each for each in graph["Services"] if each.get("Type") != "client"]
    counts = node["SummaryStatistics"]
    assert (name, 1, 1) == (
        node["Name"],
        counts["OkCount"],
        counts["FaultStatistics"]["TotalCount"],
    )
    assert graph["ContainsOldGroupVersions"] is True


def test_a_graph_can_be_filtered(xray: RunningXRay, client: XRayClient) -> None:
    """Beyond X-Ray, and together with a group; mistakes are told as in a list."""
    name, other = f"shop-{an_id()}", f"shop-{an_id()}"
    client.create_group(
        GroupName=name, FilterExpression=f'service("{name}") OR service("{other}")'
    )
    for service, fault in ((name, False), (name, True), (other, True)):
        put(client, service, fault=fault)

    def ask(**asked: Any) -> tuple[int, Any]:
        return ask_json(xray, "/ServiceGraph", {**lately(), **asked})

    def totals(**asked: Any) -> dict[str, int]:
        services = ask(**asked)[1]["Services"]
        return {
            each["Name"]: each["SummaryStatistics"]["TotalCount"]
            for each in services
            if each["Type"] != "client"
        }

    assert totals(FilterExpression=f'service("{name}")') == {name: 2}
    assert totals(FilterExpression="fault", GroupName=name) == {name: 1, other: 1}
    assert totals(FilterExpression="", GroupName=name) == {name: 2, other: 1}
    status, refused = ask(FilterExpression="falt")
    assert (status, refused["Suggestion"]) == (400, "fault")
    assert ask(FilterExpression=7)[0] == 400


def test_in_a_filter_a_group_stands_for_its_present_expression(
    client: XRayClient, name: str
) -> None:
    fine, faulty = put(client, name), put(client, name, fault=True)
    client.create_group(GroupName=name, FilterExpression=f'service("{name}")')

    def found() -> set[str]:
        answer = client.get_trace_summaries(
            **lately(), FilterExpression=f'group.name = "{name}"'
        )
        return {each["Id"] for each in answer["TraceSummaries"]}

    assert found() == {fine, faulty}
    client.update_group(GroupName=name, FilterExpression=f'service("{name}") AND fault')
    assert found() == {faulty}


def test_a_group_that_refers_to_itself_is_refused(
    client: XRayClient, name: str
) -> None:
    """At creation, by an update, and around a corner."""
    other = f"to-{an_id()}"
    itself = f'group.name = "{name}"'

    assert "refers to itself" in refusal(
        client.create_group, GroupName=name, FilterExpression=itself
    )
    client.create_group(GroupName=name, FilterExpression="fault")
    client.create_group(GroupName=other, FilterExpression=itself)
    assert "refers to itself" in refusal(
        client.update_group,
        GroupName=name,
        FilterExpression=f'group.name = "{other}"',
    )
    [group] = [
        each for each in client.get_groups()["Groups"] if each["GroupName"] == name
    ]
    assert group["FilterExpression"] == "fault"


def test_a_name_made_again_has_another_arn_and_no_tags(
    client: XRayClient, name: str
) -> None:
    made = client.create_group(
        GroupName=name,
        FilterExpression="fault",
        Tags=[{"Key": "team", "Value": "red"}],
    )
    before = made["Group"]["GroupARN"]
    assert refusal(client.create_group, GroupName=name, FilterExpression="ok") == (
        f"InvalidRequestException: {name} already exists"
    )

    client.delete_group(GroupARN=before)
    again = client.create_group(GroupName=name, FilterExpression="fault")["Group"]

    assert again["GroupARN"] != before
    assert refusal(client.get_group, GroupARN=before) == (
        "InvalidRequestException: Group not found"
    )
    assert client.list_tags_for_resource(ResourceARN=again["GroupARN"])["Tags"] == []
    assert refusal(client.list_tags_for_resource, ResourceARN=before) == (
        f"ResourceNotFoundException: Resource {before} not found"
    )


def test_the_default_group_only_takes_settings(client: XRayClient) -> None:
    """It has every trace, always; insights are what can be set."""
    assert "cannot be deleted" in refusal(client.delete_group, GroupName="Default")
    assert "has no filter" in refusal(
        client.update_group, GroupName="Default", FilterExpression="fault"
    )
    updated = client.update_group(
        GroupName="Default", InsightsConfiguration={"InsightsEnabled": True}
    )
    assert updated["Group"]["InsightsConfiguration"]["InsightsEnabled"] is True
    client.update_group(
        GroupName="Default", InsightsConfiguration={"InsightsEnabled": False}
    )


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ({"FilterExpression": "   "}, "Filter Expression is empty"),
        ({"FilterExpression": "madeup = 7"}, "Error Location: line 1, position 1"),
        (
            {
                "FilterExpression": "ok",
                "InsightsConfiguration": {"NotificationsEnabled": True},
            },
            "Notifications need insights",
        ),
        (
            {"FilterExpression": "ok", "Tags": [{"Key": "aws:x", "Value": "y"}]},
            "not allowed to mutate system tags",
        ),
        (
            {"FilterExpression": "ok", "Tags": [{"Key": "x", "Value": "y"}] * 2},
            "may be given only once",
        ),
    ],
)
def test_a_group_that_may_not_be_is_not_made(
    client: XRayClient, name: str, request_: dict[str, Any], text: str
) -> None:
    assert text in refusal(client.create_group, GroupName=name, **request_)
    assert name not in {each["GroupName"] for each in client.get_groups()["Groups"]}


def test_the_twenty_sixth_group_is_refused(client: XRayClient) -> None:
    """Default counts."""
    present = len(client.get_groups()["Groups"])
    made = [f"many-{number}" for number in range(25 - present)]
    for each in made:
        client.create_group(GroupName=each, FilterExpression="ok")

    assert "at most 25 groups" in refusal(
        client.create_group, GroupName="one-more", FilterExpression="ok"
    )
    for each in made:
        client.delete_group(GroupName=each)
