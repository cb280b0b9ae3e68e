"""The map under hand: found, moved, told apart; and it follows what arrives."""

from __future__ import annotations

import re
import secrets
import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import put
from tests.browser.map_page import MAP, a_call, node
from tests.mesh_traces import ARTICLE, CATEGORIES, mesh_traces
from tests.processes import RunningXRay
from tests.segments import a_segment

pytestmark = pytest.mark.browser


def a_recent_segment(name: str, **members: Any) -> dict[str, Any]:
    now = time.time()
    return a_segment(name, **{"start_time": now - 1.5, "end_time": now - 0.5} | members)


def test_one_request_past_the_usual_caller_hides_nobody(
    page: Page, fresh: RunningXRay
) -> None:
    """The slow handler keeps its mark and its frame, and gets an arrow of its own."""
    traces = mesh_traces(150, time.time() - 60, 55, ARTICLE)
    put(fresh, (document for trace in traces for document in trace))
    page.goto(f"{fresh.url}/{MAP}")
    slow = node(page, "adjective-4")
    frames = page.locator(".frame text")
    arrows = page.locator(".arrows > .arrow")
    expect(slow).to_have_accessible_name(re.compile("times the median of its siblings"))
    expect(frames).to_have_text([f"{each}10" for each in sorted(CATEGORIES)])
    before = slow.get_attribute("transform")
    usual = arrows.count()

    put(fresh, a_call("gateway", "adjective-4", 2.0, called="adjective"))
    page.get_by_role("button", name="Refresh").click()

    expect(arrows).to_have_count(usual + 1)
    expect(slow).to_have_accessible_name(re.compile("times the median of its siblings"))
    expect(frames).to_have_text([f"{each}10" for each in sorted(CATEGORIES)])
    assert before == slow.get_attribute("transform")


def test_of_two_siblings_the_slow_one_is_marked(page: Page, fresh: RunningXRay) -> None:
    """Too few for a frame are enough to compare."""
    for handler, took in (("word-1", 0.01), ("word-2", 2.0)):
        end = time.time() - 1
        put(fresh, [a_segment(handler, start_time=end - took, end_time=end)])
    page.goto(f"{fresh.url}/{MAP}")

    expect(node(page, "word-2")).to_have_class(re.compile(r"\bslow\b"))
    expect(node(page, "word-2")).to_contain_text(re.compile("200. slower"))
    expect(node(page, "word-1")).not_to_have_class(re.compile(r"\bslow\b"))
    expect(page.locator(".frame")).to_have_count(0)


def test_a_rare_fault_does_not_hide_frequent_errors(
    page: Page, fresh: RunningXRay
) -> None:
    flags = ["fault"] + 5 * ["error"]
    failed = [a_recent_segment("shop", **{flag: True}) for flag in flags]
    put(fresh, failed + [a_recent_segment("shop") for _ in range(4)])
    page.goto(f"{fresh.url}/{MAP}")

    expect(node(page, "shop").locator(".pill")).to_have_text(["10% fault", "50% error"])


def scale_of(page: Page) -> float:
    scale: float = page.locator(".graph").evaluate(
        "map => map.getBoundingClientRect().width / map.viewBox.baseVal.width"
    )
    return scale


def place_of(shown: Locator) -> tuple[float, float]:
    box = shown.bounding_box()
    assert box is not None
    return (round(box["x"]), round(box["y"]))


def test_the_map_is_zoomed_dragged_and_fitted_again(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{MAP}")
    drawing = page.locator(".graph")
    expect(node(page, "names")).to_be_visible()
    fitted = place_of(drawing)
    scale = scale_of(page)

    page.get_by_role("button", name="Zoom in").click()
    assert scale_of(page) == pytest.approx(1.3 * scale, rel=1e-3)
    page.get_by_role("button", name="Zoom out").click()
    assert scale_of(page) == pytest.approx(scale, rel=1e-3)

    page.mouse.move(300, 300)
    page.mouse.down()
    page.mouse.move(360, 340, steps=4)
    page.mouse.up()
    assert place_of(drawing) == (fitted[0] + 60, fitted[1] + 40)
    expect(page).not_to_have_url(re.compile("node="))

    page.get_by_role("button", name="Fit to window").click()
    assert place_of(drawing) == fitted


def test_live_figures_move_nothing(page: Page, fresh: RunningXRay) -> None:
    """Nor does a call that comes once and is gone from the window again."""
    put(fresh, [a_recent_segment(name) for name in ("left", "middle", "right")])
    page.goto(f"{fresh.url}/{MAP}")
    middle = node(page, "middle")
    expect(middle).to_have_accessible_name(re.compile("no errors"))
    before = place_of(middle)

    put(fresh, [a_recent_segment("middle", fault=True)])

    expect(middle).to_have_accessible_name(re.compile("50% fault"), timeout=15_000)
    assert place_of(middle) == before


def test_a_search_dims_the_rest_and_enter_opens_the_only_hit(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{MAP}")
    search = page.get_by_label("Find a service")
    search.fill("verb")
    expect(page.get_by_role("status").filter(has_text="10 found")).to_be_visible()
    expect(node(page, "noun-3")).to_have_class(re.compile(r"\bdim\b"))
    expect(node(page, "verb-3")).not_to_have_class(re.compile(r"\bdim\b"))
    fitted = scale_of(page)
    search.press("Enter")
    expect(node(page, "verb-3")).to_be_in_viewport()
    assert scale_of(page) > fitted

    search.fill("VERB-6")
    search.press("Enter")

    expect(page).to_have_url(re.compile("node=verb-6"))
    expect(page.get_by_role("heading", name="verb-6")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 768)])
def test_names_are_legible_on_a_laptop_without_a_touch(
    page: Page, mesh: RunningXRay, width: int, height: int
) -> None:
    """All fifty in view, and no name below ten pixels or cut short."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{mesh.url}/{MAP}")
    names = page.locator(".compact .name")
    expect(names).to_have_count(50)

    sizes = names.evaluate_all(
        "all => all.map(name => name.getScreenCTM().a"
        " * parseFloat(getComputedStyle(name).fontSize))"
    )

    assert min(sizes) >= 10
    for shown in (names.first, names.last):
        expect(shown).to_be_in_viewport()
    expect(names.filter(has_text="…")).to_have_count(0)


def test_what_arrives_appears_without_a_touch(page: Page, fresh: RunningXRay) -> None:
    """The first trace replaces the instructions; the next one joins it on the map."""
    page.goto(fresh.url)
    expect(page.get_by_role("heading", name="Send the first trace")).to_be_visible()

    put(fresh, [a_recent_segment("early")])
    expect(node(page, "early")).to_be_visible(timeout=15_000)

    put(fresh, [a_recent_segment("late")])
    expect(node(page, "late")).to_be_visible(timeout=15_000)


def test_the_traces_of_a_live_table_come_by_themselves(
    page: Page, fresh: RunningXRay
) -> None:
    put(fresh, [a_recent_segment("early")])
    page.goto(f"{fresh.url}/#/traces?timeRange=PT15M")
    found = page.get_by_role("link", name=re.compile(r"^1-[0-9a-f]{8}-"))
    expect(found).to_have_count(1)
    page.get_by_label("Live").check(force=True)

    late = a_recent_segment("late")
    put(fresh, [late])

    expect(page.get_by_role("link", name=late["trace_id"])).to_be_visible(
        timeout=15_000
    )
    expect(found).to_have_count(2)


def test_an_exception_is_shown_with_its_stack(page: Page, fresh: RunningXRay) -> None:
    thrown = {
        "id": secrets.token_hex(8),
        "type": "LookupError",
        "message": "no such word",
        "truncated": 3,
        "stack": [{"path": "words.py", "line": 48, "label": "find_word"}],
    }
    failed = a_recent_segment("words", fault=True, cause={"exceptions": [thrown]})
    put(fresh, [failed])
    page.goto(f"{fresh.url}/#/traces/{failed['trace_id']}")
    page.get_by_role("treegrid", name="Timeline").get_by_role(
        "row", name=re.compile("words")
    ).first.click()

    page.get_by_role("tab", name=re.compile("Exceptions")).click()

    shown = page.get_by_role("tabpanel")
    expect(shown.get_by_role("heading", name="LookupError")).to_be_visible()
    for part in ("no such word", "find_word", "words.py:48", "3 more frames"):
        expect(shown).to_contain_text(part)
