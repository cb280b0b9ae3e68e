"""Payments fail for six minutes: the insight, its cause, its impact, its traces."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import put
from tests.browser.outage import FAILING, REQUESTS, ask, shop_with_an_outage
from tests.processes import RunningXRay
from tests.segments import a_segment

pytestmark = pytest.mark.browser

FAULTS = len(FAILING) * REQUESTS // 2


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    with shop_with_an_outage(tmp_path_factory.mktemp("outage")) as xray:
        yield xray


def test_the_list_tells_what_happened_and_filters_by_state(
    page: Page, shop: RunningXRay
) -> None:
    page.goto(f"{shop.url}/#/insights")
    row = page.get_by_role("row", name=re.compile("payments had more faults"))
    expect(row).to_contain_text("Closed")
    expect(row).to_contain_text("Default")

    page.get_by_role("button", name="Active").click()

    expect(page).to_have_url(re.compile("state=active"))
    expect(page.get_by_text("No active insight in the last day.")).to_be_visible()
    page.get_by_role("button", name="Closed", exact=True).click()
    expect(row).to_be_visible()


def test_an_insight_shows_cause_impact_events_and_the_marked_fault(
    page: Page, shop: RunningXRay
) -> None:
    page.goto(f"{shop.url}/#/insights")
    page.get_by_role("link", name=re.compile("payments had more faults")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "payments had more faults than usual"
    )
    expect(page.get_by_text("shop was affected by it.")).to_be_visible()
    chart = page.get_by_role("group", name="Requests to payments in each minute")
    failing = chart.locator("title", has_text=f"{REQUESTS // 2} faults, usual are")
    expect(failing).to_have_count(len(FAILING))
    for name in ("Fault on: payments", "Fault off: payments"):
        expect(chart.get_by_role("img", name=re.compile(name))).to_have_count(1)
    faults = page.get_by_role("group", name="how many are usual")
    expect(faults.locator(".usual").first).to_be_attached()
    events = page.locator(".events li")
    expect(events.first).to_contain_text("payments is as usual again.")
    expect(events.last).to_contain_text("payments has more faults than usual.")
    expect(page.locator(".affected li").first).to_contain_text("root cause")
    expect(page.locator(".affected li").last).to_contain_text("calls payments")


def test_it_leads_to_the_failed_traces(page: Page, shop: RunningXRay) -> None:
    page.goto(f"{shop.url}/#/insights")
    page.get_by_role("link", name=re.compile("payments had more faults")).click()
    page.get_by_role("link", name="View the failed traces").click()

    expect(page.get_by_label("Filter expression or trace id")).to_have_value(
        'service(id(name: "payments")) { fault }'
    )
    expect(page.get_by_text(f"{FAULTS} traces match")).to_be_visible()


def test_where_no_group_has_insights_they_are_turned_on_with_one_press(
    page: Page, fresh: RunningXRay
) -> None:
    put(fresh, [a_segment()])
    page.goto(f"{fresh.url}/#/insights")
    page.get_by_role("button", name="Turn on for all traces").click()

    expect(page.get_by_text("Watched: Default.")).to_be_visible()
    [default] = ask(fresh, "Groups")["Groups"]
    assert default["InsightsConfiguration"]["InsightsEnabled"]


def test_an_insight_that_is_gone_is_told(page: Page, shop: RunningXRay) -> None:
    page.goto(f"{shop.url}/#/insights/0b4b3c1e-6c5f-4f5f-8f5f-3c1e6c5f4f5f")

    expect(page.get_by_text("not found")).to_be_visible()
