"""The mesh as one finds it on a bad morning: what each page of the console can show.

All is well for ten minutes, then somebody deploys and two handlers break. The traces are
the same each time, X-Ray Local's time is that of a file, and `NOW` is to be the browser's
as well: so two pictures of a page differ only where the console does.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.browser.chromium import put
from tests.browser.outage import ask
from tests.mesh_traces import ARTICLE, NONE, mesh_traces
from tests.processes import RunningXRay, eventually, running_xray_local
from tests.segments import a_datagram, a_segment

BEGAN = 1_763_113_500.0
BROKE = 10
"""Minutes after it began."""

MINUTES = 15
NOW = BEGAN + 60 * MINUTES + 20
REQUESTS = 90
"""In each minute: to each of the handlers, about nine."""

CLIENT = "c4bcd869c5c14076a836a628"
MISSING = "1-6917009c-a006649127e371903a2de979"
"""A trace that nobody sent: its only document was rejected."""

GROUPS = {
    "failing": "error OR fault OR throttle",
    "slow": "responsetime > 1.5",
    "verbs": 'annotation[category] = "verb"',
}
RULES: dict[str, dict[str, Any]] = {
    "names": {"Priority": 100, "FixedRate": 0.1, "URLPath": "/"},
    "health-checks": {"Priority": 10, "FixedRate": 0.0, "URLPath": "/health*"},
}
REJECTED = (
    a_segment("checkout", id="nonsense", trace_id="1-69170090-" + 24 * "c"),
    a_segment("checkout", start_time=None, trace_id=MISSING, id="70de5b6f19ff9a0a"),
)


@contextmanager
def bad_morning(folder: Path) -> Iterator[RunningXRay]:
    """Insights are on, groups and rules are made, and two documents were rejected."""
    clock = folder / "clock"
    clock.write_text(str(BEGAN))
    arguments = ("--memory", "--sampling", "aws", "--clock-file", str(clock))
    with running_xray_local(folder, *arguments) as xray:
        _set(xray)
        for minute in range(MINUTES):
            start = BEGAN + 60 * minute
            clock.write_text(str(start + 59))
            _minute(xray, start, minute)
        clock.write_text(str(NOW - 15))
        _send_rejected(xray)
        _mark(xray)
        clock.write_text(str(NOW))
        yield xray


def _minute(xray: RunningXRay, start: float, minute: int) -> None:
    """Its requests, and what a client says of its sampling."""
    faults = ARTICLE if minute >= BROKE else NONE
    traces = mesh_traces(REQUESTS, start, 55, faults, seed=minute)
    put(xray, (document for trace in traces for document in trace))
    report = {
        "RuleName": "names",
        "ClientID": CLIENT,
        "Timestamp": start + 59,
        "RequestCount": REQUESTS,
        "SampledCount": 7 + 5 * minute % 6,
        "BorrowCount": 0,
    }
    ask(xray, "SamplingTargets", SamplingStatisticsDocuments=[report])


def _set(xray: RunningXRay) -> None:
    watched = {"InsightsEnabled": True}
    ask(xray, "UpdateGroup", GroupName="Default", InsightsConfiguration=watched)
    for name, expression in GROUPS.items():
        ask(xray, "CreateGroup", GroupName=name, FilterExpression=expression)
    patterns = ("ServiceName", "ServiceType", "Host", "HTTPMethod", "URLPath")
    anything = dict.fromkeys((*patterns, "ResourceARN"), "*")
    for name, members in RULES.items():
        rule = {"RuleName": name, "Version": 1, "ReservoirSize": 0, **anything}
        ask(xray, "CreateSamplingRule", SamplingRule=rule | members)


def _send_rejected(xray: RunningXRay) -> None:
    """By UDP, from the same port each time where it is free."""
    datagrams = [*map(a_datagram, REJECTED), a_datagram(REJECTED[0])[:60]]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        with suppress(OSError):
            sender.bind(("127.0.0.1", 41532))
        for datagram in datagrams:
            sender.sendto(datagram, ("127.0.0.1", xray.port))
    eventually(lambda: xray.counters()["Rejected"] == len(datagrams))


def _mark(xray: RunningXRay) -> None:
    """As a script that deploys does, and `make fault`."""
    broke = BEGAN + 60 * BROKE
    for after, kind, text in (
        (-40, "deploy", "words 1.8 is out"),
        (0, "fault-on", "adjective-4: DELAY=2s"),
        (4, "fault-on", "verb-6: STATUS=400 RATE=0.5"),
    ):
        ask(xray, "api/markers", Kind=kind, Text=text, Time=broke + after)
