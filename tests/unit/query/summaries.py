"""Summaries to filter: requests for a project name, one for each way they can end.

The gateway is left out: `names` is the entry point, calls a word handler or the table of
taken names, and is called by the client. Times count from T.
"""

from __future__ import annotations

from typing import Any

import msgspec
from xray_local.model.segment import Scalar
from xray_local.model.summary import (
    NO_HTTP,
    Call,
    Flags,
    HttpFacts,
    Occurrence,
    RootCause,
    RootCauseEntity,
    RootCauseException,
    RootCauseService,
    ServiceId,
    Summary,
)

T = 1_700_000_000.0

NAMES = ServiceId("names")
CLIENT = ServiceId("names", "client")
ADJECTIVE = ServiceId("adjective-4")
VERB = ServiceId("verb-6")
TABLE = ServiceId("taken", "AWS::DynamoDB::Table")

OK = Flags()
ERROR = Flags(error=True)
THROTTLE = Flags(error=True, throttle=True)
FAULT = Flags(fault=True)


def a_request(status: int = 200, **facts: Any) -> HttpFacts:
    return HttpFacts("http://localhost:8080/", "GET", status, **facts)


def annotated(**values: Scalar) -> dict[str, tuple[Scalar, ...]]:
    return {key: (value,) for key, value in values.items()}


def an_occurrence(
    service: ServiceId, took: float | None = 0.25, flags: Flags = OK, **facts: Any
) -> Occurrence:
    """A service's part in a trace; in progress when it took None."""
    end = None if took is None else T + took
    known = {"settled_end": end, "http": NO_HTTP, "root": False, "inferred": False}
    return Occurrence(service, T, end, flags=flags, **(known | facts))


def a_call(
    source: ServiceId, target: Occurrence, waited: float = 0.0, answered_by: int = 1
) -> Call:
    """A call that took its caller so much longer than the target itself says."""
    end = None if target.end is None else target.end + waited
    return Call(source, target.service, T, end, target.flags, target.http, answered_by)


def a_summary(root: Occurrence, *others: Occurrence, **facts: Any) -> Summary:
    """A request to the root, which called all the others itself.

    What a summary gathers from its occurrences is gathered here.
    """
    seen = (root, *others)
    calls = [a_call(CLIENT, root, answered_by=0)]
    calls += [a_call(root.service, other, 0.1, n + 1) for n, other in enumerate(others)]
    ends = [each.settled_end for each in seen if each.settled_end is not None]
    settled = max(ends) if ends else None
    annotations: dict[str, tuple[Scalar, ...]] = {}
    for each in seen:
        for key, values in each.annotations.items():
            annotations[key] = (*annotations.get(key, ()), *values)
    known: dict[str, Any] = {
        "trace_id": "1-6553f100-000000000000000000000001",
        "start": T,
        "end": settled,
        "duration": None if settled is None else settled - T,
        "response_time": root.response_time,
        "flags": root.flags,
        "http": root.http,
        "partial": False,
        "revision": 1,
        "received_at": T + 1,
        "entry_point": root.service,
        "annotations": annotations,
        "users": _set(each.user for each in seen),
        "resource_arns": _set(each.resource_arn for each in seen),
        "instance_ids": _set(each.instance_id for each in seen),
        "availability_zones": _set(each.availability_zone for each in seen),
        "occurrences": seen,
        "calls": tuple(calls),
    }
    return Summary(**(known | facts))


def _set(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value is not None))


def a_root(took: float | None = 0.2, flags: Flags = OK, **facts: Any) -> Occurrence:
    return an_occurrence(NAMES, took, flags, **({"root": True} | facts))


LOOKUP_FAILED = RootCauseException("LookupError", "out of verbs")
VERB_FAILED = RootCauseService(
    VERB, False, (RootCauseEntity("verb-6", False, (LOOKUP_FAILED,)),)
)

FINE = a_summary(
    a_root(
        http=a_request(user_agent="curl/8.0", client_ip="192.0.2.7"),
        user="alice",
        resource_arn="arn:aws:dynamodb:us-west-2:123456789012:table/names",
        instance_id="i-0123456789abcdef0",
        availability_zone="us-west-2a",
    ),
    an_occurrence(
        ADJECTIVE,
        0.1,
        annotations=annotated(category="adjective", attempts=1, cached=True),
    ),
)
SLOW = a_summary(
    a_root(2.3, http=a_request(), user="alice"),
    an_occurrence(
        ADJECTIVE,
        2.1,
        settled_end=T + 7,  # it goes on working after it has answered
        user="bob",
        annotations=annotated(category="adjective", attempts=3, cached=False),
    ),
    response_time_causes=(
        RootCause(
            (
                RootCauseService(
                    NAMES,
                    False,
                    (
                        RootCauseEntity("names", False, coverage=1.0),
                        RootCauseEntity("adjective-4", True, coverage=0.913),
                    ),
                ),
            ),
            True,
        ),
    ),
)
_FAILING_VERB = an_occurrence(
    VERB, 0.1, FAULT, http=a_request(500), annotations=annotated(category="verb")
)
HANDLED = a_summary(
    a_root(http=a_request()),
    _FAILING_VERB,
    fault_causes=(RootCause((VERB_FAILED,), False),),
)
BROKEN = a_summary(
    a_root(flags=FAULT, http=a_request(500)),
    _FAILING_VERB,
    fault_causes=(
        RootCause(
            (
                RootCauseService(
                    NAMES,
                    False,
                    (
                        RootCauseEntity("names", False),
                        RootCauseEntity("verb-6", True),
                    ),
                ),
                VERB_FAILED,
            ),
            True,
        ),
    ),
)
MISSING = a_summary(
    a_root(
        0.01,
        ERROR,
        http=msgspec.structs.replace(
            a_request(404), url="http://localhost:8080/nowhere"
        ),
    )
)
THROTTLED = a_summary(
    a_root(flags=THROTTLE, http=a_request(429)),
    an_occurrence(TABLE, 0.1, THROTTLE, inferred=True),
    error_causes=(
        RootCause(
            (RootCauseService(TABLE, True, (RootCauseEntity("taken", remote=False),)),),
            True,
        ),
    ),
)
UNFINISHED = a_summary(a_root(None))
TORN = a_summary(
    an_occurrence(ServiceId("color-1"), 4.0),
    response_time=None,
    partial=True,
    entry_point=None,
    calls=(),
)

TRACES = {
    "fine": FINE,
    "slow": SLOW,
    "handled": HANDLED,
    "broken": BROKEN,
    "missing": MISSING,
    "throttled": THROTTLED,
    "unfinished": UNFINISHED,
    "torn": TORN,
}
