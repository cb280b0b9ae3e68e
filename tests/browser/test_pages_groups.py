"""Groups are made with a filter that the server completes, judges and tries."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import put
from tests.browser.outage import ask
from tests.processes import RunningXRay, running_xray_local
from tests.segments import a_segment

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[RunningXRay]:
    """Four traces of the last minute, one of them a fault."""
    with running_xray_local(tmp_path, "--memory") as xray:
        at = time.time() - 30
        put(
            xray,
            [
                a_segment("shop", start_time=at, end_time=at + 1, fault=number == 0)
                for number in range(4)
            ],
        )
        yield xray


def groups_of(xray: RunningXRay) -> dict[str, dict[str, Any]]:
    return {each["GroupName"]: each for each in ask(xray, "Groups")["Groups"]}


def test_a_group_is_made_with_completion_and_tried_while_it_is_typed(
    page: Page, shop: RunningXRay
) -> None:
    page.goto(f"{shop.url}/#/settings/groups")
    page.get_by_role("link", name="Create group").click()
    page.get_by_role("textbox", name="Name").fill("failing")
    expression = page.get_by_role("combobox", name="Filter expression")
    expression.press_sequentially('service("sh')
    page.get_by_role("option", name=re.compile("shop")).first.click()
    expression.press("End")
    expression.press_sequentially(") { fault }")

    expect(page.get_by_text("It matches 1 trace of the last hour")).to_be_visible()
    expression.press("Escape")
    page.locator("form").get_by_text("Insights", exact=True).click()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("row", name=re.compile("failing"))).to_be_visible()
    made = groups_of(shop)["failing"]
    assert made["FilterExpression"] == 'service("shop") { fault }'
    assert made["InsightsConfiguration"] == {
        "InsightsEnabled": True,
        "NotificationsEnabled": False,
    }


def test_suggestions_are_taken_and_left_with_the_keyboard(
    page: Page, shop: RunningXRay
) -> None:
    page.goto(f"{shop.url}/#/settings/groups?new=1")
    expression = page.get_by_role("combobox", name="Filter expression")
    options = page.get_by_role("option")
    expression.press_sequentially("faul")
    expect(options.first).to_contain_text("fault")
    expression.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expression.press("Enter")

    expect(expression).to_have_value("fault ")
    expression.press_sequentially("AND o")
    expect(options.first).to_be_visible()
    expression.press("Escape")
    expect(options).to_have_count(0)


def test_a_mistake_is_shown_at_its_place_and_mended(
    page: Page, shop: RunningXRay
) -> None:
    page.goto(f"{shop.url}/#/settings/groups?new=1")
    expression = page.get_by_role("combobox", name="Filter expression")
    expression.fill("responsetme > 1")

    mistake = page.get_by_role("alert")
    expect(mistake).to_contain_text("^^^^^^^^^^^")
    mistake.get_by_role("button", name="Use responsetime").click()

    expect(expression).to_have_value("responsetime > 1")
    expect(page.get_by_text("of the last hour")).to_be_visible()


def test_what_the_server_refuses_is_told(page: Page, shop: RunningXRay) -> None:
    page.goto(f"{shop.url}/#/settings/groups?new=1")
    page.get_by_role("textbox", name="Name").fill("no spaces please")
    page.get_by_role("combobox", name="Filter expression").fill("fault")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("letters, digits and hyphens only")).to_be_visible()
    assert groups_of(shop).keys() == {"Default"}


def test_default_has_no_filter_and_cannot_be_deleted(
    page: Page, shop: RunningXRay
) -> None:
    page.goto(f"{shop.url}/#/settings/groups")
    expect(page.get_by_role("button", name="Delete Default")).to_have_count(0)
    page.get_by_role("link", name="Default").click()
    expect(page.get_by_text("it has no filter")).to_be_visible()

    page.locator("form").get_by_text("Insights", exact=True).click()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("row", name=re.compile("Default.*On"))).to_be_visible()
    assert groups_of(shop)["Default"]["InsightsConfiguration"]["InsightsEnabled"]


def test_a_group_is_changed_cloned_and_deleted(page: Page, shop: RunningXRay) -> None:
    ask(shop, "CreateGroup", GroupName="slow", FilterExpression="duration > 5")
    page.goto(f"{shop.url}/#/settings/groups?edit=slow")
    expect(page.get_by_role("textbox", name="Name")).to_be_disabled()
    page.get_by_role("combobox", name="Filter expression").fill("duration > 6")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Clone slow").click()
    expect(page.get_by_role("textbox", name="Name")).to_have_value("slow-clone")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="slow-clone")).to_be_visible()
    found = groups_of(shop)
    assert found["slow"]["FilterExpression"] == "duration > 6"
    assert found["slow-clone"]["FilterExpression"] == "duration > 6"

    page.get_by_role("button", name="Delete slow", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()

    expect(page.get_by_role("button", name="Delete slow", exact=True)).to_have_count(0)
    assert groups_of(shop).keys() == {"Default", "slow-clone"}


def test_a_group_leads_to_its_traces(page: Page, shop: RunningXRay) -> None:
    ask(shop, "CreateGroup", GroupName="failing", FilterExpression="fault")
    page.goto(f"{shop.url}/#/settings/groups")
    page.get_by_role("row", name=re.compile("failing")).get_by_role(
        "link", name="View traces"
    ).click()

    expect(page).to_have_url(re.compile("filter=group.name"))
    expect(page.get_by_role("link", name=re.compile("^1-"))).to_have_count(1)
