"""Everybody can use every page: axe finds nothing that keeps somebody from it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

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
