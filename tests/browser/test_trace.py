"""One trace, opened: read, searched, folded, followed while it grows, taken along."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import put
from tests.processes import RunningXRay, running_xray_local
from tests.rich_traces import a_checkout, a_large_trace, an_unfinished_trace
from tests.segments import a_segment, a_subsegment, an_id

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def xray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    with running_xray_local(tmp_path_factory.mktemp("traces"), "--memory") as running:
        yield running


@pytest.fixture(scope="module")
def checkout(xray: RunningXRay) -> list[dict[str, Any]]:
    documents = a_checkout(time.time() - 30)
    put(xray, documents)
    return documents


CHECKOUT = [
    "shop",
    "orders@db.local",
    "orders@db.local",
    "DynamoDB",
    "carts",
    "parse cart",
    "payments",
    "payments",
]
"""Rows of its timeline: the calls of a database, a table and a service, answered."""


def open_trace(
    page: Page, xray: RunningXRay, document: dict[str, Any], query: str = ""
) -> None:
    page.goto(f"{xray.url}/#/traces/{document['trace_id']}{query}")


def grid(page: Page) -> Locator:
    return page.get_by_role("treegrid", name="Timeline")


def row(page: Page, name: str, level: int | None = None) -> Locator:
    found = grid(page).get_by_role("row", name=re.compile(name))
    at_level = page.locator(f"[aria-level='{level}']")
    return found if level is None else found.and_(at_level)


def names(page: Page) -> Locator:
    return grid(page).locator(".part-name .label")


def node(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name="Map of this trace").get_by_role(
        "button", name=re.compile(rf"^{re.escape(name)},")
    )


def tab(page: Page, name: str) -> Locator:
    page.get_by_role("tab", name=re.compile(rf"^{name}")).click()
    return page.get_by_role("tabpanel")


def test_what_was_called_stands_below_the_call(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])

    expect(names(page)).to_have_text(CHECKOUT)
    expect(row(page, "carts")).to_have_attribute("aria-level", "3")
    expect(row(page, r"payments.*500.*380 ms")).to_be_visible()


def test_map_and_timeline_select_each_other(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    node(page, "payments").click()

    expect(row(page, "payments", level=3)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("complementary", name="payments")).to_be_visible()

    row(page, "carts").click()

    expect(node(page, "carts")).to_have_attribute("aria-pressed", "true")
    expect(node(page, "payments")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)


def test_the_tree_is_walked_and_folded_by_keys(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    row(page, "shop", level=1).focus()

    page.keyboard.press("ArrowDown")
    expect(row(page, "orders@db.local", level=2)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(row(page, "orders@db.local", level=2)).to_have_attribute(
        "aria-expanded", "false"
    )
    expect(names(page)).to_have_count(len(CHECKOUT) - 1)
    page.keyboard.press("ArrowLeft")
    expect(row(page, "shop", level=1)).to_be_focused()
    page.keyboard.press("End")
    expect(row(page, "payments", level=3)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="payments")).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowLeft")
    expect(names(page)).to_have_text(["shop"])
    page.keyboard.press("Shift+ArrowRight")
    expect(names(page)).to_have_count(len(CHECKOUT))


def test_all_is_folded_and_unfolded_at_once(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    page.get_by_role("button", name="Collapse all").click()
    expect(names(page)).to_have_text(["shop"])

    page.get_by_role("button", name="Expand all").click()
    expect(names(page)).to_have_count(len(CHECKOUT))


def test_the_search_looks_into_documents_and_unfolds_what_it_finds(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    page.get_by_role("button", name="Collapse all").click()
    page.keyboard.press("/")
    page.keyboard.type("payment")

    search = page.get_by_role("group", name="Timeline tools")
    expect(search.get_by_role("status")).to_contain_text("of 2")
    page.keyboard.press("Enter")
    expect(row(page, "payments", level=2)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(row(page, "payments", level=3)).to_have_attribute("aria-selected", "true")
    expect(search.get_by_role("status")).to_have_text("2 of 2")

    page.get_by_label("Search in this trace").fill("select id, total")
    expect(search.get_by_role("status")).to_contain_text("of 1")
    page.get_by_label("Search in this trace").fill("nobody said this")
    expect(search.get_by_role("status")).to_have_text("none")


def test_the_critical_path_names_whom_the_answer_waited_for(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    """The table's call ran while the query did, and ended before it."""
    open_trace(page, xray, checkout[0])
    expect(page.get_by_text("Waited longest for")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Critical path")).click()

    expect(page).to_have_url(re.compile("only=path"))
    expect(row(page, "payments", level=3)).to_be_visible()
    expect(row(page, "parse cart")).to_be_visible()
    expect(row(page, "DynamoDB")).to_have_count(0)

    page.get_by_role("button", name="payments", exact=True).click()
    overview = page.get_by_role("tabpanel")
    expect(overview).to_contain_text("380 ms (69% of the response time)")


def test_only_what_failed_can_be_shown(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    page.get_by_role("button", name=re.compile("^Failed")).click()

    expect(names(page)).to_have_text(["shop", "payments", "payments"])


def test_a_part_is_compared_with_its_own_kind(page: Page, mesh: RunningXRay) -> None:
    """Among those of adjective-4, all of them slow, a slow one is nothing special."""
    page.goto(f"{mesh.url}/#/traces?timeRange=PT15M&filter=responsetime%20%3E%201.5")
    page.get_by_role("link", name=re.compile("^1-")).first.click()
    expect(row(page, r"names.*\bp\d\d\b").first).to_be_visible()

    row(page, "adjective-4", level=5).click()

    kind = page.get_by_role("region", name="Among its own kind")
    expect(kind).to_contain_text(re.compile(r"Took longer than \d+% of \d+"))
    expect(kind).to_contain_text("adjective-4, half an hour around")


def test_a_fault_leads_to_what_caused_it(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    """The shop's segment names an exception that its callee recorded."""
    open_trace(page, xray, checkout[0])
    row(page, "shop", level=1).click()

    thrown = tab(page, "Exceptions")
    expect(thrown.get_by_role("heading")).to_have_text(
        ["PaymentFailed", "ConnectionRefused"]
    )
    expect(thrown).to_contain_text("caused by")
    expect(thrown).to_contain_text("payments/charge.py:48")
    thrown.get_by_role("button", name="payments").first.click()

    expect(row(page, "payments", level=3)).to_have_attribute("aria-selected", "true")


def test_every_panel_tells_its_part(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    row(page, "shop", level=1).click()
    expect(tab(page, "Resources")).to_contain_text("shop-7d9")
    expect(tab(page, "Metadata")).to_contain_text("first order")
    annotations = tab(page, "Annotations")
    expect(annotations.get_by_role("link", name="NL")).to_have_attribute(
        "title", 'Traces with annotation[country] = "NL"'
    )
    expect(annotations.get_by_role("link", name="x", exact=True)).to_have_count(0)

    row(page, "orders@db.local", level=2).click()
    expect(tab(page, "SQL")).to_contain_text("SELECT id, total FROM orders")
    expect(page).to_have_url(re.compile("tab=sql"))


def test_what_is_odd_is_said(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    found = page.get_by_role("group").filter(has_text="1 finding")
    found.get_by_text("1 finding").click()

    expect(found.get_by_role("listitem")).to_contain_text("bad key")


def test_a_link_opens_the_very_part_and_tab(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    """Also when it is folded away elsewhere, and after a reload."""
    payments = checkout[0]
    open_trace(page, xray, payments, f"?segment={payments['id']}&tab=exceptions")

    expect(row(page, "payments", level=3)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("heading", name="PaymentFailed")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="PaymentFailed")).to_be_visible()


def test_a_trace_in_progress_is_followed_to_its_end(
    page: Page, xray: RunningXRay
) -> None:
    now = time.time()
    growing = a_segment("shop", start_time=now, end_time=None, in_progress=True)
    put(xray, [growing])
    open_trace(page, xray, growing)
    expect(page.get_by_role("status")).to_contain_text("1 part has no end yet")
    expect(row(page, "shop")).to_contain_text("In progress")

    call = a_subsegment("payments", start_time=now + 0.1, end_time=now + 0.4)
    put(
        xray,
        [growing | {"in_progress": False, "end_time": now + 1, "subsegments": [call]}],
    )

    expect(row(page, "payments")).to_be_visible(timeout=10_000)
    expect(row(page, "shop")).to_contain_text("OK")
    expect(page.get_by_text("In progress")).to_have_count(0)


def test_what_names_a_missing_parent_stands_below_it_until_it_comes(
    page: Page, xray: RunningXRay
) -> None:
    shop, stray, orphan = an_unfinished_trace(time.time() - 3)
    put(xray, [shop, stray, orphan])
    open_trace(page, xray, shop)

    expect(page.get_by_role("status")).to_contain_text("2 parents were not received")
    expect(names(page)).to_have_text(
        ["shop", "not received", "late query", "not received", "worker"]
    )
    late = a_segment(
        "late",
        trace_id=shop["trace_id"],
        id=orphan["parent_id"],
        parent_id=shop["id"],
        start_time=shop["start_time"] + 0.2,
        end_time=shop["start_time"] + 1,
    )
    put(xray, [late])

    expect(names(page)).to_have_text(
        ["shop", "late", "late query", "not received", "worker"], timeout=10_000
    )


def test_subsegments_alone_are_shown_though_x_ray_hides_them(
    page: Page, xray: RunningXRay
) -> None:
    lonely = a_subsegment(
        "lonely",
        type="subsegment",
        parent_id=an_id(),
        trace_id=a_segment()["trace_id"],
    )
    put(xray, [lonely])
    open_trace(page, xray, lonely)

    expect(names(page)).to_have_text(["not received", "lonely"])
    expect(page.get_by_role("region", name="Map of this trace")).to_have_count(0)


def test_of_a_trace_that_is_not_here_it_is_said_why(
    page: Page, xray: RunningXRay
) -> None:
    rejected = a_segment("shop", start_time=-1)
    body = json.dumps({"TraceSegmentDocuments": [json.dumps(rejected)]})
    page.request.post(f"{xray.url}/TraceSegments", data=body)
    open_trace(page, xray, rejected)

    expect(page.get_by_text("No such trace.")).to_be_visible()
    expect(
        page.get_by_role("listitem").filter(has_text="of this trace")
    ).to_contain_text("InvalidStartTime")


def test_linked_traces_lead_to_each_other(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    now = time.time()
    link = {"trace_id": checkout[1]["trace_id"], "id": checkout[1]["id"]}
    mailer = a_segment("mailer", start_time=now - 2, end_time=now - 1, links=[link])
    put(xray, [mailer])
    open_trace(page, xray, mailer)
    expect(page.get_by_text("Part of a linked set of 2 traces.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Open a linked trace")).click()
    page.get_by_role("option", name=re.compile("shop")).click()

    expect(page).to_have_url(re.compile(checkout[1]["trace_id"]))
    page.get_by_role("button", name=re.compile("Open a linked trace")).click()
    expect(page.get_by_role("option", name=re.compile("mailer"))).to_be_visible()


def test_the_json_can_be_read_as_told_and_as_it_came(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    page.get_by_role("button", name="Raw JSON").click()
    expect(page).to_have_url(re.compile("/raw$"))
    told = page.get_by_role("region", name="JSON", exact=True)
    expect(told).to_contain_text('"inferred": true')

    page.get_by_role("button", name="As it came").click()
    expect(told).to_contain_text('"received"')
    expect(told).not_to_contain_text('"inferred": true')
    page.get_by_role("button", name="Timeline").click()
    expect(grid(page)).to_be_visible()


def test_an_exported_trace_is_imported_elsewhere(
    page: Page, xray: RunningXRay, empty: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == f"{checkout[0]['trace_id']}.json"
    file = download.value.path()
    texts = json.loads(file.read_text())["TraceSegmentDocuments"]
    assert [json.loads(each) for each in texts] == checkout

    open_trace(page, empty, checkout[0])
    expect(page.get_by_text("No such trace.")).to_be_visible()
    page.get_by_label("File with traces").set_input_files(file)

    expect(names(page)).to_have_count(len(CHECKOUT))


def test_a_file_without_a_trace_is_refused_in_words(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]], tmp_path: Path
) -> None:
    file = tmp_path / "other.json"
    for text, said in (
        ("{}", "No segment document is in this file"),
        ("{", "not JSON"),
        ('{"trace_id": "1-x"}', "1 document of 1 could not be taken"),
    ):
        file.write_text(text)
        open_trace(page, xray, checkout[0])
        page.get_by_label("File with traces").set_input_files(file)
        expect(page.get_by_role("alert")).to_contain_text(said)


def test_times_are_local_or_utc_and_that_is_remembered(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    started = page.get_by_text("Started").locator("xpath=..")
    expect(started).not_to_contain_text("UTC")
    page.get_by_role("button", name="Show times in UTC").click()
    expect(started).to_contain_text("UTC")

    page.reload()
    expect(started).to_contain_text("UTC")
    page.get_by_role("button", name="Show times in local time").click()
    expect(started).not_to_contain_text("UTC")


def width_of(shown: Locator) -> float:
    expect(shown).to_be_visible()
    box = shown.bounding_box()
    assert box is not None
    return box["width"]


def test_a_drag_over_the_axis_zooms_in(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    bar = row(page, "parse cart").locator(".bar")
    before = width_of(bar)
    axis = grid(page).locator(".axis-scale").bounding_box()
    assert axis is not None
    for share, act in ((0.1, page.mouse.down), (0.3, page.mouse.up)):
        page.mouse.move(axis["x"] + share * axis["width"], axis["y"] + 15, steps=3)
        act()

    whole = page.get_by_role("button", name="Whole time")
    expect(whole).to_be_visible()
    assert width_of(bar) > 4 * before
    whole.click()
    expect(whole).to_have_count(0)
    assert width_of(bar) == before


def test_a_part_is_zoomed_to_without_a_mouse(
    page: Page, xray: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    bar = row(page, "parse cart").locator(".bar")
    row(page, "parse cart").focus()
    page.keyboard.press("Enter")
    zoom = page.get_by_role("button", name="Zoom to it")
    before = width_of(bar)
    zoom.press("Enter")

    expect(page.get_by_role("button", name="Whole time")).to_be_visible()
    assert width_of(bar) > 4 * before


def test_of_two_thousand_segments_those_on_screen_are_drawn(
    page: Page, xray: RunningXRay
) -> None:
    """And the last one is a key press away; so is one deep inside."""
    documents = a_large_trace(time.time() - 30, 2000)
    put(xray, documents)
    open_trace(page, xray, documents[0])
    expect(grid(page)).to_have_attribute("aria-rowcount", "4000")
    assert names(page).count() < 100
    expect(page.get_by_text(re.compile("over 500 KB"))).to_be_visible()

    row(page, "gateway", level=1).focus()
    page.keyboard.press("End")
    expect(grid(page).locator("[aria-rowindex='4000']")).to_be_focused()
    wanted = documents[1234]["annotations"]["number"]
    page.get_by_label("Search in this trace").fill(wanted)
    page.keyboard.press("Enter")

    selected = grid(page).locator("[aria-selected='true']")
    expect(selected).to_be_in_viewport()
    expect(selected).to_have_attribute("data-part", documents[1234]["id"])


TABS = ["overview", "resources", "annotations", "metadata", "exceptions", "sql", "raw"]
MARKUP = "<img src=x onerror=document.title='owned'><script>alert(1)</script>"


def a_hostile_trace(now: float) -> list[dict[str, Any]]:
    said = {MARKUP: MARKUP, "list": [MARKUP], "deep": {MARKUP: {MARKUP: MARKUP}}}
    thrown = {
        "id": an_id(),
        "type": MARKUP,
        "message": MARKUP,
        "stack": [
            {"path": MARKUP, "line": 1, "label": MARKUP},
            {"path": [MARKUP], "line": {MARKUP: 1}, "label": {MARKUP: MARKUP}},
            None,
        ],
    }
    call = a_subsegment(
        MARKUP, namespace="aws", start_time=now - 1, end_time=now, aws=said, sql=said
    )
    segment = a_segment(
        MARKUP,
        start_time=now - 1,
        end_time=now,
        origin=MARKUP,
        user=MARKUP,
        resource_arn=MARKUP,
        http={"request": {"method": MARKUP, "url": MARKUP, "user_agent": MARKUP}},
        aws=said | {"ec2": said},
        service=said,
        annotations={MARKUP: MARKUP, "key": MARKUP},
        metadata=said,
        fault=True,
        cause={"exceptions": [thrown]},
        links=[{"trace_id": a_segment()["trace_id"], "id": an_id()}],
        subsegments=[call],
    )
    orphan = a_subsegment(
        MARKUP, type="subsegment", parent_id=an_id(), trace_id=segment["trace_id"]
    )
    return [segment, orphan]


def test_nothing_that_a_sender_wrote_is_ever_markup(
    page: Page, xray: RunningXRay
) -> None:
    documents = a_hostile_trace(time.time())
    put(xray, documents)
    [segment, _] = documents
    for part in (segment, segment["subsegments"][0]):
        for each in TABS:
            open_trace(page, xray, segment, f"?segment={part['id']}&tab={each}")
            expect(page.get_by_role("tabpanel")).to_be_visible()
            nothing_ran(page)
    page.get_by_label("Search in this trace").fill(MARKUP)
    nothing_ran(page)
    page.goto(f"{xray.url}/#/traces/{segment['trace_id']}/raw")
    expect(page.get_by_role("region", name="JSON", exact=True)).to_contain_text(MARKUP)
    nothing_ran(page)


def nothing_ran(page: Page) -> None:
    expect(page.get_by_text("<img src=x").first).to_be_attached()
    assert page.title() != "owned"
    assert page.locator("img[src=x]").count() == 0
