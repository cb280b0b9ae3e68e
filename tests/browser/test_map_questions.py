"""From the map to the traces: what is chosen on it becomes a filter expression."""

from __future__ import annotations

import json
import re
import time
import urllib.request

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.charts import dragged
from tests.browser.chromium import put
from tests.browser.hostile import MARKUP, no_element_of_it
from tests.browser.map_page import MAP, a_call, node
from tests.processes import RunningXRay
from tests.segments import a_segment

pytestmark = pytest.mark.browser


def expression(page: Page) -> Locator:
    return page.get_by_label("Filter expression of this selection")


def click_arrow(page: Page, number: int) -> None:
    """In its middle, where nothing else is."""
    middle: dict[str, float] = (
        page.locator(".arrows > .arrow")
        .nth(number)
        .evaluate(
            """arrow => {
              const at = arrow.getPointAtLength(arrow.getTotalLength() / 2);
              const { x, y } = at.matrixTransform(arrow.getScreenCTM());
              return { x, y };
            }"""
        )
    )
    page.mouse.click(middle["x"], middle["y"])


def drag_over_histogram(page: Page) -> None:
    """Over its right half."""
    dragged(page.locator(".histogram"), (0.5, 0.5, 0.995, 0.5))


def test_an_arrow_tells_what_the_caller_measured(
    page: Page, fresh: RunningXRay
) -> None:
    put(fresh, a_call("shop", "till", 0.5))
    page.goto(f"{fresh.url}/{MAP}")
    expect(node(page, "till")).to_have_accessible_name(re.compile("mean 500 ms"))

    click_arrow(page, 1)

    expect(page.get_by_role("heading", name="shop → till")).to_be_visible()
    expect(page.get_by_text("As shop measured it")).to_be_visible()
    expect(page.locator(".figures")).to_contain_text("700 ms")
    expect(expression(page)).to_have_value('edge("shop", "till")')
    expect(page).to_have_url(re.compile("node=shop&to=till"))
    page.reload()
    expect(page.get_by_role("heading", name="shop → till")).to_be_visible()


def test_times_and_outcomes_become_an_expression_that_finds_the_traces(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{MAP}&node=verb-6")
    expect(expression(page)).to_have_value('service("verb-6")')

    page.get_by_role("checkbox", name=re.compile("Error")).check()
    drag_over_histogram(page)
    expect(expression(page)).to_have_value(
        re.compile(
            r'^service\("verb-6"\) \{ error AND responsetime >= [\d.]+ '
            r"AND responsetime <= [\d.]+ \}$"
        )
    )
    written = expression(page).input_value()
    page.get_by_role("link", name="View filtered traces").click()

    bar = page.get_by_label("Filter expression or trace id")
    expect(bar).to_have_value(written)
    found = page.get_by_role("row", name=re.compile("1-[0-9a-f]{8}-"))
    expect(found.first).to_contain_text("400")
    # What the map showed: its fifteen minutes, not the latest ones.
    expect(page).to_have_url(re.compile(r"timeRange=\d{4}-"))


def test_an_expression_may_be_written_on(page: Page, mesh: RunningXRay) -> None:
    page.goto(f"{mesh.url}/{MAP}&node=verb-6")

    expression(page).fill('service("verb-6") AND responsetime > 1')
    page.get_by_role("link", name="View filtered traces").click()

    expect(page.get_by_label("Filter expression or trace id")).to_have_value(
        'service("verb-6") AND responsetime > 1'
    )


def test_a_filter_makes_a_map_of_the_traces_it_admits(
    page: Page, fresh: RunningXRay
) -> None:
    put(fresh, a_call("shop", "till", 0.2) + a_call("shop", "stock", 2.0))
    page.goto(f"{fresh.url}/{MAP}")
    field = page.get_by_label("Filter expression of the map")
    expect(node(page, "till")).to_be_visible()

    field.fill("responsetme > 1")
    field.press("Enter")
    mistake = page.get_by_role("alert")
    expect(mistake).to_contain_text("Did you mean responsetime?")
    mistake.get_by_role("button").click()

    expect(node(page, "till")).to_have_count(0)
    expect(node(page, "stock")).to_be_visible()
    expect(page).to_have_url(re.compile("filter=responsetime"))
    node(page, "stock").click()
    expect(expression(page)).to_have_value('responsetime > 1 AND service("stock")')


def test_the_filter_is_completed_and_remembered_as_that_of_the_traces(
    page: Page, fresh: RunningXRay
) -> None:
    put(fresh, a_call("shop", "till") + a_call("shop", "stock"))
    page.goto(f"{fresh.url}/{MAP}")
    field = page.get_by_label("Filter expression of the map")
    expect(node(page, "till")).to_be_visible()

    field.press_sequentially('service("ti')
    page.get_by_role("option", name=re.compile("till")).first.click()
    field.press_sequentially(")")
    field.press("Enter")
    expect(node(page, "stock")).to_have_count(0)
    page.get_by_role("button", name="Clear the filter").click()
    expect(node(page, "stock")).to_be_visible()

    page.goto(f"{fresh.url}/#/traces")
    page.get_by_label("Filter expression or trace id").click()
    expect(page.get_by_role("option").first).to_contain_text("till")
    expect(page.get_by_role("option").first).to_contain_text("recent")


def test_a_group_has_a_map_of_its_own(page: Page, fresh: RunningXRay) -> None:
    group = {"GroupName": "tills", "FilterExpression": 'service("till")'}
    request = urllib.request.Request(
        f"{fresh.url}/CreateGroup", json.dumps(group).encode()
    )
    urllib.request.urlopen(request, timeout=10).close()
    put(fresh, a_call("shop", "till") + a_call("shop", "stock"))
    page.goto(f"{fresh.url}/{MAP}")
    expect(node(page, "stock")).to_be_visible()

    page.get_by_role("button", name=re.compile("Group")).click()
    page.get_by_role("option", name="tills").click()

    expect(node(page, "stock")).to_have_count(0)
    node(page, "till").click()
    expect(expression(page)).to_have_value('group.name = "tills" AND service("till")')
    page.get_by_role("link", name="View traces").click()
    expect(page.get_by_role("link", name=re.compile("^1-[0-9a-f]{8}-"))).to_have_count(
        1
    )


def test_a_map_reaches_further_back_than_six_hours(
    page: Page, fresh: RunningXRay
) -> None:
    start = time.time() - 20 * 3600
    old = a_segment("archive", start_time=start, end_time=start + 1)
    old["trace_id"] = f"1-{int(start):08x}-{24 * 'a'}"
    put(fresh, [old])

    page.goto(f"{fresh.url}/#/service-map?timeRange=P1D")

    expect(node(page, "archive")).to_be_visible()


def test_an_insight_marks_its_service(page: Page, fresh: RunningXRay) -> None:
    """What the API answers about it is of other tests."""
    put(fresh, a_call("shop", "till"))
    insight = {
        "State": "ACTIVE",
        "Summary": "Faults of till rose to 80%.",
        "RootCauseServiceId": {"Name": "till"},
        "TopAnomalousServices": [{"ServiceId": {"Name": "till"}}],
    }
    page.route(
        "**/InsightSummaries",
        lambda route: route.fulfill(json={"InsightSummaries": [insight]}),
    )

    page.goto(f"{fresh.url}/{MAP}")

    expect(node(page, "till").locator(".insight-mark")).to_have_count(1)
    expect(node(page, "shop").locator(".insight-mark")).to_have_count(0)
    node(page, "till").click()
    expect(page.get_by_label("till", exact=True)).to_contain_text("rose to 80%")


def test_a_linked_trace_is_a_dashed_arrow(page: Page, fresh: RunningXRay) -> None:
    sender = a_segment("sender", **lately())
    receiver = a_segment(
        "receiver",
        **lately(),
        links=[
            {
                "trace_id": sender["trace_id"],
                "id": sender["id"],
                "attributes": {"aws.xray.reference.type": "parent"},
            }
        ],
    )
    put(fresh, [sender, receiver])
    page.goto(f"{fresh.url}/{MAP}")
    dashed = page.locator(".arrows > .arrow.link")
    expect(dashed).to_have_count(1)
    click_arrow(page, page.locator(".arrows > .arrow").count() - 1)
    page.goto(f"{fresh.url}/{MAP}&node=sender&to=receiver")

    expect(page.get_by_text("taken up by another")).to_be_visible()


def lately() -> dict[str, float]:
    now = time.time()
    return {"start_time": now - 1.5, "end_time": now - 0.5}


def test_names_on_the_map_are_never_markup(page: Page, fresh: RunningXRay) -> None:
    """In a node, an arrow, both panels, the list, a group and the address."""
    put(fresh, a_call(MARKUP, f"{MARKUP}2"))
    for view in ("", "&view=list", "&edgeFigures=1&icons=1", f"&hide={MARKUP}"):
        page.goto(f"{fresh.url}/{MAP}{view}")
        expect(page.get_by_role("heading", name="Service map")).to_be_visible()
        if "hide" not in view:
            expect(page.get_by_text("<img src=x").first).to_be_attached()
    page.goto(f"{fresh.url}/{MAP}")
    page.get_by_role("button", name=re.compile("^<img.*2,")).click()
    expect(page.get_by_role("heading", name=re.compile("<img src=x"))).to_be_visible()
    page.get_by_role("button", name=re.compile("more about this call")).first.click()
    expect(page.get_by_role("heading", name=re.compile("→ <img src=x"))).to_be_visible()

    no_element_of_it(page)
