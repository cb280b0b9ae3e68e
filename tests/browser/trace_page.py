"""The page of one trace: how a story finds what it has."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page

from tests.processes import RunningXRay

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
