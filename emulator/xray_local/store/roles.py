"""The roles of a summary, as rows that are encoded without building a value of each.

A row is what `Role` becomes as MessagePack: eight or nine of them for every trace that
is settled, nearly all of them seen before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf
from typing import Any

from xray_local.model.role import ANNOTATION, ANNOTATIONS, PATH
from xray_local.model.segment import Scalar
from xray_local.model.summary import Call, HttpFacts, Occurrence, RootCause, Summary

Row = tuple[Any, ...]
Text = tuple[str, Scalar]
"""A field and one of its values."""

Figures = tuple[float, float]
"""The least and the most of a role's figures in one trace."""

NO_FIGURES: Figures = (inf, -inf)

TEXTS = (
    "user",
    "http.url",
    "http.useragent",
    "http.clientip",
    "resource.arn",
    "instance.id",
    "availabilityzone",
    ANNOTATIONS,
)
"""Every field that may be loose, as filters name it."""

NOTHING_LOOSE: frozenset[str] = frozenset()
_SERVICE, _CAUSE = 0, 1


def service_roles(summary: Summary) -> Iterator[tuple[Occurrence, list[Call]]]:
    """Each occurrence with the calls that it answered."""
    answered: dict[int, list[Call]] = {}
    for call in summary.calls:
        answered.setdefault(call.answered_by, []).append(call)
    for index, seen in enumerate(summary.occurrences):
        yield seen, answered.get(index, [])


def cause_roles(summary: Summary) -> Iterator[tuple[str, RootCause]]:
    for cause in summary.response_time_causes:
        yield "responsetime", cause
    for cause in summary.error_causes:
        yield "error", cause
    for cause in summary.fault_causes:
        yield "fault", cause


def service_row(seen: Occurrence, calls: list[Call]) -> Row:
    """With every text, as long as none of its service is loose."""
    return (
        _SERVICE,
        seen.service,
        seen.flags,
        seen.http,
        seen.root,
        seen.inferred,
        seen.user,
        seen.annotations,
        seen.resource_arn,
        seen.instance_id,
        seen.availability_zone,
        [
            (call.source, call.target, call.flags, call.http, call.alias)
            for call in calls
        ],
    )


def loosened_row(seen: Occurrence, calls: list[Call], loose: frozenset[str]) -> Row:
    """Without the texts that are loose, and with their names."""
    return (
        _SERVICE,
        seen.service,
        seen.flags,
        _http(seen.http, loose),
        seen.root,
        seen.inferred,
        None if "user" in loose else seen.user,
        _annotations(seen, loose),
        None if "resource.arn" in loose else seen.resource_arn,
        None if "instance.id" in loose else seen.instance_id,
        None if "availabilityzone" in loose else seen.availability_zone,
        [
            (call.source, call.target, call.flags, _http(call.http, loose), call.alias)
            for call in calls
        ],
        sorted(loose),
    )


def cause_row(kind: str, cause: RootCause, loose: frozenset[str]) -> Row:
    """Without the coverage, which is a time's share."""
    inside = PATH not in loose
    services = [
        (
            step.service,
            step.inferred,
            [(each.name, each.remote, each.exceptions, None) for each in step.path]
            if inside
            else (),
        )
        for step in cause.services
    ]
    return (_CAUSE, kind, (services, cause.client_impacting), sorted(loose))


def service_figures(seen: Occurrence, calls: list[Call]) -> Figures:
    """The shortest and the longest time that it took, to itself or to a caller."""
    start, end, settled_end = seen.start, seen.end, seen.settled_end
    times = [] if end is None else [end - start]
    if settled_end is not None and settled_end != end:
        times.append(settled_end - start)
    times += [call.end - call.start for call in calls if call.end is not None]
    return (min(times), max(times)) if times else NO_FIGURES


def cause_figures(cause: RootCause) -> Figures:
    """The least and the most coverage on its path."""
    shares = [
        each.coverage
        for step in cause.services
        for each in step.path
        if each.coverage is not None
    ]
    return (min(shares), max(shares)) if shares else NO_FIGURES


def texts(seen: Occurrence, calls: Iterable[Call]) -> Iterator[Text]:
    """Every text that may be loose, annotations each under a name of its own."""
    yield from _known("user", seen.user)
    for http in (seen.http, *(call.http for call in calls)):
        yield from _known("http.url", http.url)
        yield from _known("http.useragent", http.user_agent)
        yield from _known("http.clientip", http.client_ip)
    yield from _known("resource.arn", seen.resource_arn)
    yield from _known("instance.id", seen.instance_id)
    yield from _known("availabilityzone", seen.availability_zone)
    for key, values in seen.annotations.items():
        for value in values:
            yield f"{ANNOTATION}{key}", value


def is_loose(field: str, loose: frozenset[str]) -> bool:
    return field in loose or (ANNOTATIONS in loose and field.startswith(ANNOTATION))


def _known(field: str, text: str | None) -> Iterator[Text]:
    if text is not None:
        yield field, text


def _annotations(
    seen: Occurrence, loose: frozenset[str]
) -> dict[str, tuple[Scalar, ...]]:
    return {
        key: values
        for key, values in seen.annotations.items()
        if not is_loose(f"{ANNOTATION}{key}", loose)
    }


def _http(http: HttpFacts, loose: frozenset[str]) -> HttpFacts:
    return HttpFacts(
        None if "http.url" in loose else http.url,
        http.method,
        http.status,
        None if "http.useragent" in loose else http.user_agent,
        None if "http.clientip" in loose else http.client_ip,
    )
