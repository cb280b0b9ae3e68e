"""Text from strangers that would do harm if any page took it for markup."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.chromium import put
from tests.browser.outage import ask, shop_with_an_outage
from tests.processes import RunningXRay
from tests.segments import a_segment, a_subsegment, an_id

MARKUP = "<img src=x onerror=document.title='owned'><script>alert(1)</script>"

SHORT = "<img src=x onerror=alert(1)>"
"""Where 32 characters are allowed: in sampling rules."""


def nothing_ran(page: Page) -> None:
    """It is to be read on the page, and it is nothing but text."""
    expect(page.get_by_text("<img src=x").first).to_be_attached()
    no_element_of_it(page)


def no_element_of_it(page: Page) -> None:
    assert page.title() != "owned"
    assert page.locator("img[src=x]").count() == 0


def a_hostile_trace(now: float) -> list[dict[str, Any]]:
    """In every field that takes a text, and some that take none."""
    said = {MARKUP: MARKUP, "list": [MARKUP], "deep": {MARKUP: {MARKUP: MARKUP}}}
    call = a_subsegment(
        MARKUP, namespace="aws", start_time=now - 1, end_time=now, aws=said, sql=said
    )
    segment = a_segment(
        MARKUP,
        start_time=now - 1,
        end_time=now,
        origin=MARKUP,
        user=MARKUP,
        resource_arn=MARKUP,
        http={"request": {"method": MARKUP, "url": MARKUP, "user_agent": MARKUP}},
        aws=said | {"ec2": said},
        service=said,
        annotations={MARKUP: MARKUP, "key": MARKUP},
        metadata=said,
        fault=True,
        cause={"exceptions": [_thrown()]},
        links=[{"trace_id": a_segment()["trace_id"], "id": an_id()}],
        subsegments=[call],
    )
    orphan = a_subsegment(
        MARKUP, type="subsegment", parent_id=an_id(), trace_id=segment["trace_id"]
    )
    return [segment, orphan]


def _thrown() -> dict[str, Any]:
    stack = [
        {"path": MARKUP, "line": 1, "label": MARKUP},
        {"path": [MARKUP], "line": {MARKUP: 1}, "label": {MARKUP: MARKUP}},
        None,
    ]
    return {"id": an_id(), "type": MARKUP, "message": MARKUP, "stack": stack}


@contextmanager
def hostile_everywhere(folder: Path) -> Iterator[RunningXRay]:
    """In traces, an insight, a group, a rule, a marker and a rejected document."""
    with shop_with_an_outage(folder, payments=MARKUP, minutes=17) as xray:
        put(xray, a_hostile_trace(time.time() - 5))
        filter_ = f'user = "{MARKUP}"'
        ask(xray, "CreateGroup", GroupName="hostile", FilterExpression=filter_)
        rule = {"RuleName": SHORT, "Priority": 1, "FixedRate": 1, "ReservoirSize": 1}
        names = ("ServiceName", "ServiceType", "Host", "HTTPMethod", "URLPath")
        rule |= dict.fromkeys((*names, "ResourceARN"), "*")
        rule |= {"Host": SHORT, "Attributes": {SHORT: SHORT}, "Version": 1}
        ask(xray, "CreateSamplingRule", SamplingRule=rule)
        ask(xray, "api/markers", Kind="deploy", Text=MARKUP)
        rejected = json.dumps({"name": MARKUP, "id": MARKUP, "trace_id": MARKUP})
        ask(xray, "TraceSegments", TraceSegmentDocuments=[rejected])
        yield xray
