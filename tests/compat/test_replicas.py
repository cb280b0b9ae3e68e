"""Two X-Ray Locals that share a ClickHouse: a client need not know which one answers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.clickhouse_server import clickhouse_server
from tests.processes import RunningXRay, eventually, running_xray_local

if TYPE_CHECKING:
    from mypy_boto3_xray import XRayClient


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[RunningXRay]]:
    with ExitStack() as running:
        server = running.enter_context(
            clickhouse_server(tmp_path_factory.mktemp("clickhouse"))
        )
        store = f"clickhouse://127.0.0.1:{server.port}/replicas"
        yield [
            running.enter_context(
                running_xray_local(tmp_path_factory.mktemp(name), "--store", store)
            )
            for name in ("one", "other")
        ]


@pytest.fixture(scope="module")
def clients(replicas: list[RunningXRay]) -> list[XRayClient]:
    return [
        boto3.client(
            "xray",
            endpoint_url=replica.url,
            region_name="us-east-1",
            aws_access_key_id="any",
            aws_secret_access_key="any",
        )
        for replica in replicas
    ]


def a_document(trace_id: str, entity_id: str, **members: Any) -> str:
    now = time.time()
    times = {"start_time": now - 0.5, "end_time": now}
    return json.dumps({"trace_id": trace_id, "id": entity_id, **times, **members})


def test_a_trace_in_parts_is_whole_for_whoever_asks(clients: list[XRayClient]) -> None:
    trace_id = f"1-{int(time.time()):08x}-{'a' * 24}"
    call: dict[str, Any] = {"id": "c" * 16, "name": "orders", "namespace": "remote"}
    call |= {"start_time": time.time() - 0.4, "end_time": time.time()}
    root = a_document(trace_id, "a" * 16, name="shop", subsegments=[call])
    child = a_document(trace_id, "b" * 16, name="orders", parent_id="c" * 16)
    clients[0].put_trace_segments(TraceSegmentDocuments=[root])
    clients[1].put_trace_segments(TraceSegmentDocuments=[child])

    for client in clients:
        (trace,) = client.batch_get_traces(TraceIds=[trace_id])["Traces"]
        assert {segment["Id"] for segment in trace["Segments"]} == {"a" * 16, "b" * 16}
        states = eventually(partial(settled, client), 60)
        assert states == {"shop": "active", "orders": "active"}


def settled(client: XRayClient) -> dict[str, str] | None:
    """Each service's state on the map, once both have reported there."""
    now = datetime.now(UTC)
    graph = client.get_service_graph(
        StartTime=now - timedelta(minutes=2), EndTime=now + timedelta(seconds=1)
    )
    states = {
        service["Name"]: service["State"]
        for service in graph["Services"]
        if service.get("Type") != "client"
    }
    return states if set(states.values()) == {"active"} and len(states) == 2 else None


def test_groups_and_sampling_rules_are_the_same_everywhere(
    clients: list[XRayClient],
) -> None:
    one, other = clients
    one.create_group(GroupName="slow", FilterExpression="responsetime > 1")
    other.create_sampling_rule(
        SamplingRule={
            "RuleName": "checkout",
            "Priority": 1,
            "FixedRate": 0.5,
            "ReservoirSize": 2,
            "ServiceName": "*",
            "ServiceType": "*",
            "Host": "*",
            "HTTPMethod": "*",
            "URLPath": "*",
            "ResourceARN": "*",
            "Version": 1,
        }
    )

    group = other.get_group(GroupName="slow")["Group"]
    assert group["FilterExpression"] == "responsetime > 1"
    assert eventually(lambda: "checkout" in rules(one), 60)


def rules(client: XRayClient) -> set[str]:
    records = client.get_sampling_rules()["SamplingRuleRecords"]
    return {record["SamplingRule"]["RuleName"] for record in records}


def test_what_was_rejected_by_one_is_shown_by_all(
    replicas: list[RunningXRay], clients: list[XRayClient]
) -> None:
    """As a page and to the doctor: who asks comes to whichever has time."""
    sent = '{"name": "no id"}'
    clients[1].put_trace_segments(TraceSegmentDocuments=[sent])

    def shown_by_all() -> bool:
        pages = [replica.get("/api/rejected")["Rejected"] for replica in replicas]
        return all([each["Text"] for each in page] == [sent] for page in pages)

    assert eventually(shown_by_all, 60)
    for replica in replicas:
        findings = eventually(partial(findings_on_rejected, replica), 60)
        assert "NothingReceived" not in findings


def findings_on_rejected(replica: RunningXRay) -> set[str] | None:
    found = {each["Code"] for each in replica.get("/api/doctor")["Findings"]}
    return found if "DocumentsRejected" in found else None


def test_statistics_of_sampling_are_of_all_clients(clients: list[XRayClient]) -> None:
    """Of those that reported to another replica, too."""
    for client, requests in zip(clients, (3, 4), strict=True):
        client.get_sampling_targets(
            SamplingStatisticsDocuments=[
                {
                    "RuleName": "Default",
                    "ClientID": "a" * 24,
                    "Timestamp": datetime.now(UTC),
                    "RequestCount": requests,
                    "SampledCount": 1,
                }
            ]
        )

    for client in clients:
        assert eventually(partial(has_heard_of, client, requests=7), 60)


def has_heard_of(client: XRayClient, *, requests: int) -> bool:
    answer = client.get_sampling_statistic_summaries()
    default = (
        each["RequestCount"]
        for each in answer["SamplingStatisticSummaries"]
        if each["RuleName"] == "Default"
    )
    return sum(default) == requests


def test_a_replica_that_is_killed_takes_nothing_along(
    replicas: list[RunningXRay], clients: list[XRayClient]
) -> None:
    """What it has acknowledged is read from the other one."""
    trace_id = f"1-{int(time.time()):08x}-{'d' * 24}"
    clients[0].put_trace_segments(
        TraceSegmentDocuments=[a_document(trace_id, "e" * 16, name="shop")]
    )
    replicas[0].process.kill()
    replicas[0].process.wait()

    (trace,) = clients[1].batch_get_traces(TraceIds=[trace_id])["Traces"]
    assert [segment["Id"] for segment in trace["Segments"]] == ["e" * 16]


def test_counters_are_ones_own_and_those_of_all(replicas: list[RunningXRay]) -> None:
    """Of the replica that was killed above, what it had told; the sum adds up."""
    survivor = replicas[1]
    survivor.send({"not": "a segment"})

    counters = eventually(lambda: heard_of(survivor, processes=2, rejected=2), 60)

    own, sum_ = counters, counters["Together"]
    assert own["Process"] in {each["Process"] for each in counters["Processes"]}
    assert sum_["Stored"] > own["Stored"] > 0
    for name in ("Received", "Stored", "Rejected", "Dropped", "Pending"):
        assert sum_[name] == sum(each[name] for each in counters["Processes"])
    for account in (own, sum_, *counters["Processes"]):
        assert account["Unaccounted"] == 0
        assert account["Received"] == sum(
            account[name] for name in ("Stored", "Rejected", "Dropped", "Pending")
        )


def heard_of(
    replica: RunningXRay, *, processes: int, rejected: int
) -> dict[str, Any] | None:
    counters = replica.counters()
    heard = len(counters["Processes"]) == processes
    return counters if heard and counters["Rejected"] == rejected else None
