"""Names, URLs and annotations come from strangers: on no page are they markup."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import put
from tests.browser.hostile import (
    MARKUP,
    SHORT,
    a_hostile_trace,
    hostile_everywhere,
    no_element_of_it,
    nothing_ran,
)
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    with hostile_everywhere(tmp_path_factory.mktemp("hostile")) as xray:
        yield xray


QUOTED = quote(MARKUP)
COLUMNS = "columns=id,url,method,user,userAgent,entry,annotation.key"
REFINED = (
    "service",
    "user",
    "http.url",
    "http.method",
    "http.useragent",
    "annotation.key",
    "rootcause.fault.service",
    "rootcause.fault.message",
    "rootcause.fault.exception",
)
PAGES = [
    "service-map",
    "service-map?view=list",
    "service-map?icons=1&edgeFigures=1",
    f"service-map?node={QUOTED}",
    f"service-map?node=shop&to={QUOTED}",
    f"service-map?filter={QUOTED}",
    f"service-map?search={QUOTED}",
    f"traces?{COLUMNS}",
    f"traces?filter=user%20%3D%20%22{QUOTED}%22&{COLUMNS}",
    *(f"traces?by={attribute}" for attribute in REFINED),
    f"analytics?filter=user%20%3D%20%22{QUOTED}%22",
    "insights",
    f"doctor?trace={QUOTED}",
    f"traces/{QUOTED}",
    "settings/groups",
    "settings/markers",
    "settings/sampling",
    f"settings/sampling?edit={quote(SHORT)}",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_it_as_text(page: Page, hostile: RunningXRay, path: str) -> None:
    page.goto(f"{hostile.url}/#/{path}")

    nothing_ran(page)


@pytest.mark.parametrize(
    ("path", "said"),
    [(f"analytics?filter={QUOTED}", "Set A"), (QUOTED, "No such page")],
)
def test_an_address_runs_nothing(
    page: Page, hostile: RunningXRay, path: str, said: str
) -> None:
    """Where it is taken apart for display, or is not shown at all."""
    page.goto(f"{hostile.url}/#/{path}")
    expect(page.get_by_text(said).first).to_be_visible()

    no_element_of_it(page)


def test_an_insight_names_the_service_that_caused_it(
    page: Page, hostile: RunningXRay
) -> None:
    page.goto(f"{hostile.url}/#/insights")
    page.get_by_role("link", name=re.compile("has more faults")).click()
    expect(page.locator(".affected li").first).to_contain_text("<img src=x")

    nothing_ran(page)


def test_a_filter_is_edited_and_completed_as_text(
    page: Page, hostile: RunningXRay
) -> None:
    page.goto(f"{hostile.url}/#/settings/groups?edit=hostile")
    line = page.get_by_role("combobox")
    expect(line).to_have_value(f'user = "{MARKUP}"')
    line.fill("annotation.key = ")
    expect(page.get_by_role("option").first).to_contain_text("<img src=x")

    nothing_ran(page)


TABS = ["overview", "resources", "annotations", "metadata", "exceptions", "sql", "raw"]


def test_no_panel_of_a_trace_takes_it_for_markup(
    page: Page, hostile: RunningXRay
) -> None:
    [segment, orphan] = a_hostile_trace(time.time())
    put(hostile, [segment, orphan])
    trace = f"{hostile.url}/#/traces/{segment['trace_id']}"
    for part in (segment, segment["subsegments"][0]):
        for each in TABS:
            page.goto(f"{trace}?segment={part['id']}&tab={each}")
            expect(page.get_by_role("tabpanel")).to_be_visible()
            nothing_ran(page)
    page.get_by_label("Search in this trace").fill(MARKUP)
    nothing_ran(page)
    page.goto(f"{trace}/raw")
    expect(page.get_by_role("region", name="JSON", exact=True)).to_contain_text(MARKUP)
    nothing_ran(page)
