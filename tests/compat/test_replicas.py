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
