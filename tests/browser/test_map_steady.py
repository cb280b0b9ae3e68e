"""A map that grows while it is looked at, and arrows that stand for many calls."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import put
from tests.browser.map_page import MAP, a_call, node
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser

PLACES = """() => Object.fromEntries(
    [...document.querySelectorAll("[data-node]")]
        .map(node => [node.dataset.node, node.getAttribute("transform")]))"""


def test_a_service_that_comes_later_moves_no_other(
    page: Page, fresh: RunningXRay
) -> None:
    for name in ("orders", "stock", "prices"):
        put(fresh, a_call("shop", name))
    page.goto(f"{fresh.url}/{MAP}")
    expect(node(page, "prices")).to_be_visible()
    before = page.evaluate(PLACES)
    assert len(before) == 5
    tidy = page.get_by_role("button", name="Tidy up")
    expect(tidy).to_have_count(0)

    put(fresh, a_call("stock", "depot"))

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
