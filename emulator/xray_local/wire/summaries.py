"""Summaries as X-Ray's TraceSummary (service-graph.md, 6); absent members are nulls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xray_local.model.segment import Scalar
from xray_local.model.summary import (
    Call,
    HttpFacts,
    Occurrence,
    RootCause,
    RootCauseEntity,
    RootCauseService,
    ServiceId,
    Summary,
)

Json = dict[str, Any]


def trace_summary(
    summary: Summary,
    *,
    matched_event_time: float | None = None,
    matched_service: Occurrence | None = None,
    matched_edge: tuple[Call, Occurrence] | None = None,
) -> Json:
    """One entry of TraceSummaries. `matched_edge` is a call and who answered it."""
    flags = summary.flags
    entry = summary.entry_point
    return {
        "Id": summary.trace_id,
        "StartTime": summary.start,
        "Duration": milliseconds(summary.duration),
        "ResponseTime": milliseconds(summary.response_time),
        "HasFault": flags.fault,
        "HasError": flags.error and not flags.throttle,
        "HasThrottle": flags.throttle,
        "IsPartial": summary.partial,
        "Http": _http(summary.http),
        "Annotations": {
            key: [_annotation(value) for value in values]
            for key, values in summary.annotations.items()
        },
        "Users": [{"UserName": user, "ServiceIds": None} for user in summary.users],
        "ServiceIds": [service_id(service) for service in summary.services],
        "ResourceARNs": [{"ARN": arn} for arn in summary.resource_arns],
        "InstanceIds": [{"Id": instance} for instance in summary.instance_ids],
        "AvailabilityZones": [{"Name": zone} for zone in summary.availability_zones],
        "EntryPoint": None if entry is None else service_id(entry),
        "FaultRootCauses": _causes(summary.fault_causes),
        "ErrorRootCauses": _causes(summary.error_causes),
        "ResponseTimeRootCauses": _causes(summary.response_time_causes),
        "Revision": summary.revision,
        "MatchedEventTime": matched_event_time,
        "MatchedService": _matched_service(matched_service),
        "MatchedEdge": _matched_edge(matched_edge),
    }


def service_id(service: ServiceId) -> Json:
    return {
        "Name": service.name,
        "Names": [service.name],
        "AccountId": service.account_id,
        "Type": service.type,
    }


def milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _http(http: HttpFacts) -> Json:
    return {
        "HttpURL": http.url,
        "HttpStatus": http.status,
        "HttpMethod": http.method,
        "UserAgent": http.user_agent,
        "ClientIp": http.client_ip,
    }


def _annotation(value: Scalar) -> Json:
    return {"AnnotationValue": _annotation_value(value), "ServiceIds": None}


def _annotation_value(value: Scalar) -> Json:
    return {
        "NumberValue": None if isinstance(value, (bool, str)) else float(value),
        "BooleanValue": value if isinstance(value, bool) else None,
        "StringValue": value if isinstance(value, str) else None,
    }


def _matched_service(occurrence: Occurrence | None) -> Json | None:
    if occurrence is None:
        return None
    return {"Annotations": _plain_annotations(occurrence), **_matched(occurrence)}


def _matched_edge(matched: tuple[Call, Occurrence] | None) -> Json | None:
    if matched is None:
        return None
    call, answered_by = matched
    return {"DestinationAnnotations": _plain_annotations(answered_by), **_matched(call)}


def _matched(observation: Occurrence | Call) -> Json:
    flags = observation.flags
    return {
        "HasError": flags.error and not flags.throttle,
        "HasFault": flags.fault,
        "HasThrottle": flags.throttle,
        "ResponseTime": milliseconds(observation.response_time),
    }


def _plain_annotations(occurrence: Occurrence) -> Json:
    return {
        key: [_annotation_value(value) for value in values]
        for key, values in occurrence.annotations.items()
    }


def _causes(causes: Iterable[RootCause]) -> list[Json]:
    return [
        {
            "ClientImpacting": cause.client_impacting,
            "Services": [_cause_service(service) for service in cause.services],
        }
        for cause in causes
    ]


def _cause_service(service: RootCauseService) -> Json:
    return {
        **service_id(service.service),
        "Inferred": service.inferred,
        "EntityPath": [_cause_entity(entity) for entity in service.path],
    }


def _cause_entity(entity: RootCauseEntity) -> Json:
    named = {"Name": entity.name, "Remote": entity.remote}
    if entity.coverage is not None:
        return {**named, "Coverage": entity.coverage}
    thrown = [
        {"Name": each.name, "Message": each.message} for each in entity.exceptions
    ]
    return {**named, "Exceptions": thrown}
