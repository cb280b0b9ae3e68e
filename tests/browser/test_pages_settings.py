"""Markers, what is set for the account, sending a first trace, and the way there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import put
from tests.browser.hostile import MARKUP, no_element_of_it
from tests.browser.outage import ask
from tests.processes import RunningXRay
from tests.segments import a_segment

pytestmark = pytest.mark.browser


PAGES = {
    "Sampling rules": "settings/sampling",
    "Groups": "settings/groups",
    "Markers": "settings/markers",
    "Encryption and indexing": "settings/account",
    "Send traces": "start",
}


@pytest.mark.parametrize(("name", "path"), PAGES.items())
def test_every_setting_is_behind_one_button(
    page: Page, mesh: RunningXRay, name: str, path: str
) -> None:
    page.goto(mesh.url)
    menu = page.get_by_role("button", name="Settings")
    menu.click()
    page.get_by_role("navigation").get_by_role("link", name=name).click()

    expect(page).to_have_url(re.compile(f"#/{path}$"))
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(page).to_have_title(re.compile(name))
    expect(menu).to_have_attribute("aria-expanded", "false")


def test_the_menu_closes_with_escape_and_a_press_elsewhere(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/#/doctor")
    menu = page.get_by_role("button", name="Settings")
    menu.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()
    menu.click()
    page.get_by_role("heading", level=1).click()
    expect(menu).to_have_attribute("aria-expanded", "false")


def test_a_moment_is_marked_and_listed_newest_first(
    page: Page, fresh: RunningXRay
) -> None:
    ask(fresh, "api/markers", Kind="fault-on", Text=f"verb-6 {MARKUP}")
    page.goto(f"{fresh.url}/#/settings/markers")
    expect(page.get_by_role("row", name=re.compile("verb-6"))).to_contain_text("<img")

    page.get_by_role("textbox", name="What happened").fill("v2 is out")
    page.get_by_role("button", name="Mark now").click()

    rows = page.get_by_role("table", name="Markers").locator("tbody tr")
    expect(rows.first).to_contain_text("v2 is out")
    expect(rows.last).to_contain_text("Fault on")
    no_element_of_it(page)


def test_a_marker_without_a_text_is_refused_with_a_reason(
    page: Page, fresh: RunningXRay
) -> None:
    page.goto(f"{fresh.url}/#/settings/markers")
    page.get_by_role("button", name="Mark now").click()

    expect(page.get_by_text("Text is empty: say what happened")).to_be_visible()


def account_of(fresh: RunningXRay) -> tuple[Any, Any, Any]:
    [rule] = ask(fresh, "GetIndexingRules")["IndexingRules"]
    return (
        ask(fresh, "EncryptionConfig")["EncryptionConfig"]["Type"],
        rule["Rule"]["Probabilistic"]["DesiredSamplingPercentage"],
        ask(fresh, "GetTraceSegmentDestination")["Destination"],
    )


def test_what_is_set_for_the_account_is_kept(page: Page, fresh: RunningXRay) -> None:
    page.goto(f"{fresh.url}/#/settings/account")
    encryption = page.get_by_role("form", name="Encryption")
    encryption.get_by_text("A key of KMS").click()
    encryption.get_by_role("textbox").fill("alias/mine")
    encryption.get_by_role("button", name="Save").click()
    expect(encryption.get_by_text("Saved")).to_be_visible()
    indexing = page.get_by_role("form", name="Indexing")
    indexing.get_by_role("textbox").fill("200")
    indexing.get_by_role("button", name="Save").click()
    expect(indexing.get_by_role("group")).to_contain_text("between 0 and 100")
    indexing.get_by_role("textbox").fill("25")
    indexing.get_by_role("button", name="Save").click()
    expect(indexing.get_by_text("Saved")).to_be_visible()
    sending = page.get_by_role("form", name="Destination of segments")
    sending.get_by_text("CloudWatch Logs").click()
    sending.get_by_role("button", name="Save").click()
    expect(sending.get_by_text("Saved")).to_be_visible()

    assert account_of(fresh) == ("KMS", 25, "CloudWatchLogs")


def test_a_sample_trace_fills_the_map(page: Page, fresh: RunningXRay) -> None:
    page.goto(fresh.url)
    page.get_by_role("button", name="Send a sample trace").click()

    for name in ("sample-shop", "sample-stock", "sample-payment", "sample-items"):
        node = page.get_by_role("button", name=re.compile(rf"^{name}\b"))
        expect(node).to_be_visible()


def test_where_there_are_traces_the_sample_is_opened_by_a_link(
    page: Page, fresh: RunningXRay
) -> None:
    put(fresh, [a_segment()])
    page.goto(f"{fresh.url}/#/start")
    page.get_by_role("button", name="Send a sample trace").click()
    page.get_by_role("link", name="open the trace").click()

    timeline = page.get_by_role("treegrid", name="Timeline")
    expect(timeline).to_contain_text("sample-payment")


LANGUAGES = ("Python", "Node", "Java", "Go", ".NET", "Ruby", "OpenTelemetry", "Daemon")


def test_each_language_is_told_how(page: Page, mesh: RunningXRay) -> None:
    page.goto(f"{mesh.url}/#/start")
    for language in LANGUAGES:
        page.get_by_role("tab", name=language, exact=True).click()
        expect(page.get_by_role("tabpanel").locator("pre")).to_be_visible()
    expect(page.get_by_text(f"127.0.0.1:{mesh.port}").first).to_be_visible()
