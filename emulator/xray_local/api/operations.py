"""X-Ray's operations: request members in, answer members out.

One function an operation, between `wire` and `operations`. A row in OPERATIONS is all
that routing needs; every other operation of the service model answers with an error that
names it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xray_local.api import groups, insights, retrieval, series, settings
from xray_local.api.caller import caller
from xray_local.api.sampling import SAMPLING_OPERATIONS
from xray_local.errors import DocumentRejected, InvalidRequest
from xray_local.ingest.rejections import RejectionLog
from xray_local.model.rejected import Transport
from xray_local.model.segment import Received
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import services, traces, transaction_search
from xray_local.operations.backend import Backend
from xray_local.operations.portion import in_group
from xray_local.wire.arrays import accept_documents
from xray_local.wire.rebuild import rebuilt
from xray_local.wire.services import services as printed_services
from xray_local.wire.summaries import milliseconds, trace_summary
from xray_local.wire.tokens import position_from, token_of

Json = dict[str, Any]
Answer = Callable[[Backend, Json], Json]


class PutTraceSegments:
    """Keeps and logs what it refuses, as the UDP side does."""

    def __init__(self, rejections: RejectionLog) -> None:
        self._rejections = rejections

    def __call__(self, backend: Backend, members: Json) -> Json:
        documents: list[str] = members["TraceSegmentDocuments"]
        if not documents:
            raise InvalidRequest("Segments can not be empty")
        now = backend.clock.now()
        accepted: list[Received] = []
        refused: list[DocumentRejected] = []
        for document in documents:
            encoded = document.encode()
            try:
                accepted.extend(accept_documents(encoded, now))
            except DocumentRejected as rejection:
                refused.append(rejection)
                self._rejections.note(rejection, caller(), Transport.HTTP, encoded)
        traces.put_segments(backend, accepted, [each.code for each in refused])
        if not accepted:
            _refuse_all_bad(backend)
        return {"UnprocessedTraceSegments": [_unprocessed(each) for each in refused]}


def _refuse_all_bad(backend: Backend) -> None:
    """Recorded: with this destination, a call without one good document is an error."""
    if transaction_search.destination(backend) == transaction_search.CLOUD_WATCH_LOGS:
        raise InvalidRequest(
            "No segments could be converted to log events for account: "
            f"{backend.account}"
        )


def _unprocessed(rejection: DocumentRejected) -> Json:
    return {
        "Id": rejection.segment_id,
        "ErrorCode": rejection.code,
        "Message": rejection.message,
    }


def put_telemetry_records(backend: Backend, members: Json) -> Json:
    """The daemon's minute reports on itself: taken, as the service takes them."""
    if not members["TelemetryRecords"]:
        raise InvalidRequest("Telemetry records can not be empty")
    return {}


def batch_get_traces(backend: Backend, members: Json) -> Json:
    _refuse_token(members)
    opened = traces.open_traces(backend, members["TraceIds"])
    return {
        "Traces": [
            {
                "Id": each.trace.id,
                "Duration": milliseconds(each.duration),
                "LimitExceeded": each.limit_exceeded,
                "Segments": [
                    {"Id": segment.id, "Document": segment.document}
                    for segment in rebuilt(each.trace, each.documents, each.inferred)
                ],
            }
            for each in opened
        ],
        "UnprocessedTraceIds": [],
    }


def get_trace_summaries(backend: Backend, members: Json) -> Json:
    by = TimeRangeType(members.get("TimeRangeType", TimeRangeType.TRACE_ID.value))
    token = members.get("NextToken")
    page = traces.find_traces(
        backend,
        Window(members["StartTime"], members["EndTime"]),
        by,
        in_group(members.get("FilterExpression", ""), members.get("GroupName")),
        None if token is None else position_from(token),
        _share(members, by),
    )
    return {
        "TraceSummaries": [_found(each, by) for each in page.found],
        "ApproximateTime": page.approximate_time,
        "TracesProcessedCount": page.scanned,
        "NextToken": None if page.next is None else token_of(page.next),
    }


def _share(members: Json, by: TimeRangeType) -> float:
    """Of the traces; 1 for PartialScan, which may look at all of them."""
    strategy: Json = members.get("SamplingStrategy", {})
    if not members.get("Sampling") or strategy.get("Name") != "FixedRate":
        return 1.0
    rate: float | None = strategy.get("Value")
    if rate is None or not 0 <= rate <= 1:
        raise InvalidRequest(
            "sampling rate must be specified and its value must be between [0, 1]"
        )
    if by is not TimeRangeType.EVENT:
        raise InvalidRequest(
            f"Cannot use FixedRate with input time range type: {by.value}"
        )
    return rate


def _found(found: traces.Found, by: TimeRangeType) -> Json:
    summary = found.summary
    edge = found.edge
    return trace_summary(
        summary,
        matched_event_time=(
            None if by is TimeRangeType.TRACE_ID else summary.received_at
        ),
        matched_service=found.service,
        matched_edge=(
            None if edge is None else (edge, summary.occurrences[edge.answered_by])
        ),
    )


def get_service_graph(backend: Backend, members: Json) -> Json:
    _refuse_token(members)
    window = Window(members["StartTime"], members["EndTime"])
    shown = services.Shown(
        members.get("GroupName"),
        members.get("GroupARN"),
        members.get("FilterExpression", ""),
    )
    found = services.service_graph(backend, window, shown)
    graph = found.graph
    return {
        "StartTime": window.start if graph.first is None else graph.first,
        "EndTime": window.end if graph.last is None else graph.last,
        "Services": printed_services(graph, timed=True),
        "ContainsOldGroupVersions": found.old_versions,
    }


def get_trace_graph(backend: Backend, members: Json) -> Json:
    _refuse_token(members)
    graph = services.trace_graph(backend, members["TraceIds"])
    return {"Services": printed_services(graph, timed=False)}


def _refuse_token(members: Json) -> None:
    if members.get("NextToken") is not None:
        raise InvalidRequest("NextToken is currently not supported")


def operations(rejections: RejectionLog) -> dict[str, Answer]:
    """By operation name."""
    return {
        "PutTraceSegments": PutTraceSegments(rejections),
        "PutTelemetryRecords": put_telemetry_records,
        "BatchGetTraces": batch_get_traces,
        "GetTraceSummaries": get_trace_summaries,
        "GetServiceGraph": get_service_graph,
        "GetTraceGraph": get_trace_graph,
        "CreateGroup": groups.create_group,
        "UpdateGroup": groups.update_group,
        "DeleteGroup": groups.delete_group,
        "GetGroup": groups.get_group,
        "GetGroups": groups.get_groups,
        "TagResource": groups.tag_resource,
        "UntagResource": groups.untag_resource,
        "ListTagsForResource": groups.list_tags_for_resource,
        "GetTimeSeriesServiceStatistics": series.get_time_series_service_statistics,
        "PutResourcePolicy": settings.put_resource_policy,
        "ListResourcePolicies": settings.list_resource_policies,
        "DeleteResourcePolicy": settings.delete_resource_policy,
        "GetEncryptionConfig": settings.get_encryption_config,
        "PutEncryptionConfig": settings.put_encryption_config,
        "GetTraceSegmentDestination": settings.get_trace_segment_destination,
        "UpdateTraceSegmentDestination": settings.update_trace_segment_destination,
        "GetIndexingRules": settings.get_indexing_rules,
        "UpdateIndexingRule": settings.update_indexing_rule,
        "StartTraceRetrieval": retrieval.start_trace_retrieval,
        "ListRetrievedTraces": retrieval.list_retrieved_traces,
        "GetRetrievedTracesGraph": retrieval.get_retrieved_traces_graph,
        "CancelTraceRetrieval": retrieval.cancel_trace_retrieval,
        "GetInsightSummaries": insights.get_insight_summaries,
        "GetInsight": insights.get_insight,
        "GetInsightEvents": insights.get_insight_events,
        "GetInsightImpactGraph": insights.get_insight_impact_graph,
        **SAMPLING_OPERATIONS,
    }
