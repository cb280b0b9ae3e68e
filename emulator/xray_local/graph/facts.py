"""Flags and HTTP facts of an entity, in the form that a summary keeps them."""

from __future__ import annotations

from xray_local.model.segment import Http, Segment
from xray_local.model.summary import NO_HTTP, Flags, HttpFacts

MAX_TEXT = 250
"""Characters of a URL, a method, a user agent, an address and a user, by the schema.
https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html"""

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
    url, agent = request.url, request.user_agent
    method, address = request.method, request.client_ip
    # Asked for each call of every trace: a text is only touched if it is too long.
    if (
        (url is not None and len(url) > MAX_TEXT)
        or (agent is not None and len(agent) > MAX_TEXT)
        or (method is not None and len(method) > MAX_TEXT)
        or (address is not None and len(address) > MAX_TEXT)
    ):
        return HttpFacts(cut(url), cut(method), status, cut(agent), cut(address))
    return HttpFacts(url, method, status, agent, address)


def cut(text: str | None) -> str | None:
    """As much of a text as is indexed; the document keeps the whole."""
    return None if text is None else text[:MAX_TEXT]
