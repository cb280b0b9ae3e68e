"""The map that the segments draw, held against the table in edges.toml."""

import re
import tomllib
from pathlib import Path

import requests

from tests.mesh.lab import Lab, Segment, eventually

TABLE = tomllib.loads(Path(__file__).with_name("edges.toml").read_text())
Edge = tuple[str, str]


def table(kind: str) -> set[Edge]:
    return {(row["caller"], row["callee"]) for row in TABLE[kind]}


def any_handler(name: str) -> str:
    return re.sub(r"-\d+$", "-*", name)


def edges_of(trace: list[Segment]) -> set[Edge]:
    """An edge for each root and for each call, to whoever reported below the call."""
    callees = {each.get("parent_id"): each["name"] for each in trace}
    edges = {("client", each["name"]) for each in trace if "parent_id" not in each}
    for segment in trace:
        for call in segment.get("subsegments", []):
            # A DynamoDB call is drawn as its table.
            said = call.get("aws", {}).get("table_name", call["name"])
            callee = callees.get(call["id"], said)
            edges.add((segment["name"], callee))
    return {(any_handler(caller), any_handler(callee)) for caller, callee in edges}


def test_the_segments_draw_the_map_of_the_table(lab: Lab, gateway: str) -> None:
    """Ten names draw each edge of the table, and not one that it does not have."""
    requests.get(lab.url("names", "/readyz"))
    roots = [requests.get(gateway).json()["trace_id"] for _ in range(10)]
    eventually(lambda: all(len(lab.daemon.trace(root)) == 7 for root in roots))

    drawn = set().union(*(edges_of(lab.daemon.trace(root)) for root in roots))

    assert drawn == table("edge")
    assert drawn & table("absent") == set()


def test_every_absent_edge_has_its_reason() -> None:
    """A row without a reason would only be a row forgotten."""
    assert all(row["why"] for row in TABLE["absent"])
    assert table("edge") & table("absent") == set()
