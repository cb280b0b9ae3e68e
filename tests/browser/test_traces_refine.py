"""Somebody narrows a list of traces down to what many of them have in common."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import put
from tests.browser.hostile import MARKUP, no_element_of_it
from tests.browser.traces_page import (
    LIST,
    a_request,
    filter_of,
    line,
    refine,
    rows,
    suggestions,
)
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser


def test_the_panel_finds_who_fails_and_a_click_narrows_to_it(
    page: Page, mesh_alone: RunningXRay
) -> None:
    page.goto(f"{mesh_alone.url}/{LIST}&by=service")
    failed = refine(page).get_by_role("button", name="Failed")
    expect(refine(page).get_by_role("row", name=re.compile("gateway"))).to_contain_text(
        "600"
    )
    failed.click()
    worst = refine(page).get_by_role("row").nth(1)
    expect(worst).to_contain_text(re.compile(r"verb-6.*[345]\d%", re.DOTALL))

    worst.get_by_role("button", name="verb-6").click()

    expect(page).to_have_url(re.compile("filter=service"))
    assert filter_of(page) == 'service("verb-6")'
    expect(page.get_by_text(re.compile(r"^\d+ traces match, of 600"))).to_be_visible()
    handlers = refine(page).get_by_role("row", name=re.compile("verb-5"))
    expect(handlers).to_have_count(0)


def test_ticked_values_make_a_condition_that_can_be_changed(
    page: Page, mesh_alone: RunningXRay
) -> None:
    page.goto(f"{mesh_alone.url}/{LIST}&by=annotation.handler&filter=ok")
    refine(page).get_by_label("Find a value").fill("adjective-")
    refine(page).get_by_label("Tick adjective-4").check()
    refine(page).get_by_label("Tick adjective-5").check()
    condition = refine(page).get_by_label("Condition to add")
    both = 'annotation[handler] = "adjective-4" OR annotation[handler] = "adjective-5"'
    expect(condition).to_have_value(both)
    condition.fill(f"{both} OR fault")

    refine(page).get_by_role("button", name="Add to query").click()

    expect(line(page)).to_have_value(f"ok AND ({both} OR fault)")
    assert filter_of(page) == f"ok AND ({both} OR fault)"


def test_what_is_ticked_can_be_left_out(page: Page, mesh_alone: RunningXRay) -> None:
    page.goto(f"{mesh_alone.url}/{LIST}&by=http.status")
    refine(page).get_by_label("Tick 200").check()
    refine(page).get_by_role("button", name="Exclude").click()

    expect(line(page)).to_have_value("!http.status = 200")
    expect(rows(page).nth(1)).to_contain_text("400")


def test_the_whole_path_of_a_root_cause_narrows_the_list(
    page: Page, mesh_alone: RunningXRay
) -> None:
    page.goto(f"{mesh_alone.url}/{LIST}&by=rootcause.error.path")
    path = refine(page).get_by_role("button", name="gateway => names => verb-6")
    counted = path.locator("xpath=ancestor::tr").locator(".number").first
    failed = int(counted.inner_text().split()[0])

    path.click()

    expect(page.get_by_text(f"{failed} traces match")).to_be_visible()
    assert "rootcause.json" in filter_of(page)


def test_values_from_strangers_are_text(page: Page, fresh: RunningXRay) -> None:
    """In suggestions, in the panel, in the condition, in columns and in charts."""
    hostile = a_request(
        5,
        name="shop",
        user=MARKUP,
        http={"request": {"method": MARKUP, "url": MARKUP, "user_agent": MARKUP}},
        annotations={"hostile": MARKUP, "constructor": MARKUP, "__proto__": "x"},
        fault=True,
        cause={"exceptions": [{"id": "0" * 16, "type": MARKUP, "message": MARKUP}]},
    )
    put(fresh, [hostile])
    columns = "columns=id%2Curl%2Cmethod%2Cuser%2CuserAgent%2Cannotation.hostile"
    attributes = ("user", "http.url", "rootcause.fault.message", "annotation.hostile")
    for by in (*attributes, "annotation.constructor"):
        page.goto(f"{fresh.url}/{LIST}&by={by}&{columns}")
        value = refine(page).get_by_role("button", name=MARKUP)
        expect(value).to_be_visible()
        refine(page).get_by_role("checkbox").check()
        expect(refine(page).get_by_label("Condition to add")).to_have_value(
            re.compile("<script>")
        )
        value.click()
        expect(page.get_by_text("1 trace matches, of 1")).to_be_visible()
    line(page).fill("annotation.hostile = ")
    expect(suggestions(page).first).to_contain_text("<img src=x")

    no_element_of_it(page)
