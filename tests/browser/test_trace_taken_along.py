"""A trace as JSON, exported and imported; and its times, here or in UTC."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.trace_page import CHECKOUT, grid, names, open_trace
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser


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
    page: Page, xray: RunningXRay, fresh: RunningXRay, checkout: list[dict[str, Any]]
) -> None:
    open_trace(page, xray, checkout[0])
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == f"{checkout[0]['trace_id']}.json"
    file = download.value.path()
    texts = json.loads(file.read_text())["TraceSegmentDocuments"]
    assert [json.loads(each) for each in texts] == checkout

    open_trace(page, fresh, checkout[0])
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
