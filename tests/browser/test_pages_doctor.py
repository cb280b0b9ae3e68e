"""Somebody misses a trace: what is found, what was rejected, and that the sum holds."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import put
from tests.browser.hostile import MARKUP, no_element_of_it
from tests.browser.outage import ask
from tests.processes import RunningXRay, eventually, running_xray_local
from tests.segments import a_segment

pytestmark = pytest.mark.browser


def card(page: Page, heading: str) -> Locator:
    return page.locator(".card", has=page.get_by_role("heading", name=heading))


def test_a_rejected_document_is_found_with_reason_hint_and_text(
    page: Page, fresh: RunningXRay
) -> None:
    fresh.send(a_segment("checkout", id="nonsense"))
    eventually(lambda: fresh.counters()["Rejected"])
    page.goto(f"{fresh.url}/#/doctor")

    row = page.get_by_role("row", name=re.compile("InvalidId"))
    expect(row).to_contain_text("An id is exactly 16 hex digits.")
    expect(row).to_contain_text("127.0.0.1:")
    row.get_by_role("button", name="InvalidId").click()

    panel = page.get_by_role("complementary", name="InvalidId")
    expect(panel.get_by_label("the document's text", exact=True)).to_contain_text(
        '"id": "nonsense"'
    )
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_the_counters_are_shown_as_the_sum_that_they_are(
    page: Page, fresh: RunningXRay
) -> None:
    put(fresh, [a_segment(), a_segment()])
    ask(fresh, "TraceSegments", TraceSegmentDocuments=["{"])
    page.goto(f"{fresh.url}/#/doctor")

    accounts = card(page, "What became of every document").locator("dl")
    expect(accounts).to_have_text(
        re.compile(
            r"Received\s*3\s*3 by HTTP\s*Stored\s*2\s*"
            r"Rejected\s*1\s*1 ParseError\s*Dropped\s*0\s*Pending\s*0"
        )
    )


def test_a_store_that_is_damaged_is_told_with_a_way_out(
    page: Page, tmp_path: Path
) -> None:
    """What is counted in memory is there all the same."""
    folder = tmp_path / "data"
    with running_xray_local(tmp_path, "--data", str(folder)) as xray:
        put(xray, [a_segment()])
        with closing(sqlite3.connect(folder / "traces.sqlite3")) as connection:
            connection.execute("DROP TABLE figures")
        page.goto(f"{xray.url}/#/doctor")

        found = card(page, "What is found")
        expect(found).to_contain_text("X-Ray Local cannot answer")
        expect(found).to_contain_text("cannot be read: no such table: figures")
        expect(found).to_contain_text("start it again")
        expect(card(page, "What became of every document")).to_contain_text("1 by HTTP")


def test_a_missing_trace_is_told_what_may_be_why(
    page: Page, fresh: RunningXRay
) -> None:
    rejected = a_segment(start_time=None)
    fresh.send(rejected)
    eventually(lambda: fresh.counters()["Rejected"])
    page.goto(f"{fresh.url}/#/doctor")

    page.get_by_label("Trace id").fill(rejected["trace_id"])
    page.get_by_role("button", name="Examine").click()

    findings = card(page, "What is found about this trace")
    expect(findings).to_contain_text(f"No document of trace {rejected['trace_id']}")
    expect(findings).to_contain_text("MissingStartTime")
    expect(findings.get_by_role("link", name="Open this trace")).to_have_count(0)
    expect(page).to_have_url(re.compile(f"trace={rejected['trace_id']}"))


def test_a_trace_that_is_there_can_be_opened(page: Page, fresh: RunningXRay) -> None:
    segment = a_segment("here")
    put(fresh, [segment])
    page.goto(f"{fresh.url}/#/doctor?trace={segment['trace_id']}")

    page.get_by_role("link", name="Open this trace").click()

    expect(page.get_by_role("treegrid", name="Timeline")).to_contain_text("here")


def test_where_nothing_ever_came_it_leads_to_how_to_send(
    page: Page, empty: RunningXRay
) -> None:
    page.goto(f"{empty.url}/#/doctor")
    expect(page.get_by_text("No document was rejected")).to_be_visible()

    page.get_by_role("link", name="How to send traces here").click()

    expect(page.get_by_role("button", name="Send a sample trace")).to_be_visible()


def test_what_was_rejected_is_searched_and_never_markup(
    page: Page, fresh: RunningXRay
) -> None:
    hostile = json.dumps({"name": MARKUP, "id": MARKUP, "trace_id": MARKUP})
    ask(fresh, "TraceSegments", TraceSegmentDocuments=[hostile, "{"])
    page.goto(f"{fresh.url}/#/doctor?trace={MARKUP}")
    expect(page.get_by_text("is no trace id").first).to_contain_text("<img src=x")
    rows = card(page, "Rejected documents").locator("tbody tr")
    expect(rows).to_have_count(2)

    page.get_by_label("Find rejected documents").fill("onerror")
    expect(rows).to_have_count(1)
    rows.get_by_role("button").first.click()

    expect(page.get_by_label("the document's text", exact=True)).to_contain_text(
        "<script>"
    )
    no_element_of_it(page)


def test_with_x_ray_local_gone_it_says_so(page: Page, fresh: RunningXRay) -> None:
    page.goto(f"{fresh.url}/#/doctor")
    expect(page.get_by_text("No document was rejected")).to_be_visible()
    fresh.terminate()

    page.get_by_label("Trace id").fill("1-58406520-a006649127e371903a2de979")
    page.get_by_role("button", name="Examine").click()

    expect(page.get_by_text("No connection").first).to_be_visible()
