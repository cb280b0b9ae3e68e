"""Every page has room in its window, and stays where it is while it loads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.views import PAGES, View, settled, shown
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser

WIDTHS = (768, 1440, 2560)
NOTICEABLE = 0.01
"""Of Chromium's score; 0.1 is where it begins to annoy: https://web.dev/articles/cls."""

WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    const moved = sources.map(({ node }) => node?.parentElement?.outerHTML.slice(0, 90));
    if (!hadRecentInput) window.shifts.push({ value, moved });
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("view", PAGES, ids=lambda view: view.name)
def test_nothing_jumps_and_nothing_is_wider_than_the_window(
    browser: Browser, bad_morning: RunningXRay, view: View, width: int
) -> None:
    with shown(browser, width=width) as window:
        page = opened(window, view, bad_morning.url)

        assert page.evaluate("document.documentElement.scrollWidth") == width
        for link in page.locator(".top-bar nav a:visible").all():
            expect(link).to_be_in_viewport()
        shifts = page.evaluate("window.shifts")
        assert sum(shift["value"] for shift in shifts) < NOTICEABLE, shifts


def opened(window: BrowserContext, view: View, url: str) -> Page:
    window.add_init_script(WATCH)
    page = window.new_page()
    view.open(page, url)
    settled(page)
    return page


def test_beside_the_panel_the_list_of_traces_needs_no_scrolling(
    browser: Browser, bad_morning: RunningXRay
) -> None:
    """Columns that tell less give way, until somebody chooses for themselves."""
    wider = "table => table.scrollWidth > table.parentElement.clientWidth"
    for width, columns in ((1440, 7), (1920, 10)):
        with shown(browser, width=width) as window:
            page = window.new_page()
            page.goto(f"{bad_morning.url}/#/traces?timeRange=PT5M&by=service")
            table = page.get_by_role("grid", name="Traces")
            expect(table.get_by_role("row").nth(1)).to_be_visible()

            expect(table.get_by_role("columnheader")).to_have_count(columns)
            assert not table.evaluate(wider)
            page.goto(f"{bad_morning.url}/#/traces?columns=id,user,clientIp")
            expect(table.get_by_role("columnheader")).to_have_count(3)


def test_in_a_narrow_window_every_handler_of_the_map_has_its_name(
    browser: Browser, bad_morning: RunningXRay
) -> None:
    with shown(browser, width=768) as window:
        page = window.new_page()
        page.goto(f"{bad_morning.url}/#/service-map?timeRange=PT5M")

        expect(page.locator(".compact .name")).to_have_count(50)
