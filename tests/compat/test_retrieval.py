"""Traces retrieved by token: page by page, for an hour."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.compat.test_account_settings import client_of
from tests.processes import running_xray_local
from tests.segments import a_segment, a_subsegment

NOW = time.time()
WINDOW: dict[str, Any] = {"StartTime": NOW - 60, "EndTime": NOW + 60}


def test_traces_are_retrieved_page_by_page_until_the_token_expires(
    tmp_path: Path,
) -> None:
    clock = tmp_path / "clock"
    clock.write_text(str(NOW))
    documents = [a_segment("shop", start_time=NOW, end_time=NOW + 1) for _ in range(7)]
    early = a_segment("shop", start_time=NOW - 600, end_time=NOW - 599)
    ids = [document["trace_id"] for document in (*documents, early)]
    with running_xray_local(tmp_path, "--memory", "--clock-file", str(clock)) as xray:
        client = client_of(xray)
        client.put_trace_segments(
            TraceSegmentDocuments=[json.dumps(each) for each in (*documents, early)]
        )
        token = client.start_trace_retrieval(TraceIds=ids, **WINDOW)["RetrievalToken"]
        first = client.list_retrieved_traces(RetrievalToken=token)
        second = client.list_retrieved_traces(
            RetrievalToken=token, NextToken=first["NextToken"]
        )
        graph = client.get_retrieved_traces_graph(RetrievalToken=token)

        assert first["RetrievalStatus"] == "COMPLETE"
        assert [len(first["Traces"]), len(second["Traces"])] == [5, 2]
        assert "NextToken" not in second
        assert ids[:7] == [each["Id"] for each in (*first["Traces"], *second["Traces"])]
        [span] = first["Traces"][0]["Spans"]
        assert json.loads(span["Document"])["name"] == "shop"
        [shop] = [
            each["Service"]
            for each in graph["Services"]
            if each["Service"].get("Type") != "client"
        ]
        assert shop["SummaryStatistics"]["TotalCount"] == 7

        clock.write_text(str(NOW + 3601))
        with pytest.raises(client.exceptions.ResourceNotFoundException):
            client.list_retrieved_traces(RetrievalToken=token)


def test_a_cancelled_retrieval_has_nothing_to_read(tmp_path: Path) -> None:
    document = a_segment("shop", start_time=NOW, end_time=NOW + 1)
    with running_xray_local(tmp_path, "--memory") as xray:
        client = client_of(xray)
        client.put_trace_segments(TraceSegmentDocuments=[json.dumps(document)])
        token = client.start_trace_retrieval(TraceIds=[document["trace_id"]], **WINDOW)[
            "RetrievalToken"
        ]
        client.cancel_trace_retrieval(RetrievalToken=token)
        answer = client.list_retrieved_traces(RetrievalToken=token)

        assert (answer["RetrievalStatus"], answer["Traces"]) == ("CANCELLED", [])


def test_a_trace_with_many_documents_is_listed_in_parts(tmp_path: Path) -> None:
    """An answer holds at most a hundred documents of one trace."""
    root = a_segment("shop", start_time=NOW, end_time=NOW + 1)
    parts = [
        a_segment("part", trace_id=root["trace_id"], start_time=NOW, end_time=NOW + 1)
        for _ in range(120)
    ]
    with running_xray_local(tmp_path, "--memory") as xray:
        client = client_of(xray)
        client.put_trace_segments(
            TraceSegmentDocuments=[json.dumps(each) for each in (root, *parts)]
        )
        token = client.start_trace_retrieval(TraceIds=[root["trace_id"]], **WINDOW)
        answer = client.list_retrieved_traces(RetrievalToken=token["RetrievalToken"])

    assert [len(each["Spans"]) for each in answer["Traces"]] == [100, 21]


def test_a_graph_of_many_services_is_read_page_by_page(tmp_path: Path) -> None:
    """A page holds a thousand."""
    root = a_segment("shop", start_time=NOW, end_time=NOW + 1)
    parts = [
        a_segment(
            f"part-{number:04}",
            trace_id=root["trace_id"],
            parent_id=root["id"],
            start_time=NOW,
            end_time=NOW + 1,
        )
        for number in range(1_100)
    ]
    with running_xray_local(tmp_path, "--memory") as xray:
        client = client_of(xray)
        client.put_trace_segments(
            TraceSegmentDocuments=[json.dumps(each) for each in (root, *parts)]
        )
        token = client.start_trace_retrieval(TraceIds=[root["trace_id"]], **WINDOW)[
            "RetrievalToken"
        ]
        first = client.get_retrieved_traces_graph(RetrievalToken=token)
        second = client.get_retrieved_traces_graph(
            RetrievalToken=token, NextToken=first["NextToken"]
        )

    listed = [
        each["Service"]["ReferenceId"]
        for each in (*first["Services"], *second["Services"])
    ]
    assert len(first["Services"]) == 1_000
    assert "NextToken" not in second
    assert listed == [*range(1_102)]


def test_a_trace_is_retrieved_as_spans_of_opentelemetry(tmp_path: Path) -> None:
    """One for each segment and subsegment; each a document that OTLP takes."""
    call = a_subsegment("orders", namespace="remote", start_time=NOW, end_time=NOW + 1)
    root = a_segment("shop", start_time=NOW, end_time=NOW + 1, subsegments=[call])
    with running_xray_local(tmp_path, "--memory") as xray:
        client = client_of(xray)
        client.put_trace_segments(TraceSegmentDocuments=[json.dumps(root)])
        token = client.start_trace_retrieval(TraceIds=[root["trace_id"]], **WINDOW)
        answer = client.list_retrieved_traces(
            RetrievalToken=token["RetrievalToken"], TraceFormat="OTEL"
        )

    [trace] = answer["Traces"]
    documents = [json.loads(each["Document"]) for each in trace["Spans"]]
    printed = [
        each["resourceSpans"][0]["scopeSpans"][0]["spans"][0] for each in documents
    ]

    assert answer["TraceFormat"] == "OTEL"
    assert [each["Id"] for each in trace["Spans"]] == [root["id"], call["id"]]
    assert [each["spanId"] for each in printed] == [root["id"], call["id"]]
    assert printed[1]["parentSpanId"] == root["id"]
