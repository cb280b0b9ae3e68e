"""Somebody watches: what is sent appears by itself, and never under a resting hand."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.chromium import put
from tests.processes import RunningXRay, running_xray_local
from tests.segments import a_segment

pytestmark = pytest.mark.browser

LIST = "#/traces?timeRange=PT15M&live=1"
OF_BANK = 'service("bank")'
MAP = "#/service-map?timeRange=PT15M"
COUNTS = re.compile("api/breakdown")
QUESTIONS = re.compile(r"TraceSummaries|ServiceGraph|api/(scan|graph|ranking)")
ROWS = 40
"""More than a window shows."""


def a_request(name: str = "shop", age: float = 0.0) -> dict[str, Any]:
    start = time.time() - age - 0.1
    known = a_segment(name, start_time=start, end_time=start + 0.1)
    return known | {"trace_id": f"1-{int(start):08x}-{known['trace_id'][-24:]}"}


@pytest.fixture
def shop(fresh: RunningXRay) -> RunningXRay:
    """With some traces of the last minutes."""
    put(fresh, (a_request(age=60 + 2 * number) for number in range(ROWS)))
    return fresh


def traces(page: Page) -> Locator:
    return page.get_by_role("link", name=re.compile(r"^1-[0-9a-f]{8}-"))


def trace(page: Page, sent: dict[str, Any]) -> Locator:
    return page.get_by_role("link", name=sent["trace_id"])


def bar(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile(r"new traces?$"))


def watch(page: Page, xray: RunningXRay) -> None:
    """The list, told of what is new."""
    page.goto(f"{xray.url}/{LIST}")
    expect(traces(page)).to_have_count(ROWS)
    expect(page.get_by_text("New traces come in at the top")).to_be_visible()


def in_place(page: Page) -> list[tuple[str, float]]:
    """Each trace, and how high on the screen it is."""
    found: list[tuple[str, float]] = page.evaluate(
        """() => [...document.querySelectorAll(".traces-list tbody a")].map((link) =>
          [link.textContent, link.getBoundingClientRect().top])"""
    )
    return found


def asked_from_now_on(page: Page, questions: re.Pattern[str] = QUESTIONS) -> list[str]:
    asked: list[str] = []

    def note(request: Request) -> None:
        if questions.search(request.url):
            asked.append(request.url)

    page.on("request", note)
    return asked


def test_a_trace_appears_in_the_list_without_being_asked_for(
    page: Page, shop: RunningXRay
) -> None:
    watch(page, shop)
    page.mouse.move(5, 5)
    asked = asked_from_now_on(page)
    sent = a_request("bank")
    shop.send(sent)

    expect(trace(page, sent)).to_be_visible()
    assert sent["trace_id"] == traces(page).first.inner_text()
    assert asked == []


def test_only_what_the_filter_admits_appears(page: Page, shop: RunningXRay) -> None:
    put(shop, [a_request("bank", age=30)])
    page.goto(f"{shop.url}/{LIST}&filter={quote(OF_BANK)}")
    expect(traces(page)).to_have_count(1)
    expect(page.locator(".live-dot.live")).to_have_count(1)
    of_bank = a_request("bank")
    shop.send(a_request("shop"), of_bank)

    expect(trace(page, of_bank)).to_be_visible()
    expect(traces(page)).to_have_count(2)


def test_a_service_appears_on_the_map_because_it_was_told(
    page: Page, shop: RunningXRay
) -> None:
    """No sooner is the graph asked for than something has changed."""
    page.goto(f"{shop.url}/{MAP}")
    expect(page.get_by_role("button", name=re.compile("^shop"))).to_be_visible()
    expect(page.locator(".live-dot.live")).to_have_count(1)
    page.wait_for_timeout(3500)  # longer than a map that asks every three seconds rests
    asked = asked_from_now_on(page)
    page.wait_for_timeout(3500)
    assert asked == []
    shop.send(a_request("bank"))

    expect(page.get_by_role("button", name=re.compile("^bank"))).to_be_visible()
    assert all("api/graph" in url for url in asked)


def pointed(page: Page) -> None:
    traces(page).nth(3).hover()


def focused(page: Page) -> None:
    page.mouse.move(5, 5)
    traces(page).nth(3).focus()


def scrolled(page: Page) -> None:
    page.mouse.move(5, 5)
    page.locator(".traces-found").evaluate("(frame) => frame.scrollTo(0, 300)")


@pytest.mark.parametrize("rest", [pointed, focused, scrolled])
def test_nothing_moves_under_a_reader(page: Page, shop: RunningXRay, rest: Any) -> None:
    """What is new waits, is counted, and comes when the reader asks for it."""
    watch(page, shop)
    rest(page)
    page.wait_for_timeout(300)
    before = in_place(page)
    sent = []
    for number in range(3):
        sent.append(a_request("bank"))
        shop.send(sent[-1])
        expect(bar(page)).to_have_text(re.compile(f"^{number + 1} new trace"))
        assert before == in_place(page)

    bar(page).click()

    for each in sent:
        expect(trace(page, each)).to_be_visible()
    expect(bar(page)).to_have_count(0)


def test_who_asks_for_what_is_new_by_keyboard_goes_on_at_its_first_row(
    page: Page, shop: RunningXRay
) -> None:
    """The button is gone; the focus is not, and what came is said."""
    watch(page, shop)
    focused(page)
    first, second = a_request("bank", age=2), a_request("bank")
    shop.send(first, second)
    expect(bar(page)).to_have_text("2 new traces")
    bar(page).focus()
    page.keyboard.press("Enter")

    expect(trace(page, second)).to_be_focused()
    said = page.get_by_role("status").filter(has_text="2 new traces in the list")
    expect(said).to_have_count(1)
    page.keyboard.press("Tab")
    expect(trace(page, first)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(first["trace_id"]))


def test_who_asks_for_what_is_new_by_pointer_is_told_of_more(
    page: Page, shop: RunningXRay
) -> None:
    """The focus of the button that is gone holds nothing up."""
    watch(page, shop)
    pointed(page)
    shop.send(a_request("bank", age=2))
    bar(page).click()
    expect(bar(page)).to_have_count(0)
    page.mouse.move(5, 5)
    expect(page.get_by_text("New traces come in at the top")).to_be_visible()
    sent = a_request("bank")
    shop.send(sent)

    expect(trace(page, sent)).to_be_visible()


def test_a_row_stays_where_it_is_under_a_reader_when_its_trace_began_earlier(
    page: Page, shop: RunningXRay
) -> None:
    """What is known of it changes; it takes its new place when the reader has gone."""
    known = a_request("bank", age=20)
    put(shop, [known])
    page.goto(f"{shop.url}/{LIST}")
    expect(traces(page)).to_have_count(ROWS + 1)
    expect(page.get_by_text("New traces come in at the top")).to_be_visible()
    pointed(page)
    expect(page.get_by_text("New traces wait while you are here")).to_be_visible()
    before = in_place(page)
    start = known["start_time"] - 55
    row = page.get_by_role("row").filter(has=trace(page, known))
    expect(row).to_contain_text("100 ms")
    shop.send(known | {"id": "0123456789abcdef", "start_time": start})

    expect(row).to_contain_text("55.1 s")
    assert known["trace_id"] == before[0][0]
    assert before == in_place(page)

    page.mouse.move(5, 5)

    expect(traces(page).first).not_to_have_text(known["trace_id"])
    expect(row).to_contain_text("55.1 s")


def test_the_charts_are_counted_again_when_something_has_changed(
    page: Page, shop: RunningXRay
) -> None:
    """And only then; however much changes, at most about once a second."""
    watch(page, shop)
    page.mouse.move(5, 5)
    total = page.locator(".traces-total")
    expect(total).to_have_text(f"{ROWS} traces")
    page.wait_for_timeout(4500)  # longer than charts that ask by the clock rest
    asked = asked_from_now_on(page, COUNTS)
    page.wait_for_timeout(4500)
    assert asked == []
    began = time.monotonic()
    for _ in range(30):
        shop.send(a_request("bank"))
        page.wait_for_timeout(100)

    expect(total).to_have_text(f"{ROWS + 30} traces")
    assert 0 < len(asked) <= time.monotonic() - began + 1


def test_who_goes_away_from_the_rows_sees_what_waited(
    page: Page, shop: RunningXRay
) -> None:
    watch(page, shop)
    pointed(page)
    expect(page.get_by_text("New traces wait while you are here")).to_be_visible()
    sent = a_request("bank")
    shop.send(sent)
    expect(bar(page)).to_be_visible()
    page.mouse.move(5, 5)

    expect(trace(page, sent)).to_be_visible()
    expect(bar(page)).to_have_count(0)


def test_a_server_that_starts_again_is_found_again(page: Page, tmp_path: Path) -> None:
    """It is said while it is away; what was sent after it came back appears."""
    kept = ("--data", str(tmp_path / "data"))
    with running_xray_local(tmp_path, *kept) as first:
        put(first, (a_request(age=60 + number) for number in range(ROWS)))
        watch(page, first)
        page.mouse.move(5, 5)
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    sent = a_request("bank")
    with running_xray_local(tmp_path, *kept, "--port", str(first.port)) as second:
        second.send(sent)

        expect(page.get_by_text("New traces come in at the top")).to_be_visible()
        expect(trace(page, sent)).to_be_visible()
        expect(traces(page)).to_have_count(ROWS + 1)
