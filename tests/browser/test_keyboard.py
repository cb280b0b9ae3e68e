"""Somebody without a mouse finds the slow handler: from the map to its segment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.views import shown
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const { innerText, ariaLabel, title } = document.activeElement;
  return [ariaLabel, title, innerText].filter(Boolean).join(" ");
}"""


@pytest.fixture
def page(browser: Browser, bad_morning: RunningXRay) -> Iterator[Page]:
    with shown(browser) as window:
        page = window.new_page()
        page.goto(f"{bad_morning.url}/#/service-map?timeRange=PT5M")
        expect(page.get_by_role("button", name=re.compile("^verb-6"))).to_be_visible()
        yield page


def focused(page: Page) -> str:
    return str(page.evaluate(FOCUSED))


def within(selector: str) -> Callable[[Page], bool]:
    inside = f"() => document.activeElement.closest({selector!r}) !== null"
    return lambda page: bool(page.evaluate(inside))


def pressed_until(
    page: Page, key: str, there: Callable[[Page], bool], *, at_most: int
) -> None:
    for _ in range(at_most):
        page.keyboard.press(key)
        if there(page):
            return
    pytest.fail(f"{at_most} times {key}, and it is at {focused(page)!r}")


def test_from_the_map_to_the_culprit_by_keyboard_alone(page: Page) -> None:
    pressed_until(page, "Tab", lambda page: focused(page) == "Traces", at_most=4)
    page.keyboard.press("Enter")
    expect(page.get_by_role("grid", name="Values of Service")).to_be_visible()
    line = page.get_by_role("combobox", name=re.compile("^Filter expression"))
    at_line = within("[aria-label^='Filter expression']")
    pressed_until(page, "Tab", at_line, at_most=16)
    page.keyboard.type("responsetime > 1.5")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(line).to_have_value("responsetime > 1.5")
    expect(page.get_by_text("53 traces match")).to_be_visible()

    # The panel beside the list, with a row for each service, is one stop of these.
    in_the_list = within("[aria-label='Traces'] th, [aria-label='Traces'] td")
    pressed_until(page, "Tab", in_the_list, at_most=12)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("treegrid", name="Timeline")).to_be_visible()

    pressed_until(page, "Tab", within("[data-part]"), at_most=20)
    pressed_until(
        page, "ArrowDown", lambda page: "adjective-4" in focused(page), at_most=12
    )
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary")
    expect(panel.get_by_role("heading", name="adjective-4", exact=True)).to_be_visible()


def test_the_first_stop_leads_past_bars_and_filters(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_label("Service map").locator(":focus")).to_have_count(1)


def test_what_the_list_is_narrowed_by_is_reached_with_arrow_keys(page: Page) -> None:
    page.goto(re.sub("#.*", "#/traces?timeRange=PT5M&by=service", page.url))
    values = page.get_by_role("grid", name="Values of Service")
    expect(values.get_by_role("row").nth(3)).to_be_visible()
    find = page.get_by_label("Find a value")
    find.focus()
    page.keyboard.press("Tab")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    third = values.get_by_role("row").nth(3)
    expect(third.get_by_role("button")).to_be_focused()
    page.keyboard.press("Tab")
    expect(values.locator(":focus")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    expect(third.get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("filter=service"))


@pytest.mark.parametrize("path", ["nonsense", "settings/nonsense"])
def test_an_address_that_names_no_page_says_so(page: Page, path: str) -> None:
    page.goto(re.sub("#.*", f"#/{path}", page.url))
    expect(page.get_by_role("heading", name="No such page")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Traces").press("Enter")

    expect(page.get_by_role("heading", name="Traces", exact=True)).to_be_visible()


def test_a_trace_id_that_is_none_leads_back_to_the_list(page: Page) -> None:
    page.goto(re.sub("#.*", "#/traces/abc", page.url))
    expect(page.get_by_text("incorrect id format")).to_be_visible()
    page.get_by_role("link", name="All traces").press("Enter")

    expect(page.get_by_role("heading", name="Traces", exact=True)).to_be_visible()
