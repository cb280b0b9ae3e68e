"""Everybody can use every page: axe finds nothing that keeps somebody from it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.views import PAGES, STATES, View, shown
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", [*PAGES, *STATES], ids=lambda view: view.name)
def test_a_page_has_no_serious_fault(
    browser: Browser, bad_morning: RunningXRay, view: View, theme: str
) -> None:
    with shown(browser, theme=theme) as window:
        page = window.new_page()
        view.open(page, bad_morning.url)

        assert faults(page) == []


NOTHING_YET = ("", "traces", "insights", "doctor", "settings/groups", "start")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", NOTHING_YET)
def test_nor_has_one_without_anything_in_it(
    browser: Browser, empty: RunningXRay, path: str, theme: str
) -> None:
    with shown(browser, theme=theme) as window:
        page = window.new_page()
        page.goto(f"{empty.url}/#/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()

        assert faults(page) == []


def test_the_culprit_is_found_by_keyboard_alone(
    browser: Browser, bad_morning: RunningXRay
) -> None:
    """From the traces by a filter to the slow part of one, and what it says of itself."""
    with shown(browser) as window:
        page = window.new_page()
        page.goto(f"{bad_morning.url}/#/traces?timeRange=PT5M")
        expect(page.get_by_role("link", name=re.compile("^1-")).first).to_be_visible()

        tabbed_to(page, "combobox", "Filter expression or trace id")
        page.keyboard.type("responsetime > 1.5", delay=5)
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        expect(page.get_by_text(re.compile("^53 traces match"))).to_be_visible()
        tabbed_to(page, "link", "^1-")
        page.keyboard.press("Enter")

        timeline = page.get_by_role("treegrid", name="Timeline")
        expect(timeline).to_be_visible()
        tabbed_to(page, "row", "^gateway")
        slow = timeline.get_by_role("row", name=re.compile(r"^adjective-4.*2\.02 s"))
        for _ in range(20):
            if slow.evaluate("row => row === document.activeElement"):
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        tabbed_to(page, "tab", "Overview")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")

        expect(page.get_by_text("delay 2s")).to_be_visible()


def tabbed_to(page: Page, role: str, name: str, most: int = 80) -> None:
    """The tabulator leads there, as it leads anybody without a mouse."""
    wanted = page.get_by_role(role, name=re.compile(name))  # type: ignore[arg-type]
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.and_(page.locator(":focus")).count():
            return
    pytest.fail(f"{most} times Tab do not reach the {role} {name!r}")
