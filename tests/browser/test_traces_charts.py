"""Somebody narrows a list of traces down by dragging over its charts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.charts import dragged
from tests.browser.traces_page import LIST, filter_of, rows, traces
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser


def test_a_drag_over_the_distribution_keeps_those_response_times(
    page: Page, mesh_alone: RunningXRay
) -> None:
    page.goto(f"{mesh_alone.url}/{LIST}&filter=ok")
    chart = page.get_by_label(re.compile("^Distribution of response times"))
    dragged(chart, (0.6, 0.5, 0.999, 0.5))

    expect(page).to_have_url(re.compile("responsetime"))
    assert re.fullmatch(r"ok AND responsetime >= [\d.]+", filter_of(page))
    expect(rows(page).nth(1)).to_contain_text(re.compile(r"2\.0\d s"))


def test_a_drag_over_time_keeps_that_time_and_one_aslant_both(
    page: Page, mesh_alone: RunningXRay
) -> None:
    page.goto(f"{mesh_alone.url}/{LIST.replace('15M', '5M')}")
    chart = page.get_by_label(re.compile("^Response times over time"))
    dragged(chart, (0.3, 0.5, 0.7, 0.5))
    expect(page).to_have_url(re.compile(r"timeRange=\d{4}-.*~"))
    assert filter_of(page) == ""

    dragged(chart, (0.2, 0.02, 0.8, 0.4))

    expect(page).to_have_url(re.compile("responsetime"))
    assert re.fullmatch(r"responsetime >= [\d.]+", filter_of(page))


def test_charts_are_dragged_over_by_keyboard_too(
    page: Page, mesh_alone: RunningXRay
) -> None:
    page.goto(f"{mesh_alone.url}/{LIST}")
    chart = page.get_by_label(re.compile("^Distribution of response times"))
    chart.focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Enter"):
        chart.press(key)

    expect(page).to_have_url(re.compile("responsetime"))


def test_the_charts_do_not_move_the_list_when_they_arrive(
    page: Page, mesh_alone: RunningXRay
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/breakdown?*", hold)
    with page.expect_request("**/api/breakdown?*"):
        page.goto(f"{mesh_alone.url}/{LIST}")
    expect(traces(page).first).to_be_visible()
    before = traces(page).first.bounding_box()
    for route in held:
        route.continue_()
    expect(page.get_by_label(re.compile("^Distribution"))).to_be_visible()

    assert before == traces(page).first.bounding_box()
