"""Runs one case, call by call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from xray_local.wire.service_model import service_model

from tests.conformance.cases import Call, Case
from tests.conformance.matching import Matcher, Moment
from tests.conformance.service import Answered, Service

Json = Any


def differences(case: Case, service: Service, moment: Moment) -> list[str]:
    """Where the service answers other than recorded; empty when the case holds."""
    if case.destination is not None:
        prepare = Call(
            "UpdateTraceSegmentDestination", {"Destination": case.destination}, 200, {}
        )
        _ask(prepare, service, moment)
    calls = case.calls
    if case.documents:
        put = {"TraceSegmentDocuments": list(case.documents)}
        taken: Json = {"UnprocessedTraceSegments": []}
        calls = (Call("PutTraceSegments", put, 200, taken), *calls)
    for number, call in enumerate(calls, start=1):
        found = list(_run(call, service, moment))
        if found:  # later calls build on this one
            return [f"call {number}, {call.operation}: {each}" for each in found]
    return []


def _run(call: Call, service: Service, moment: Moment) -> Iterator[str]:
    if call.at is not None:
        service.set_clock(moment.resolved(call.at))
    answered = _ask(call, service, moment)
    if answered.status != call.status:
        yield f"status {answered.status}, not {call.status}: {answered.body!r}"
        return
    answer = answered.json
    named = call.output.get("__type")
    if named not in (None, answered.error, answer.get("__type")):
        yield f"the error is {answered.error}, not {named}"
    yield from Matcher(moment, answer).differences(call.output, answer)
    if call.raw is not None and answered.body != call.raw.encode():
        yield f"the body is {answered.body!r}, not {call.raw!r}"
    for variable, path in call.save.items():
        moment.saved[variable] = _member(answer, path)


def _ask(call: Call, service: Service, moment: Moment) -> Answered:
    path = call.path or _paths()[call.operation]
    members = moment.resolved(call.input)
    if call.operation == "PutTraceSegments":
        members = _with_documents_as_text(members)
    return service.post(path, members)


def _with_documents_as_text(members: Json) -> Json:
    """Documents travel as strings of JSON; what is no object is sent as it stands."""
    documents = members.get("TraceSegmentDocuments")
    if not isinstance(documents, list):
        return members
    texts = [json.dumps(each) if isinstance(each, dict) else each for each in documents]
    return {**members, "TraceSegmentDocuments": texts}


def _paths() -> dict[str, str]:
    return {each.name: each.path for each in service_model().operations}


def _member(answer: Json, path: str) -> Json:
    for name in path.split("."):
        answer = answer[name]
    return answer
