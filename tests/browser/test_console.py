"""Somebody looks at the map, asks, opens a trace, and knows which one it is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import put
from tests.browser.traces_page import ask
from tests.processes import RunningXRay
from tests.segments import a_segment

pytestmark = pytest.mark.browser


def test_the_map_shows_who_is_slow_and_who_fails(page: Page, mesh: RunningXRay) -> None:
    page.goto(f"{mesh.url}/#/service-map?timeRange=PT15M")

    slow = page.get_by_role("button", name=re.compile(r"^adjective-4\b"))
    failing = page.get_by_role("button", name=re.compile(r"^verb-6\b"))
    healthy = page.get_by_role("button", name=re.compile(r"^noun-3\b"))
    expect(slow).to_have_accessible_name(
        re.compile(r"mean 2\.0\d s, .* times the median of its siblings")
    )
    expect(failing).to_have_accessible_name(re.compile(r"\d+% error"))
    expect(healthy).not_to_have_accessible_name(re.compile(r"median|\d% error"))
    for name in ("gateway", "names", "project-names"):
        expect(
            page.get_by_role("button", name=re.compile(rf"^{name}\b"))
        ).to_be_visible()


def test_a_click_isolates_a_node_and_leads_to_its_traces(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/#/service-map?timeRange=PT15M")
    page.get_by_role("button", name=re.compile(r"^verb-6\b")).click()

    expect(page).to_have_url(re.compile(r"node=verb-6"))
    expect(page.get_by_role("heading", name="verb-6")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^noun-3\b"))).to_have_class(
        re.compile(r"\bdim\b")
    )
    page.get_by_role("button", name="View traces").or_(
        page.get_by_role("link", name="View traces")
    ).click()

    expect(page).to_have_url(re.compile(r"#/traces\?.*filter="))
    expect(page.get_by_label("Filter expression or trace id")).to_have_value(
        'service("verb-6")'
    )
    expect(
        page.get_by_role("grid", name="Traces").get_by_role("row").nth(1)
    ).to_be_visible()


def test_a_question_finds_the_slow_traces_and_one_shows_the_culprit(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/#/traces?timeRange=PT15M")
    ask(page, "responsetime > 1.5")
    expect(page).to_have_url(re.compile(r"filter=responsetime"))
    expect(page.get_by_text(re.compile("traces match"))).to_be_visible()
    found = page.get_by_role("link", name=re.compile(r"^1-[0-9a-f]{8}-"))
    expect(found.first).to_be_visible()

    found.first.click()

    expect(page).to_have_url(re.compile(r"#/traces/1-[0-9a-f]{8}-[0-9a-f]{24}"))
    timeline = page.get_by_role("treegrid", name="Timeline")
    culprit = timeline.get_by_role("row", name=re.compile(r"adjective-4.*2\.0\d s"))
    expect(culprit.first).to_be_visible()
    culprit.last.click()
    page.get_by_role("tab", name=re.compile("Annotations")).click()
    expect(page.get_by_text("delay 2s")).to_be_visible()


def test_a_mistake_shows_its_place_and_is_mended_with_one_click(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/#/traces?timeRange=PT15M")
    ask(page, "responsetme > 1.5")
    mistake = page.get_by_role("alert")
    expect(mistake).to_contain_text("responsetime")

    mistake.get_by_role("button").first.click()

    expect(page.get_by_label("Filter expression or trace id")).to_have_value(
        "responsetime > 1.5"
    )
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_trace_id_typed_into_the_bar_opens_the_trace(
    page: Page, fresh: RunningXRay
) -> None:
    """In X-Ray's form or as the 32 digits of W3C."""
    segment = a_segment("typed")
    put(fresh, [segment])
    page.goto(f"{fresh.url}/#/traces?timeRange=PT15M")

    ask(page, segment["trace_id"].replace("-", "")[1:])

    expect(page).to_have_url(re.compile(segment["trace_id"]))
    expect(page.get_by_role("treegrid", name="Timeline")).to_contain_text("typed")


def test_a_link_opens_the_view_it_was_taken_from(page: Page, mesh: RunningXRay) -> None:
    page.goto(f"{mesh.url}/#/traces?filter=http.status%20%3D%20400&timeRange=PT15M")
    expect(page.get_by_label("Filter expression or trace id")).to_have_value(
        "http.status = 400"
    )
    expect(
        page.get_by_role("grid", name="Traces").get_by_role("row").nth(1)
    ).to_contain_text("400")

    page.goto(f"{mesh.url}/#/service-map?timeRange=PT15M&node=adjective-4")
    expect(page.get_by_role("heading", name="adjective-4")).to_be_visible()
    page.go_back()

    expect(page.get_by_label("Filter expression or trace id")).to_be_visible()


def test_an_empty_store_says_how_to_send_the_first_trace(
    page: Page, empty: RunningXRay
) -> None:
    page.goto(empty.url)

    expect(page.get_by_text(f"127.0.0.1:{empty.port}").first).to_be_visible()
    expect(page.get_by_text("put-trace-segments").first).to_be_visible()
    expect(page.get_by_text("AWS_XRAY_DAEMON_ADDRESS").first).to_be_visible()


def test_it_is_light_or_dark_as_one_likes_and_remembers(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/#/service-map?timeRange=PT15M")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.get_by_role("button", name=re.compile("dark|light", re.IGNORECASE)).click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()

    assert before != after
    assert after == page.evaluate("getComputedStyle(document.body).backgroundColor")
