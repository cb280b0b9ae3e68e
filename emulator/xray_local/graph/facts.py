"""Flags and HTTP facts of an entity, in the form that a summary keeps them."""

from __future__ import annotations

from xray_local.model.segment import Http, Segment
from xray_local.model.summary import NO_HTTP, Flags, HttpFacts

# Eight values serve every entity; indexed by error, throttle, fault.
_FLAGS = tuple(
    tuple(
        tuple(Flags(error, throttle, fault) for fault in (False, True))
        for throttle in (False, True)
    )
    for error in (False, True)
)
NO_FLAGS = _FLAGS[0][0][0]


def flags_of(entity: Segment) -> Flags:
    return _FLAGS[entity.error][entity.throttle][entity.fault]


def http_of(http: Http | None) -> HttpFacts:
    if http is None:
        return NO_HTTP
    request, response = http.request, http.response
    status = None if response is None else response.status
    if request is None:
        return NO_HTTP if status is None else HttpFacts(status=status)
    return HttpFacts(
        request.url, request.method, status, request.user_agent, request.client_ip
    )
