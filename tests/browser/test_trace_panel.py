"""One part of a trace: what it was, why it failed, how it compares."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.trace_page import open_trace, row, tab
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser


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
