"""Somebody narrows a list of traces down: by typing, by ticking, by dragging."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.chromium import mesh_with_two_faults, put
from tests.processes import RunningXRay, running_xray_local
from tests.segments import a_segment

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=document.title='owned'><script>alert(1)</script>"
LIST = "#/traces?timeRange=PT15M"


def line(page: Page) -> Locator:
    return page.get_by_label("Filter expression or trace id")


def rows(page: Page) -> Locator:
    return page.get_by_role("grid", name="Traces").get_by_role("row")


def traces(page: Page) -> Locator:
    return page.get_by_role("link", name=re.compile(r"^1-[0-9a-f]{8}-"))


def refine(page: Page) -> Locator:
    return page.get_by_role("region", name="Refine")


def suggestions(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def ask(page: Page, expression: str) -> None:
    line(page).fill(expression)
    line(page).press("Enter")


def filter_of(page: Page) -> str:
    found = re.search(r"[?&]filter=([^&]*)", page.url)
    return unquote(found[1]) if found else ""


def a_request(age: float, **members: Any) -> dict[str, Any]:
    """A segment that began so many seconds ago, in a trace of that time."""
    start = time.time() - age
    known = a_segment("shop", start_time=start, end_time=start + 0.1)
    known["trace_id"] = f"1-{int(start):08x}-{known['trace_id'][-24:]}"
    return known | members


@pytest.fixture(scope="module")
def mesh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    """Of its own: what is counted here must not depend on other stories."""
    with mesh_with_two_faults(tmp_path_factory.mktemp("counted")) as xray:
        yield xray


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[RunningXRay]:
    with running_xray_local(tmp_path, "--memory") as xray:
        yield xray


def test_the_line_completes_what_is_begun_by_keyboard_alone(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{LIST}")
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
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{LIST}")
    ask(page, "error")
    expect(page.get_by_text(re.compile(r"traces match"))).to_be_visible()
    page.get_by_role("button", name="Clear the filter").click()
    page.reload()

    line(page).click()

    expect(suggestions(page).first).to_contain_text("error")
    suggestions(page).first.click()
    expect(page).to_have_url(re.compile("filter=error"))


def test_a_mistake_says_it_once_and_shows_what_expressions_look_like(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{LIST}")
    ask(page, "ok AND resposetime > 1")
    alert = page.get_by_role("alert")

    expect(alert).to_contain_text("Did you mean responsetime?")
    assert alert.inner_text().count("Did you mean") == 1
    caret = page.locator(".caret")
    expect(caret).to_have_text("^" * len("resposetime"))
    page.get_by_role("button", name="fault OR throttle").click()

    expect(alert).to_have_count(0)
    expect(line(page)).to_have_value("fault OR throttle")


def test_the_panel_finds_who_fails_and_a_click_narrows_to_it(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{LIST}&by=service")
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
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{LIST}&by=annotation.handler&filter=ok")
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


def test_what_is_ticked_can_be_left_out(page: Page, mesh: RunningXRay) -> None:
    page.goto(f"{mesh.url}/{LIST}&by=http.status")
    refine(page).get_by_label("Tick 200").check()
    refine(page).get_by_role("button", name="Exclude").click()

    expect(line(page)).to_have_value("!http.status = 200")
    expect(rows(page).nth(1)).to_contain_text("400")


def test_a_column_is_put_in_order_over_all_traces_not_those_of_the_page(
    page: Page, mesh: RunningXRay
) -> None:
    """The slow ones are spread over more pages than one."""
    page.goto(f"{mesh.url}/{LIST}")
    expect(rows(page)).to_have_count(201)
    page.get_by_role("button", name="Response time").press("Enter")

    expect(
        page.get_by_text("The first 200 of 600 traces in this order")
    ).to_be_visible()
    for number in (1, 30):
        expect(rows(page).nth(number)).to_contain_text(re.compile(r"2\.0\d s"))
    expect(page).to_have_url(re.compile("order=responsetime"))
    page.get_by_role("button", name="Newest first").click()
    expect(page).not_to_have_url(re.compile("order="))


def test_pages_go_through_every_trace_once(page: Page, mesh: RunningXRay) -> None:
    page.goto(f"{mesh.url}/{LIST}")
    older = page.get_by_role("button", name="Older traces").first
    seen: list[str] = []
    for first in (1, 201, 401):
        expect(page.get_by_text(f"{first}\u2013{first + 199}").first).to_be_visible()
        expect(traces(page)).to_have_count(200)
        seen += traces(page).all_inner_texts()
        older.click()

    assert len(set(seen)) == 600
    expect(page.get_by_text("No older traces in the last 15 minutes.")).to_be_visible()
    expect(older).to_be_disabled()
    page.go_back()
    expect(page.get_by_text("401\u2013600").first).to_be_visible()
    page.go_back()
    expect(page.get_by_text("201\u2013400").first).to_be_visible()
    page.get_by_role("button", name="Newest traces").first.click()
    expect(page.get_by_text("1\u2013200").first).to_be_visible()


def dragged(page: Page, chart: Locator, corners: tuple[float, ...]) -> None:
    """From one corner to another, in shares of the chart."""
    box = chart.bounding_box()
    assert box is not None
    x, y, to_x, to_y = corners
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.mouse.down()
    page.mouse.move(
        box["x"] + to_x * box["width"], box["y"] + to_y * box["height"], steps=5
    )
    page.mouse.up()


def test_a_drag_over_the_distribution_keeps_those_response_times(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{LIST}&filter=ok")
    chart = page.get_by_label(re.compile("^Distribution of response times"))
    dragged(page, chart, (0.6, 0.5, 0.999, 0.5))

    expect(page).to_have_url(re.compile("responsetime"))
    assert re.fullmatch(r"ok AND responsetime >= [\d.]+", filter_of(page))
    expect(rows(page).nth(1)).to_contain_text(re.compile(r"2\.0\d s"))


def test_a_drag_over_time_keeps_that_time_and_one_aslant_both(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{LIST.replace('15M', '5M')}")
    chart = page.get_by_label(re.compile("^Response times over time"))
    dragged(page, chart, (0.3, 0.5, 0.7, 0.5))
    expect(page).to_have_url(re.compile(r"timeRange=\d{4}-.*~"))
    assert filter_of(page) == ""

    dragged(page, chart, (0.2, 0.02, 0.8, 0.4))

    expect(page).to_have_url(re.compile("responsetime"))
    assert re.fullmatch(r"responsetime >= [\d.]+", filter_of(page))


def test_charts_are_dragged_over_by_keyboard_too(page: Page, mesh: RunningXRay) -> None:
    page.goto(f"{mesh.url}/{LIST}")
    chart = page.get_by_label(re.compile("^Distribution of response times"))
    chart.focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Enter"):
        chart.press(key)

    expect(page).to_have_url(re.compile("responsetime"))


def test_a_group_narrows_list_and_counts(page: Page, shop: RunningXRay) -> None:
    put(shop, [a_request(9, user="ann"), a_request(8), a_request(7, fault=True)])
    created = {"GroupName": "failing", "FilterExpression": "fault"}
    made = page.request.post(f"{shop.url}/CreateGroup", data=created)
    assert made.ok
    page.goto(f"{shop.url}/{LIST}&by=user")
    expect(traces(page)).to_have_count(3)

    page.get_by_role("button", name="Group").click()
    page.get_by_role("option", name=re.compile("failing")).click()

    expect(page).to_have_url(re.compile("group=failing"))
    expect(traces(page)).to_have_count(1)
    expect(rows(page).nth(1)).to_contain_text("Fault")
    expect(refine(page)).to_contain_text("No trace has a value.")


def test_an_annotation_can_be_a_column_and_a_link_has_it(
    page: Page, shop: RunningXRay
) -> None:
    put(shop, [a_request(9, annotations={"tenant": 7})])
    page.goto(f"{shop.url}/{LIST}&columns=id%2Cannotation.tenant%2Coutcome")

    expect(rows(page).first).to_have_text(re.compile("Trace id.*tenant.*Status"))
    expect(rows(page).nth(1)).to_contain_text("7")


def test_a_link_has_all_that_is_shown(page: Page, mesh: RunningXRay) -> None:
    shown = "&by=http.method&order=duration&ascending=1&charts=-&filter=ok"
    page.goto(f"{mesh.url}/{LIST}{shown}")

    expect(refine(page).get_by_role("grid", name="Values of Method")).to_contain_text(
        "GET"
    )
    expect(page.get_by_role("columnheader", name="Duration")).to_have_attribute(
        "aria-sort", "ascending"
    )
    expect(page.get_by_role("button", name="Charts")).to_have_attribute(
        "aria-pressed", "false"
    )
    expect(page.get_by_label(re.compile("^Distribution"))).to_have_count(0)


def test_nothing_found_says_among_how_many(page: Page, mesh: RunningXRay) -> None:
    page.goto(f"{mesh.url}/{LIST}&filter=fault")

    expect(page.get_by_text("No trace matches in the last 15 minutes.")).to_be_visible()
    expect(page.get_by_text("600 traces scanned.")).to_be_visible()
    page.get_by_role("button", name="Clear the filter").last.click()
    expect(traces(page).first).to_be_visible()


def test_the_charts_do_not_move_the_list_when_they_arrive(
    page: Page, mesh: RunningXRay
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/breakdown?*", hold)
    with page.expect_request("**/api/breakdown?*"):
        page.goto(f"{mesh.url}/{LIST}")
    expect(traces(page).first).to_be_visible()
    before = traces(page).first.bounding_box()
    for route in held:
        route.continue_()
    expect(page.get_by_label(re.compile("^Distribution"))).to_be_visible()

    assert before == traces(page).first.bounding_box()


def test_values_from_strangers_are_text(page: Page, shop: RunningXRay) -> None:
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
    put(shop, [hostile])
    columns = "columns=id%2Curl%2Cmethod%2Cuser%2CuserAgent%2Cannotation.hostile"
    attributes = ("user", "http.url", "rootcause.fault.message", "annotation.hostile")
    for by in (*attributes, "annotation.constructor"):
        page.goto(f"{shop.url}/{LIST}&by={by}&{columns}")
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

    assert page.title() != "owned"
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("width", [768, 1280])
def test_nothing_is_wider_than_the_window(
    page: Page, mesh: RunningXRay, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{mesh.url}/{LIST}&by=service")
    expect(refine(page).get_by_role("row").nth(1)).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_whole_path_of_a_root_cause_narrows_the_list(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{LIST}&by=rootcause.error.path")
    path = refine(page).get_by_role("button", name="gateway => names => verb-6")
    counted = path.locator("xpath=ancestor::tr").locator(".number").first
    failed = int(counted.inner_text().split()[0])

    path.click()

    expect(page.get_by_text(f"{failed} traces match")).to_be_visible()
    assert "rootcause.json" in filter_of(page)


def test_a_range_of_days_is_listed_and_counted_to_its_end(
    page: Page, tmp_path: Path
) -> None:
    """X-Ray's own list takes a day at most; nobody who chooses a week need know."""
    with running_xray_local(tmp_path, "--memory") as xray:
        days = (0.01, 0.99, 1.01, 3.5, 6.5)
        put(xray, (a_request(day * 86_400) for day in days))
        page.goto(f"{xray.url}/#/traces?timeRange=P7D")

        expect(traces(page)).to_have_count(len(days))
        expect(page.get_by_text(f"{len(days)} traces", exact=True)).to_be_visible()
