"""Half an hour of a shop whose payments fail for a while: for insights, minute by minute.

X-Ray Local's time is that of a file which goes on as the traces are sent, and ends at the
browser's own time.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.chromium import put
from tests.processes import RunningXRay, running_xray_local
from tests.segments import a_segment, a_subsegment

MINUTES = 30
FAILING = range(14, 20)
REQUESTS = 20
"""In each minute; while payments fail, every second one does."""


def ask(xray: RunningXRay, path: str, **members: Any) -> Any:
    body = json.dumps(members).encode()
    request = urllib.request.Request(f"{xray.url}/{path}", body)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def a_purchase(at: float, payments: str, *, fault: bool) -> list[dict[str, Any]]:
    """The shop asks payments, and fails when they do."""
    ended = {"start_time": at, "end_time": at + 0.4, "fault": fault}
    http = {"request": {"method": "POST", "url": "http://shop.example/buy"}}
    call = a_subsegment(payments, namespace="remote", **ended)
    shop = a_segment(
        "shop", trace_id=a_trace_id(at), http=http, subsegments=[call], **ended
    )
    paying = a_segment(
        payments, trace_id=shop["trace_id"], parent_id=call["id"], **ended
    )
    return [shop, paying]


def a_trace_id(at: float) -> str:
    return f"1-{int(at):08x}-{a_segment()['trace_id'][11:]}"


@contextmanager
def shop_with_an_outage(
    folder: Path, payments: str = "payments", minutes: int = MINUTES
) -> Iterator[RunningXRay]:
    """The Default group has insights. Payments have failed, and the fault was marked."""
    clock = folder / "clock"
    first = int(time.time()) // 60 * 60 - minutes * 60
    clock.write_text(str(float(first)))
    arguments = ("--memory", "--clock-file", str(clock))
    with running_xray_local(folder, *arguments) as xray:
        ask(
            xray,
            "UpdateGroup",
            GroupName="Default",
            InsightsConfiguration={"InsightsEnabled": True},
        )
        for minute in range(minutes):
            start = first + 60.0 * minute
            clock.write_text(str(start + 50))
            put(xray, _documents(start, payments, failing=minute in FAILING))
        for kind, minute in (("fault-on", FAILING.start), ("fault-off", FAILING.stop)):
            at = first + 60 * minute
            ask(xray, "api/markers", Kind=kind, Text=f"{payments}: STATUS=503", Time=at)
        clock.write_text(str(time.time()))
        yield xray


def _documents(
    start: float, payments: str, *, failing: bool
) -> Iterator[dict[str, Any]]:
    for number in range(REQUESTS):
        fault = failing and number % 2 == 0
        yield from a_purchase(start + number * 2, payments, fault=fault)
