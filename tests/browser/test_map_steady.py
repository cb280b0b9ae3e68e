"""A map that grows while it is looked at, and arrows that stand for many calls."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import put
from tests.processes import RunningXRay, running_xray_local
from tests.segments import a_segment, a_subsegment, a_trace_id

pytestmark = pytest.mark.browser

MAP = "#/service-map?timeRange=PT15M"

PLACES = """() => Object.fromEntries(
    [...document.querySelectorAll("[data-node]")]
        .map(node => [node.dataset.node, node.getAttribute("transform")]))"""


@pytest.fixture
def growing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    with running_xray_local(tmp_path_factory.mktemp("growing"), "--memory") as xray:
        for name in ("orders", "stock", "prices"):
            put(xray, a_call("shop", name))
        yield xray


def a_call(caller: str, callee: str) -> list[dict[str, Any]]:
    """Two segments of one trace that begins now."""
    start = time.time()
    trace_id = f"1-{int(start):08x}-{a_trace_id()[-24:]}"
    times = {"trace_id": trace_id, "start_time": start, "end_time": start + 0.1}
    call = a_subsegment(
        callee, namespace="remote", start_time=start, end_time=start + 0.1
    )
    return [
        a_segment(caller, subsegments=[call], **times),
        a_segment(callee, parent_id=call["id"], **times),
    ]


def node(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^{name},"))


def test_a_service_that_comes_later_moves_no_other(
    page: Page, growing: RunningXRay
) -> None:
    page.goto(f"{growing.url}/{MAP}")
    expect(node(page, "prices")).to_be_visible()
    before = page.evaluate(PLACES)
    assert len(before) == 5
    tidy = page.get_by_role("button", name="Tidy up")
    expect(tidy).to_have_count(0)

    put(growing, a_call("stock", "depot"))

    expect(node(page, "depot")).to_be_visible()
    after = page.evaluate(PLACES)
    assert {key: after[key] for key in before} == before
    tidy.click()
    expect(tidy).to_have_count(0)


def test_an_arrow_of_many_calls_offers_them_worst_first(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{MAP}")
    expect(node(page, "verb-6")).to_be_visible()

    page.mouse.click(*middle_of_the_arrow_to(page, "verb"))

    choice = page.get_by_role("dialog", name="Which of these calls?")
    calls = choice.get_by_role("button")
    expect(calls).to_have_count(10)
    expect(calls.first).to_contain_text("names → verb-6")
    expect(calls.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(calls.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(choice).to_have_count(0)

    page.mouse.click(*middle_of_the_arrow_to(page, "verb"))
    calls.first.click()

    expect(page.get_by_role("complementary", name="names → verb-6")).to_be_visible()
    expect(choice).to_have_count(0)
    assert "to=verb-6" in page.url


def middle_of_the_arrow_to(page: Page, title: str) -> tuple[float, float]:
    """Of the arrow that ends at the frame with this title, on the screen."""
    x, y = page.evaluate(
        """title => {
            const frame = [...document.querySelectorAll(".frame")]
                .find(each => each.textContent.startsWith(title))
                .querySelector("rect").getBoundingClientRect();
            const end = [frame.left, frame.top + frame.height / 2];
            const toScreen = (path, at) => {
                const point = path.getPointAtLength(at * path.getTotalLength());
                const { x, y } = point.matrixTransform(path.getScreenCTM());
                return [x, y];
            };
            const away = path => {
                const [x, y] = toScreen(path, 1);
                return Math.hypot(x - end[0], y - end[1]);
            };
            const arrows = [...document.querySelectorAll(".arrows .arrow")];
            const nearest = arrows.sort((a, b) => away(a) - away(b))[0];
            return toScreen(nearest, 0.6);
        }""",
        title,
    )
    return x, y
