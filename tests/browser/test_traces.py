"""Somebody goes through a list of traces."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import put
from tests.browser.traces_page import LIST, a_request, refine, rows, traces
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser


def test_a_column_is_put_in_order_over_all_traces_not_those_of_the_page(
    page: Page, mesh_alone: RunningXRay
) -> None:
    """The slow ones are spread over more pages than one."""
    page.goto(f"{mesh_alone.url}/{LIST}")
    expect(rows(page)).to_have_count(201)
    page.get_by_role("button", name="Response time").press("Enter")

    expect(
        page.get_by_text("The first 200 of 600 traces in this order")
    ).to_be_visible()
    for number in (1, 30):
        expect(rows(page).nth(number)).to_contain_text(re.compile(r"2\.0\d s"))
    expect(page).to_have_url(re.compile("order=responsetime"))
    page.get_by_role("button", name="Newest first").click()
    expect(page).not_to_have_url(re.compile("order="))


def test_pages_go_through_every_trace_once(page: Page, mesh_alone: RunningXRay) -> None:
    page.goto(f"{mesh_alone.url}/{LIST}")
    older = page.get_by_role("button", name="Older traces").first
    seen: list[str] = []
    for first in (1, 201, 401):
        expect(page.get_by_text(f"{first}\u2013{first + 199}").first).to_be_visible()
        expect(traces(page)).to_have_count(200)
        seen += traces(page).all_inner_texts()
        older.click()

    assert len(set(seen)) == 600
    expect(page.get_by_text("No older traces in the last 15 minutes.")).to_be_visible()
    expect(older).to_be_disabled()
    page.go_back()
    expect(page.get_by_text("401\u2013600").first).to_be_visible()
    page.go_back()
    expect(page.get_by_text("201\u2013400").first).to_be_visible()
    page.get_by_role("button", name="Newest traces").first.click()
    expect(page.get_by_text("1\u2013200").first).to_be_visible()


def test_an_annotation_can_be_a_column_and_a_link_has_it(
    page: Page, fresh: RunningXRay
) -> None:
    put(fresh, [a_request(9, annotations={"tenant": 7})])
    page.goto(f"{fresh.url}/{LIST}&columns=id%2Cannotation.tenant%2Coutcome")

    expect(rows(page).first).to_have_text(re.compile("Trace id.*tenant.*Status"))
    expect(rows(page).nth(1)).to_contain_text("7")


def test_a_link_has_all_that_is_shown(page: Page, mesh_alone: RunningXRay) -> None:
    shown = "&by=http.method&order=duration&ascending=1&charts=-&filter=ok"
    page.goto(f"{mesh_alone.url}/{LIST}{shown}")

    expect(refine(page).get_by_role("grid", name="Values of Method")).to_contain_text(
        "GET"
    )
    expect(page.get_by_role("columnheader", name="Duration")).to_have_attribute(
        "aria-sort", "ascending"
    )
    expect(page.get_by_role("button", name="Charts")).to_have_attribute(
        "aria-pressed", "false"
    )
    expect(page.get_by_label(re.compile("^Distribution"))).to_have_count(0)


@pytest.mark.parametrize("width", [768, 1280])
def test_nothing_is_wider_than_the_window(
    page: Page, mesh_alone: RunningXRay, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{mesh_alone.url}/{LIST}&by=service")
    expect(refine(page).get_by_role("row").nth(1)).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_range_of_days_is_listed_and_counted_to_its_end(
    page: Page, fresh: RunningXRay
) -> None:
    """X-Ray's own list takes a day at most; nobody who chooses a week need know."""
    days = (0.01, 0.99, 1.01, 3.5, 6.5)
    put(fresh, (a_request(day * 86_400) for day in days))
    page.goto(f"{fresh.url}/#/traces?timeRange=P7D")

    expect(traces(page)).to_have_count(len(days))
    expect(page.get_by_text(f"{len(days)} traces", exact=True)).to_be_visible()
