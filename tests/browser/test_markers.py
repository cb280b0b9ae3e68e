"""Somebody looks when it began: a deployment, a fault, an insight, on every chart."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import mesh_with_two_faults
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=document.title='owned'>"
TOLD = [
    ("deploy", "adjective v2 is out", 200),
    ("fault-on", "adjective-4 is slow", 121),
    ("note", MARKUP, 120),
    ("fault-on", "verb-6 fails", 119),
]


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    with mesh_with_two_faults(tmp_path_factory.mktemp("marked")) as xray:
        for kind, text, ago in TOLD:
            tell(xray, {"Kind": kind, "Text": text, "Time": time.time() - ago})
        yield xray


def tell(xray: RunningXRay, marker: dict[str, object]) -> None:
    body = json.dumps(marker).encode()
    urllib.request.urlopen(f"{xray.url}/api/markers", body, timeout=30).close()


def signs(chart: Locator) -> Locator:
    return chart.locator(".markers").get_by_role("img")


def tip(page: Page) -> Locator:
    return page.locator(".mark-tip")


def test_the_charts_above_the_traces_have_them(page: Page, marked: RunningXRay) -> None:
    page.goto(f"{marked.url}/#/traces?timeRange=PT15M")
    chart = page.get_by_role(
        "application", name=re.compile("^Response times over time")
    )

    # Three within two seconds share a sign.
    expect(signs(chart)).to_have_count(2)
    signs(chart).nth(1).hover()

    expect(tip(page).get_by_role("listitem")).to_have_count(3)
    expect(tip(page)).to_contain_text("adjective-4 is slow")
    expect(tip(page)).to_contain_text(MARKUP)
    page.mouse.move(5, 5)
    expect(tip(page)).to_have_count(0)


def test_a_key_reaches_them_as_well(page: Page, marked: RunningXRay) -> None:
    page.goto(f"{marked.url}/#/traces?timeRange=PT15M")
    chart = page.get_by_role(
        "application", name=re.compile("^Response times over time")
    )
    expect(signs(chart)).to_have_count(2)

    chart.focus()
    page.keyboard.press("Tab")

    expect(signs(chart).first).to_be_focused()
    expect(signs(chart).first).to_have_accessible_name(re.compile("^Deployment: adj"))
    expect(tip(page)).to_contain_text("adjective v2 is out")
    page.keyboard.press("Escape")
    expect(tip(page)).to_have_count(0)


def test_a_services_panel_shows_it_over_time(page: Page, marked: RunningXRay) -> None:
    page.goto(f"{marked.url}/#/service-map?timeRange=PT15M&node=verb-6")
    panel = page.get_by_role("complementary", name="verb-6")

    requests = panel.get_by_role("group", name="Requests over time")
    expect(signs(requests)).to_have_count(2)
    expect(requests.locator(".part.error").first).to_be_visible()
    expect(signs(panel.get_by_role("group", name="Mean response time"))).to_have_count(
        2
    )


def test_a_calls_panel_shows_it_as_its_caller_saw_it(
    page: Page, marked: RunningXRay
) -> None:
    page.goto(f"{marked.url}/#/service-map?timeRange=PT15M&node=names&to=verb-6")
    panel = page.get_by_role("complementary", name="names → verb-6")

    requests = panel.get_by_role("group", name="Requests over time")
    expect(requests.locator(".part.error").first).to_be_visible()


def test_beside_a_filter_it_says_what_is_counted(
    page: Page, marked: RunningXRay
) -> None:
    page.goto(f"{marked.url}/#/service-map?timeRange=PT15M&node=verb-6&filter=error")

    expect(page.get_by_text("all requests, whatever the filter")).to_be_visible()
