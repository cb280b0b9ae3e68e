"""Sends X-Ray documents, one a line on standard input, to Phoenix as OTLP spans.

Run by the Python of Phoenix's own environment, which has OpenTelemetry's protocol; it
imports nothing of this repository. Prints what it measured as JSON.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

# In Phoenix's environment only.
from opentelemetry.proto.collector.trace.v1 import (  # type: ignore[import-not-found]
    trace_service_pb2,
)

SEGMENTS_PER_CALL = 50
"""As many as a PutTraceSegments has."""
ROUNDS = 5
GIVES_UP_S = 240


def requests_of(documents: list[dict[str, Any]]) -> list[bytes]:
    """The bodies of the calls, encoded beforehand."""
    return [
        _request(documents[first : first + SEGMENTS_PER_CALL])
        for first in range(0, len(documents), SEGMENTS_PER_CALL)
    ]


def _request(documents: list[dict[str, Any]]) -> bytes:
    request = trace_service_pb2.ExportTraceServiceRequest()
    spans = request.resource_spans.add().scope_spans.add().spans
    for document in documents:
        for entity, parent in _entities(document, document.get("parent_id")):
            _fill(spans.add(), entity, parent, document["trace_id"])
    encoded: bytes = request.SerializeToString()
    return encoded


def _entities(
    entity: dict[str, Any], parent: str | None
) -> Iterator[tuple[dict[str, Any], str | None]]:
    yield entity, parent
    for each in entity.get("subsegments", []):
        yield from _entities(each, entity["id"])


def _fill(span: Any, entity: dict[str, Any], parent: str | None, trace_id: str) -> None:
    span.trace_id = bytes.fromhex(trace_id[2:].replace("-", ""))
    span.span_id = bytes.fromhex(entity["id"])
    span.parent_span_id = bytes.fromhex(parent or "")
    span.name = entity["name"]
    span.kind = 3 if entity.get("namespace") else 2  # client, server
    span.start_time_unix_nano = int(entity["start_time"] * 1e9)
    span.end_time_unix_nano = int(entity["end_time"] * 1e9)
    for key in ("http", "aws", "annotations", "metadata"):
        if key in entity:
            attribute = span.attributes.add()
            attribute.key = key
            attribute.value.string_value = json.dumps(entity[key])


def post(url: str, body: bytes) -> None:
    request = urllib.request.Request(
        f"{url}/v1/traces", body, {"Content-Type": "application/x-protobuf"}
    )
    with urllib.request.urlopen(request) as answer:
        answer.read()


def graphql(url: str, query: str) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{url}/graphql",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        data: dict[str, Any] = json.load(answer)["data"]
    return data


def found(url: str) -> int:
    """How many spans all projects have."""
    data = graphql(url, "{projects {edges {node {recordCount}}}}")
    return sum(edge["node"]["recordCount"] for edge in data["projects"]["edges"])


def listed(url: str) -> float:
    """Seconds for the newest hundred spans, as its REST API lists them."""
    began = time.perf_counter()
    with urllib.request.urlopen(f"{url}/v1/projects/default/spans?limit=100") as answer:
        assert len(json.load(answer)["data"]) == 100
    return time.perf_counter() - began


def main() -> None:
    url = sys.argv[1]
    documents = [json.loads(line) for line in sys.stdin]
    bodies = requests_of(documents)
    wanted = sum(1 for each in documents for _ in _entities(each, None))
    began = time.perf_counter()
    for body in bodies:
        post(url, body)
    while found(url) < wanted and time.perf_counter() - began < GIVES_UP_S:
        time.sleep(0.05)
    taken = time.perf_counter() - began
    seconds = sorted(listed(url) for _ in range(ROUNDS))[ROUNDS // 2]
    print(json.dumps({"taken": taken, "found": found(url), "listed": seconds}))


main()
