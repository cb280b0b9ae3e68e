"""The list of traces: how a story finds what it has, and requests to list."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import Locator, Page

from tests.segments import a_segment

LIST = "#/traces?timeRange=PT15M"


def line(page: Page) -> Locator:
    return page.get_by_label("Filter expression or trace id")


def suggestions(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def ask(page: Page, expression: str) -> None:
    line(page).fill(expression)
    line(page).press("Enter")


def filter_of(page: Page) -> str:
    found = re.search(r"[?&]filter=([^&]*)", page.url)
    return unquote(found[1]) if found else ""


def rows(page: Page) -> Locator:
    return page.get_by_role("grid", name="Traces").get_by_role("row")


def traces(page: Page) -> Locator:
    return page.get_by_role("link", name=re.compile(r"^1-[0-9a-f]{8}-"))


def refine(page: Page) -> Locator:
    return page.get_by_role("region", name="Refine")


def a_request(age: float, **members: Any) -> dict[str, Any]:
    """A segment that began so many seconds ago, in a trace of that time."""
    start = time.time() - age
    known = a_segment("shop", start_time=start, end_time=start + 0.1)
    known["trace_id"] = f"1-{int(start):08x}-{known['trace_id'][-24:]}"
    return known | members
