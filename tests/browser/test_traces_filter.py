"""Somebody asks for some of the traces: by typing, or by choosing a group."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import put
from tests.browser.traces_page import (
    LIST,
    a_request,
    ask,
    line,
    refine,
    rows,
    suggestions,
    traces,
)
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser


def test_the_line_completes_what_is_begun_by_keyboard_alone(
    page: Page, mesh_alone: RunningXRay
) -> None:
    page.goto(f"{mesh_alone.url}/{LIST}")
    line(page).press_sequentially("annotation.hand")
    expect(suggestions(page).first).to_contain_text("annotation.handler")
    expect(line(page)).to_have_attribute("aria-expanded", "true")
    line(page).press("ArrowDown")
    line(page).press("Enter")
    expect(line(page)).to_have_value("annotation.handler ")

    line(page).press_sequentially('= "verb-6')
    expect(suggestions(page).first).to_contain_text('"verb-6"')
    line(page).press("ArrowDown")
    line(page).press("Tab")
    line(page).press("Escape")
    expect(suggestions(page)).to_have_count(0)
    line(page).press("Enter")

    expect(page).to_have_url(re.compile("filter=annotation"))
    expect(page.get_by_text(re.compile(r"\d+ traces match, of 600"))).to_be_visible()


def test_enter_runs_the_line_as_it_stands_and_it_is_remembered(
    page: Page, mesh_alone: RunningXRay
) -> None:
    page.goto(f"{mesh_alone.url}/{LIST}")
    ask(page, "error")
    expect(page.get_by_text(re.compile(r"traces match"))).to_be_visible()
    page.get_by_role("button", name="Clear the filter").click()
    page.reload()

    line(page).click()

    expect(suggestions(page).first).to_contain_text("error")
    suggestions(page).first.click()
    expect(page).to_have_url(re.compile("filter=error"))


def test_a_mistake_says_it_once_and_shows_what_expressions_look_like(
    page: Page, mesh_alone: RunningXRay
) -> None:
    page.goto(f"{mesh_alone.url}/{LIST}")
    ask(page, "ok AND resposetime > 1")
    alert = page.get_by_role("alert")

    expect(alert).to_contain_text("Did you mean responsetime?")
    assert alert.inner_text().count("Did you mean") == 1
    caret = page.locator(".caret")
    expect(caret).to_have_text("^" * len("resposetime"))
    page.get_by_role("button", name="fault OR throttle").click()

    expect(alert).to_have_count(0)
    expect(line(page)).to_have_value("fault OR throttle")


def test_a_group_narrows_list_and_counts(page: Page, fresh: RunningXRay) -> None:
    put(fresh, [a_request(9, user="ann"), a_request(8), a_request(7, fault=True)])
    created = {"GroupName": "failing", "FilterExpression": "fault"}
    made = page.request.post(f"{fresh.url}/CreateGroup", data=created)
    assert made.ok
    page.goto(f"{fresh.url}/{LIST}&by=user")
    expect(traces(page)).to_have_count(3)

    page.get_by_role("button", name="Group").click()
    page.get_by_role("option", name=re.compile("failing")).click()

    expect(page).to_have_url(re.compile("group=failing"))
    expect(traces(page)).to_have_count(1)
    expect(rows(page).nth(1)).to_contain_text("Fault")
    expect(refine(page)).to_contain_text("No trace has a value.")


def test_nothing_found_says_among_how_many(page: Page, mesh_alone: RunningXRay) -> None:
    page.goto(f"{mesh_alone.url}/{LIST}&filter=fault")

    expect(page.get_by_text("No trace matches in the last 15 minutes.")).to_be_visible()
    expect(page.get_by_text("600 traces scanned.")).to_be_visible()
    page.get_by_role("button", name="Clear the filter").last.click()
    expect(traces(page).first).to_be_visible()
