"""One trace as a timeline: walked, searched, folded, zoomed."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import put
from tests.browser.trace_page import CHECKOUT, grid, names, node, open_trace, row
from tests.processes import RunningXRay
from tests.rich_traces import a_large_trace

pytestmark = pytest.mark.browser


def test_what_was_called_stands_below_the_call(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])

    expect(names(page)).to_have_text(CHECKOUT)
    expect(row(page, "carts")).to_have_attribute("aria-level", "3")
    expect(row(page, r"payments.*500.*380 ms")).to_be_visible()


def test_map_and_timeline_select_each_other(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    node(page, "payments").click()

    expect(row(page, "payments", level=3)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("complementary", name="payments")).to_be_visible()

    row(page, "carts").click()

    expect(node(page, "carts")).to_have_attribute("aria-pressed", "true")
    expect(node(page, "payments")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)


def test_the_tree_is_walked_and_folded_by_keys(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    row(page, "shop", level=1).focus()

    page.keyboard.press("ArrowDown")
    expect(row(page, "orders@db.local", level=2)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(row(page, "orders@db.local", level=2)).to_have_attribute(
        "aria-expanded", "false"
    )
    expect(names(page)).to_have_count(len(CHECKOUT) - 1)
    page.keyboard.press("ArrowLeft")
    expect(row(page, "shop", level=1)).to_be_focused()
    page.keyboard.press("End")
    expect(row(page, "payments", level=3)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="payments")).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowLeft")
    expect(names(page)).to_have_text(["shop"])
    page.keyboard.press("Shift+ArrowRight")
    expect(names(page)).to_have_count(len(CHECKOUT))


def test_all_is_folded_and_unfolded_at_once(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    page.get_by_role("button", name="Collapse all").click()
    expect(names(page)).to_have_text(["shop"])

    page.get_by_role("button", name="Expand all").click()
    expect(names(page)).to_have_count(len(CHECKOUT))


def test_the_search_looks_into_documents_and_unfolds_what_it_finds(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    page.get_by_role("button", name="Collapse all").click()
    page.keyboard.press("/")
    page.keyboard.type("payment")

    search = page.get_by_role("group", name="Timeline tools")
    expect(search.get_by_role("status")).to_contain_text("of 2")
    page.keyboard.press("Enter")
    expect(row(page, "payments", level=2)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(row(page, "payments", level=3)).to_have_attribute("aria-selected", "true")
    expect(search.get_by_role("status")).to_have_text("2 of 2")

    page.get_by_label("Search in this trace").fill("select id, total")
    expect(search.get_by_role("status")).to_contain_text("of 1")
    page.get_by_label("Search in this trace").fill("nobody said this")
    expect(search.get_by_role("status")).to_have_text("none")


def test_the_critical_path_names_whom_the_answer_waited_for(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    """The table's call ran while the query did, and ended before it."""
    open_trace(page, xray, checkout[0])
    expect(page.get_by_text("Waited longest for")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Critical path")).click()

    expect(page).to_have_url(re.compile("only=path"))
    expect(row(page, "payments", level=3)).to_be_visible()
    expect(row(page, "parse cart")).to_be_visible()
    expect(row(page, "DynamoDB")).to_have_count(0)

    page.get_by_role("button", name="payments", exact=True).click()
    overview = page.get_by_role("tabpanel")
    expect(overview).to_contain_text("380 ms (69% of the response time)")


def test_only_what_failed_can_be_shown(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    page.get_by_role("button", name=re.compile("^Failed")).click()

    expect(names(page)).to_have_text(["shop", "payments", "payments"])


def width_of(shown: Locator) -> float:
    expect(shown).to_be_visible()
    box = shown.bounding_box()
    assert box is not None
    return box["width"]


def test_a_drag_over_the_axis_zooms_in(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    bar = row(page, "parse cart").locator(".bar")
    before = width_of(bar)
    axis = grid(page).locator(".axis-scale").bounding_box()
    assert axis is not None
    for share, act in ((0.1, page.mouse.down), (0.3, page.mouse.up)):
        page.mouse.move(axis["x"] + share * axis["width"], axis["y"] + 15, steps=3)
        act()

    whole = page.get_by_role("button", name="Whole time")
    expect(whole).to_be_visible()
    assert width_of(bar) > 4 * before
    whole.click()
    expect(whole).to_have_count(0)
    assert width_of(bar) == before


def test_a_part_is_zoomed_to_without_a_mouse(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    bar = row(page, "parse cart").locator(".bar")
    row(page, "parse cart").focus()
    page.keyboard.press("Enter")
    zoom = page.get_by_role("button", name="Zoom to it")
    before = width_of(bar)
    zoom.press("Enter")

    expect(page.get_by_role("button", name="Whole time")).to_be_visible()
    assert width_of(bar) > 4 * before


def test_of_two_thousand_segments_those_on_screen_are_drawn(
    page: Page, xray: RunningXRay
) -> None:
    """And the last one is a key press away; so is one deep inside."""
    documents = a_large_trace(time.time() - 30, 2000)
    put(xray, documents)
    open_trace(page, xray, documents[0])
    expect(grid(page)).to_have_attribute("aria-rowcount", "4000")
    assert names(page).count() < 100
    expect(page.get_by_text(re.compile("over 500 KB"))).to_be_visible()

    row(page, "gateway", level=1).focus()
    page.keyboard.press("End")
    expect(grid(page).locator("[aria-rowindex='4000']")).to_be_focused()
    wanted = documents[1234]["annotations"]["number"]
    page.get_by_label("Search in this trace").fill(wanted)
    page.keyboard.press("Enter")

    selected = grid(page).locator("[aria-selected='true']")
    expect(selected).to_be_in_viewport()
    expect(selected).to_have_attribute("data-part", documents[1234]["id"])
