"""The same services looked at otherwise: less of them, as a list, from afar, by keys."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bench.crowd import crowd, crowd_traces
from tests.browser.chromium import put
from tests.browser.map_page import MAP, node
from tests.processes import RunningXRay, running_xray_local

pytestmark = pytest.mark.browser

NODES, EDGES = 200, 600


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    with running_xray_local(tmp_path_factory.mktemp("crowd"), "--memory") as xray:
        traces = crowd_traces(crowd(NODES, EDGES), time.time() - 300, 240)
        put(xray, (document for trace in traces for document in trace))
        yield xray


def test_names_are_hidden_by_pattern_and_the_address_says_so(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{MAP}")
    expect(node(page, "color-3")).to_be_visible()

    page.get_by_label("Hide services by name").fill("color*")

    expect(node(page, "color-3")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="10 hidden")).to_be_visible()
    page.reload()
    expect(node(page, "verb-6")).to_be_visible()
    expect(node(page, "color-3")).to_have_count(0)
    page.get_by_label("Hide services by name").fill("/(/")
    expect(page.get_by_text("not a regular expression")).to_be_visible()


def test_one_services_part_of_the_map(page: Page, mesh: RunningXRay) -> None:
    page.goto(f"{mesh.url}/{MAP}&node=adjective-4")
    page.get_by_role("button", name="Show only its callers and callees").click()

    expect(node(page, "noun-3")).to_have_count(0)
    expect(node(page, "adjective-4")).to_have_accessible_name(
        re.compile("times the median of its siblings")
    )
    page.get_by_role("button", name="Show the whole map again").click()

    expect(node(page, "noun-3")).to_be_visible()


def test_the_list_has_the_same_services_and_sorts_them(
    page: Page, mesh: RunningXRay
) -> None:
    page.goto(f"{mesh.url}/{MAP}")
    page.get_by_role("button", name="List").click()
    table = page.get_by_role("grid", name="Services")
    first = table.get_by_role("row").nth(1)
    expect(first).to_contain_text("verb-6")
    expect(table.get_by_role("row")).to_have_count(1 + 54)

    table.get_by_role("button", name="Mean").click()
    expect(first).not_to_contain_text("adjective-4")
    table.get_by_role("button", name="Mean").click()
    expect(first).to_contain_text("adjective-4")

    page.get_by_label("Find a service").fill("verb")
    expect(table.get_by_role("row")).to_have_count(1 + 10)
    table.get_by_role("button", name="verb-6").click()
    expect(page.get_by_role("heading", name="verb-6")).to_be_visible()
    expect(page).to_have_url(re.compile("view=list"))


def test_a_map_without_a_mouse(page: Page, mesh: RunningXRay) -> None:
    """One stop for the tabulator; arrow keys lead on, Enter opens, Escape closes."""
    page.goto(f"{mesh.url}/{MAP}&node=gateway&type=")
    gateway = node(page, "gateway")
    expect(page.locator('.graph [tabindex="0"]')).to_have_count(1)
    gateway.focus()

    page.keyboard.press("ArrowRight")
    expect(node(page, "names")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="names", exact=True)).to_be_visible()
    page.keyboard.press("Escape")

    expect(page).not_to_have_url(re.compile("node="))


def test_rings_are_sized_and_show_icons(page: Page, mesh: RunningXRay) -> None:
    page.goto(f"{mesh.url}/{MAP}")
    page.get_by_role("button", name="Display").click()
    page.get_by_role("menuitemcheckbox", name="By failed requests").click()
    expect(page).to_have_url(re.compile("sizing=health"))
    radius = "disk => Number(disk.getAttribute('r'))"
    ill = node(page, "verb-6").locator(".disk").evaluate(radius)
    well = node(page, "verb-7").locator(".disk").evaluate(radius)
    assert ill > well

    page.get_by_role("button", name="Display").click()
    page.get_by_role("menuitemcheckbox", name="Icons").click()

    expect(page).to_have_url(re.compile("icons=1"))
    expect(node(page, "verb-6").locator(".glyph-line")).to_have_count(1)


def test_a_crowd_shows_who_fails_from_afar_and_figures_when_near(
    page: Page, crowded: RunningXRay
) -> None:
    page.goto(f"{crowded.url}/{MAP}")
    expect(page.locator(".graph .node")).to_have_count(NODES)
    named = page.locator(".far-labels text")
    failing = named.filter(has_text="fault")
    expect(failing.first).to_be_visible()
    shown = named.count()
    assert 10 < shown < NODES
    expect(page.locator(".graph .figure")).to_have_count(0)

    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()

    expect(page.locator(".graph .figure").first).to_be_attached()
    expect(page.locator(".minimap")).to_be_visible()


def test_the_minimap_leads_to_where_it_is_pressed(
    page: Page, crowded: RunningXRay
) -> None:
    page.goto(f"{crowded.url}/{MAP}")
    expect(page.locator(".graph .node")).to_have_count(NODES)
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
    clients = page.get_by_role("button", name=re.compile("^Clients of")).first
    expect(clients).not_to_be_in_viewport()

    box = page.locator(".minimap").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 12, box["y"] + box["height"] / 2)

    expect(clients).to_be_in_viewport()


def test_the_legend_covers_no_service(page: Page, crowded: RunningXRay) -> None:
    for width, height in ((1280, 720), (768, 900), (2560, 1300)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{crowded.url}/{MAP}")
        expect(page.locator(".graph .node")).to_have_count(NODES)
        legend = page.get_by_label("Legend").bounding_box()
        window = page.locator(".canvas-window").bounding_box()

        assert legend is not None
        assert window is not None
        assert legend["y"] >= window["y"] + window["height"]


def test_layout_happens_beside_the_page(page: Page, crowded: RunningXRay) -> None:
    page.goto(f"{crowded.url}/{MAP}")
    expect(page.locator(".graph .node")).to_have_count(NODES)

    assert [re.sub(r".*/", "", worker.url)[:6] for worker in page.workers] == ["worker"]
