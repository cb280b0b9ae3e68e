"""A trace that is not whole: growing, with gaps, missing, one of several."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import put
from tests.browser.trace_page import names, open_trace, row
from tests.processes import RunningXRay
from tests.rich_traces import an_unfinished_trace
from tests.segments import a_segment, a_subsegment, an_id

pytestmark = pytest.mark.browser


def test_a_trace_in_progress_is_followed_to_its_end(
    page: Page, xray: RunningXRay
) -> None:
    now = time.time()
    growing = a_segment("shop", start_time=now, end_time=None, in_progress=True)
    put(xray, [growing])
    open_trace(page, xray, growing)
    expect(page.get_by_role("status")).to_contain_text("1 part has no end yet")
    expect(row(page, "shop")).to_contain_text("In progress")

    call = a_subsegment("payments", start_time=now + 0.1, end_time=now + 0.4)
    put(
        xray,
        [growing | {"in_progress": False, "end_time": now + 1, "subsegments": [call]}],
    )

    expect(row(page, "payments")).to_be_visible(timeout=10_000)
    expect(row(page, "shop")).to_contain_text("OK")
    expect(page.get_by_text("In progress")).to_have_count(0)


def test_what_names_a_missing_parent_stands_below_it_until_it_comes(
    page: Page, xray: RunningXRay
) -> None:
    shop, stray, orphan = an_unfinished_trace(time.time() - 3)
    put(xray, [shop, stray, orphan])
    open_trace(page, xray, shop)

    expect(page.get_by_role("status")).to_contain_text("2 parents were not received")
    expect(names(page)).to_have_text(
        ["shop", "not received", "late query", "not received", "worker"]
    )
    late = a_segment(
        "late",
        trace_id=shop["trace_id"],
        id=orphan["parent_id"],
        parent_id=shop["id"],
        start_time=shop["start_time"] + 0.2,
        end_time=shop["start_time"] + 1,
    )
    put(xray, [late])

    expect(names(page)).to_have_text(
        ["shop", "late", "late query", "not received", "worker"], timeout=10_000
    )


def test_subsegments_alone_are_shown_though_x_ray_hides_them(
    page: Page, xray: RunningXRay
) -> None:
    lonely = a_subsegment(
        "lonely",
        type="subsegment",
        parent_id=an_id(),
        trace_id=a_segment()["trace_id"],
    )
    put(xray, [lonely])
    open_trace(page, xray, lonely)

    expect(names(page)).to_have_text(["not received", "lonely"])
    expect(page.get_by_role("region", name="Map of this trace")).to_have_count(0)


def test_of_a_trace_that_is_not_here_it_is_said_why(
    page: Page, xray: RunningXRay
) -> None:
    rejected = a_segment("shop", start_time=-1)
    body = json.dumps({"TraceSegmentDocuments": [json.dumps(rejected)]})
    page.request.post(f"{xray.url}/TraceSegments", data=body)
    open_trace(page, xray, rejected)

    expect(page.get_by_text("No such trace.")).to_be_visible()
    expect(
        page.get_by_role("listitem").filter(has_text="of this trace")
    ).to_contain_text("InvalidStartTime")


def test_linked_traces_lead_to_each_other(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    now = time.time()
    link = {"trace_id": checkout[1]["trace_id"], "id": checkout[1]["id"]}
    mailer = a_segment("mailer", start_time=now - 2, end_time=now - 1, links=[link])
    put(xray, [mailer])
    open_trace(page, xray, mailer)
    expect(page.get_by_text("Part of a linked set of 2 traces.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Open a linked trace")).click()
    page.get_by_role("option", name=re.compile("shop")).click()

    expect(page).to_have_url(re.compile(checkout[1]["trace_id"]))
    page.get_by_role("button", name=re.compile("Open a linked trace")).click()
    expect(page.get_by_role("option", name=re.compile("mailer"))).to_be_visible()
