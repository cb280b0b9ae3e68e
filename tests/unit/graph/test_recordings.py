"""What the real service answered for these documents, held against ours.

`tests/data/recorded_*.json` are re-typed from recordings of AWS X-Ray: ids and names are
shortened and times are seconds from a common start. Only the members that are listed are
compared. `one_of` holds alternatives between which the service chooses by a hash.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from xray_local.graph.graph import Edge, Graph, NumberedNode, graph_of, state_of
from xray_local.graph.histogram import Histogram
from xray_local.graph.inferred import inferred_segments
from xray_local.graph.statistics import Statistics
from xray_local.graph.summarise import summarise
from xray_local.model.segment import Received, Segment
from xray_local.model.summary import (
    RootCause,
    RootCauseEntity,
    RootCauseService,
    ServiceId,
    Summary,
)
from xray_local.model.trace import Trace, assemble

from tests.segments import T
from tests.unit.graph.traces import received

Facts = dict[str, Any]

DATA = Path(__file__).parents[2] / "data"


def recorded(kind: str) -> list[Any]:
    cases = json.loads((DATA / f"recorded_{kind}.json").read_text())
    return [pytest.param(case, id=case["name"]) for case in cases]


def traces_of(batches: list[list[Facts]]) -> list[Trace]:
    documents: dict[str, list[Received]] = defaultdict(list)
    for second, batch in enumerate(batches):
        for document in batch:
            documents[document["trace_id"]].append(
                received(_moved(document), T + second)
            )
    return [assemble(trace_id, arrived) for trace_id, arrived in documents.items()]


def _moved(entity: Facts) -> Facts:
    """The entity with its times counted from T."""
    times = {
        member: T + entity[member]
        for member in ("start_time", "end_time")
        if member in entity
    }
    children = [_moved(child) for child in entity.get("subsegments", ())]
    return entity | times | {"subsegments": children}


def _like(expected: Any, actual: Any) -> Any:
    """The actual facts reduced to those that are expected."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return {
            key: _like(value, actual.get(key, "missing"))
            for key, value in expected.items()
        }
    if isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            return actual
        return [_like(*pair) for pair in zip(expected, actual, strict=True)]
    return actual


@pytest.mark.parametrize("case", recorded("summaries"))
def test_a_summary_says_what_x_ray_said(case: Facts) -> None:
    (trace,) = traces_of(case["batches"])
    actual = _summary_facts(summarise(trace))

    expected = {
        member: _alternative(value, actual[member])
        for member, value in case["summary"].items()
    }
    assert expected == _like(expected, actual)


def _alternative(expected: Any, actual: Any) -> Any:
    """The alternative that fits, or the first."""
    if not isinstance(expected, dict) or "one_of" not in expected:
        return expected
    fitting = (each for each in expected["one_of"] if each == _like(each, actual))
    return next(fitting, expected["one_of"][0])


@pytest.mark.parametrize("case", recorded("graphs"))
def test_a_graph_has_the_figures_of_x_ray(case: Facts) -> None:
    graph = graph_of(map(summarise, traces_of(case["batches"])))
    actual = {tuple(facts["service"]): facts for facts in _node_facts(graph)}
    expected = {tuple(facts["service"]): facts for facts in case["nodes"]}

    assert actual.keys() == expected.keys()
    assert expected == _like(expected, actual)
    if "first" in case:
        assert (graph.first, graph.last) == (T + case["first"], T + case["last"])


@pytest.mark.parametrize("case", recorded("documents"))
def test_a_trace_is_put_together_as_by_x_ray(case: Facts) -> None:
    (trace,) = traces_of(case["batches"])
    segments = [_tree(segment) for segment in sorted(trace.segments, key=_by_id)]
    expected = sorted(case["segments"], key=lambda facts: str(facts["id"]))

    assert expected == _like(expected, segments)
    assert case["inferred"] == _inferred_facts(trace)
    assert case["duration"] == summarise(trace).duration


def _summary_facts(summary: Summary) -> Facts:
    flags, http = summary.flags, summary.http
    return {
        "start": summary.start - T,
        "duration": summary.duration,
        "response_time": summary.response_time,
        "partial": summary.partial,
        "revision": summary.revision,
        "has_error": flags.error and not flags.throttle,
        "has_throttle": flags.throttle,
        "has_fault": flags.fault,
        "http": {name: getattr(http, name) for name in http.__struct_fields__},
        "annotations": {
            key: list(values) for key, values in summary.annotations.items()
        },
        "users": sorted(summary.users),
        "availability_zones": list(summary.availability_zones),
        "instance_ids": list(summary.instance_ids),
        "resource_arns": list(summary.resource_arns),
        "entry_point": _service(summary.entry_point),
        "services": sorted(map(_service, summary.services), key=str),
        "fault_causes": [_cause(cause) for cause in summary.fault_causes],
        "error_causes": [_cause(cause) for cause in summary.error_causes],
        "response_time_causes": [
            _cause(cause) for cause in summary.response_time_causes
        ],
    }


def _service(service: ServiceId | None) -> list[str | None] | None:
    return None if service is None else [service.name, service.type]


def _cause(cause: RootCause) -> Facts:
    return {
        "client_impacting": cause.client_impacting,
        "services": [_cause_service(service) for service in cause.services],
    }


def _cause_service(service: RootCauseService) -> Facts:
    return {
        "service": _service(service.service),
        "inferred": service.inferred,
        "path": [_cause_entity(entity) for entity in service.path],
    }


def _cause_entity(entity: RootCauseEntity) -> Facts:
    return {
        "name": entity.name,
        "remote": entity.remote,
        "exceptions": [[each.name, each.message] for each in entity.exceptions],
        "coverage": entity.coverage,
    }


def _node_facts(graph: Graph) -> list[Facts]:
    return [_node(numbered) for numbered in graph.numbered()]


def _node(numbered: NumberedNode) -> Facts:
    service, node = numbered.service, numbered.node
    counted = service.type != "client"
    return {
        "service": _service(service),
        "root": node.root,
        "state": state_of(service, node),
        "statistics": _statistics(node.statistics) if counted else None,
        "response_times": _times(node.statistics.response_times) if counted else None,
        "durations": _times(node.durations) if counted else None,
        "seconds": [node.start_second - T, node.end_second - T],
        "edges": [_edge(each.target, each.edge) for each in numbered.edges],
    }


def _edge(target: ServiceId, edge: Edge) -> Facts:
    return {
        "target": _service(target),
        "aliases": [_service(alias) for alias in edge.aliases],
        "statistics": _statistics(edge.statistics),
        "response_times": _times(edge.statistics.response_times),
    }


def _statistics(statistics: Statistics) -> Facts:
    return {
        "ok": statistics.ok,
        "error": statistics.error,
        "throttle": statistics.throttle,
        "fault": statistics.fault,
        "seconds": statistics.total_response_time,
    }


def _times(histogram: Histogram) -> list[list[float]]:
    return [[ms / 1000, count] for ms, count in sorted(histogram.items())]


def _by_id(segment: Segment) -> str:
    return segment.id


def _tree(segment: Segment) -> Facts:
    return {
        "id": segment.id,
        "subsegments": [
            {"id": child.id, "name": child.name} for child in segment.subsegments
        ],
    }


def _inferred_facts(trace: Trace) -> list[Facts]:
    return [
        {
            "subsegment": inferred.subsegment_id,
            "origin": inferred.origin,
            "resource_names": list(inferred.resource_names),
            "queue_time": inferred.queue_time_id is not None,
        }
        for inferred in inferred_segments(trace)
    ]
