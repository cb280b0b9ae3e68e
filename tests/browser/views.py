"""Every page of the console in its main states, and how one gets there.

A new page is a row: it is then photographed (`make screenshots`), examined by axe, and
must neither shift while it loads nor be wider than its window.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.browser import showcase

Act = Callable[[Page], None]


def there(role: str, name: str) -> Act:
    """What is waited for."""

    def wait(page: Page) -> None:
        found = page.get_by_role(role, name=re.compile(name))  # type: ignore[arg-type]
        expect(found.first).to_be_visible()

    return wait


def pressed(role: str, name: str, then: Act) -> Act:
    def press(page: Page) -> None:
        page.get_by_role(role, name=re.compile(name)).first.click()  # type: ignore[arg-type]
        then(page)

    return press


def slow_part(page: Page) -> None:
    """The newest slow trace is opened, and in it the handler that was slow."""
    pressed("link", "^1-", there("treegrid", "Timeline"))(page)
    page.get_by_role("row", name=re.compile("adjective-4")).last.click()
    expect(page.get_by_role("region", name="Among its own kind")).to_be_visible()


def slow_raw(page: Page) -> None:
    pressed("link", "^1-", there("treegrid", "Timeline"))(page)
    pressed("button", "^Raw JSON", there("region", "^JSON"))(page)


def a_wrong_filter(page: Page) -> None:
    line = page.get_by_label(re.compile("^Filter expression"))
    line.fill("responsetme > 1.5")
    line.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("responsetime")


def a_mistaken_set(page: Page) -> None:
    expect(page.get_by_role("alert")).to_contain_text("Did you mean responsetime?")


def a_begun_filter(page: Page) -> None:
    line = page.get_by_label(re.compile("^Filter expression"))
    line.click()
    line.press_sequentially("annotation.ha")
    expect(page.get_by_role("option").first).to_be_visible()


def the_display_menu(page: Page) -> None:
    pressed("button", "^Display", there("menuitemcheckbox", "Icons"))(page)


def a_reason(page: Page) -> None:
    expect(page.get_by_text("MissingStartTime").first).to_be_visible()


def a_lower_rate(page: Page) -> None:
    """Would that still keep the failures?"""
    page.get_by_role("textbox", name="Rate", exact=True).fill("2")
    expect(page.get_by_text("To be expected: 27")).to_be_visible()


def a_question(page: Page) -> None:
    pressed("button", "^Delete slow", there("dialog", "Delete"))(page)


MAP = "service-map?timeRange=PT5M"
ANALYTICS = "analytics?timeRange=PT5M&filter=error"
BEFORE = "2025-11-14T09:46:00~2025-11-14T09:50:00"
AFTER = "2025-11-14T09:56:00~2025-11-14T10:00:00"
TWO_TIMES = f"analytics?timeRange={AFTER}&b.timeRange={BEFORE}"
SLOW = "traces?timeRange=PT5M&filter=responsetime%20%3E%201.5"


@dataclass(frozen=True)
class View:
    """`path` is what stands behind `#/`; `act` leads on from there and waits."""

    name: str
    path: str
    act: Act

    def open(self, page: Page, url: str) -> None:
        page.goto(f"{url}/#/{self.path}")
        self.act(page)


PAGES = (
    View("service-map", MAP, there("button", "^verb-6")),
    View("node", f"{MAP}&node=verb-6", there("heading", "verb-6")),
    View("service-list", f"{MAP}&view=list", there("grid", "Services")),
    View("traces", f"{SLOW}&by=annotation.handler", there("link", "^1-")),
    View("trace", SLOW, slow_part),
    View("analytics", ANALYTICS, there("grid", "What tells them apart")),
    View("insights", "insights", there("link", "adjective-4")),
    View(
        "insight",
        "insights",
        pressed("link", "adjective-4", there("heading", "adjective-4")),
    ),
    View("doctor", "doctor", there("button", "InvalidId")),
    View("doctor-of-a-trace", f"doctor?trace={showcase.MISSING}", there("row", "Id")),
    View(
        "rejected",
        "doctor",
        pressed("button", "InvalidId", there("complementary", "InvalidId")),
    ),
    View("sampling", "settings/sampling", there("row", "names")),
    View("what-if", "settings/sampling?edit=names", a_lower_rate),
    View("groups", "settings/groups", there("row", "failing")),
    View("group", "settings/groups?edit=slow", there("combobox", "Filter")),
    View("markers", "settings/markers", there("row", "words 1.8")),
    View("account", "settings/account", there("form", "Encryption")),
    View("start", "start", there("tab", "Python")),
)
"""What is photographed."""

STATES = (
    View("edge", f"{MAP}&node=gateway&to=names", there("heading", "names")),
    View("map-mistake", MAP, a_wrong_filter),
    View("map-completion", MAP, a_begun_filter),
    View("map-menu", MAP, the_display_menu),
    View("map-nothing", f"{MAP}&filter=fault", there("button", "Clear")),
    View("traces-mistake", SLOW, a_wrong_filter),
    View(
        "traces-nothing", "traces?timeRange=PT5M&filter=fault", there("button", "Clear")
    ),
    View("trace-raw", SLOW, slow_raw),
    View("trace-missing", f"traces/{showcase.MISSING}", a_reason),
    View("analytics-times", TWO_TIMES, there("grid", "What tells them apart")),
    View(
        "analytics-nothing",
        "analytics?timeRange=PT5M",
        there("heading", "Set B has no traces"),
    ),
    View(
        "analytics-mistake",
        "analytics?timeRange=PT5M&filter=resposetime",
        a_mistaken_set,
    ),
    View("no-such-page", "nonsense", there("heading", "No such page")),
    View("trace-refused", "traces/abc", there("link", "All traces")),
    View("group-mistake", "settings/groups?new=1", a_wrong_filter),
    View("group-deletion", "settings/groups", a_question),
    View("rule-new", "settings/sampling?new=1", there("button", "Save")),
)
"""Looked at by tests only."""


_pending: WeakKeyDictionary[BrowserContext, set[Request]] = WeakKeyDictionary()


def settled(page: Page) -> None:
    """Every answer is there but that of a live stream, which never ends.

    Playwright's "networkidle" would wait for that, too.
    """
    page.wait_for_timeout(500)
    while any("/api/live" not in request.url for request in _pending[page.context]):
        page.wait_for_timeout(100)


def _followed(context: BrowserContext) -> set[Request]:
    pending: set[Request] = set()

    def asked(request: Request) -> None:
        pending.add(request)

    def answered(request: Request) -> None:
        pending.discard(request)

    context.on("request", asked)
    context.on("requestfinished", answered)
    context.on("requestfailed", answered)
    return pending


@contextmanager
def shown(
    browser: Browser, *, theme: str = "light", width: int = 1440, height: int = 900
) -> Iterator[BrowserContext]:
    """A window whose time is the showcase's."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        timezone_id="UTC",
        locale="en-GB",
    )
    context.clock.set_fixed_time(datetime.fromtimestamp(showcase.NOW, UTC))
    _pending[context] = _followed(context)
    yield context
    context.close()
