"""Somebody asks what is special about some traces, and comes out at the culprit."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.charts import dragged
from tests.browser.chromium import TRACES, put
from tests.browser.hostile import MARKUP
from tests.browser.traces_page import a_request
from tests.processes import RunningXRay

pytestmark = pytest.mark.browser


def analytics(page: Page, xray: RunningXRay, **asked: str) -> None:
    named = {"timeRange": "PT1H", **asked}
    params = "&".join(f"{name}={quote(value)}" for name, value in named.items())
    page.goto(f"{xray.url}/#/analytics?{params}")


def the_set(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Set {name}", exact=True)


def size(page: Page, name: str) -> Locator:
    return the_set(page, name).locator(".set-size strong")


def findings(page: Page) -> Locator:
    return page.get_by_role("grid", name="What tells them apart").get_by_role("row")


def asked(page: Page, parameter: str) -> str | None:
    found = re.search(rf"[?&]{re.escape(parameter)}=([^&]*)", page.url)
    return unquote(found[1]) if found else None


def counted(page: Page, name: str) -> int:
    expect(size(page, name)).to_be_visible()
    return int(size(page, name).inner_text().replace(",", ""))


def test_from_slow_traces_to_the_slow_handler(
    page: Page, mesh_alone: RunningXRay
) -> None:
    """From the list, by one press."""
    page.goto(
        f"{mesh_alone.url}/#/traces?timeRange=PT1H&filter=responsetime%20%3E%201.5"
    )
    page.get_by_role("link", name="Analyze").click()

    expect(findings(page).nth(1)).to_contain_text("adjective-4")
    expect(findings(page).nth(1)).to_contain_text("+100 pp")
    expect(the_set(page, "B")).to_contain_text("!responsetime > 1.5")
    assert counted(page, "A") + counted(page, "B") == TRACES


def test_from_a_node_of_the_map_to_what_its_failures_share(
    page: Page, mesh_alone: RunningXRay
) -> None:
    page.goto(f"{mesh_alone.url}/#/service-map?timeRange=PT1H&node=names")
    panel = page.get_by_role("complementary")
    panel.get_by_role("checkbox", name=re.compile("Error")).check()
    page.get_by_role("link", name="Analyze").click()

    expect(findings(page).nth(1)).to_contain_text("verb-6")
    assert asked(page, "filter") == 'service("names") { error }'


def test_failed_ones_and_the_rest_by_one_press(
    page: Page, mesh_alone: RunningXRay
) -> None:
    analytics(page, mesh_alone)
    expect(page.get_by_text("Set B has no traces")).to_be_visible()
    page.get_by_role("button", name="Failed ones and the rest").click()

    expect(findings(page).nth(1)).to_contain_text("Root cause of error verb-6")
    expect(page.get_by_text("Not ranked, as a filter asks for it")).to_contain_text(
        "Outcome"
    )


def test_dragging_over_the_slow_end_makes_it_set_a(
    page: Page, mesh_alone: RunningXRay
) -> None:
    analytics(page, mesh_alone)
    chart = page.get_by_role("application", name=re.compile("^Response times"))
    dragged(chart, (0.7, 0.5, 0.999, 0.5))

    expect(findings(page).nth(1)).to_contain_text("adjective-4")
    assert re.fullmatch(r"responsetime >= [\d.]+", asked(page, "filter") or "")


def test_a_value_narrows_either_set(page: Page, mesh_alone: RunningXRay) -> None:
    """Both are in the address, and the list of each shows as many as are counted."""
    analytics(page, mesh_alone, filter="error")
    service = page.get_by_role("region", name="Service", exact=True)
    before = counted(page, "B")
    service.get_by_role("button", name="Narrow B to verb-6").click()

    expect(size(page, "B")).not_to_have_text(str(before))
    assert asked(page, "b.filter") == '!error AND service("verb-6")'
    expect(size(page, "A")).to_be_visible()
    there = counted(page, "B")
    page.get_by_role("link", name="View traces of B").click()
    expect(page.get_by_role("heading", name="Traces", exact=True)).to_be_visible()
    expect(page.locator(".filter-answer")).to_contain_text(f"{there} traces match")


def test_a_and_b_change_places(page: Page, mesh_alone: RunningXRay) -> None:
    analytics(page, mesh_alone, filter="error")
    a, b = counted(page, "A"), counted(page, "B")
    page.get_by_role("button", name="Swap A and B").click()

    expect(size(page, "A")).to_have_text(str(b))
    expect(size(page, "B")).to_have_text(str(a))
    expect(findings(page).nth(1)).to_contain_text("project-names")
    assert (asked(page, "filter"), asked(page, "b.filter")) == ("!error", "error")


def test_a_mistake_is_shown_in_its_own_set(page: Page, mesh_alone: RunningXRay) -> None:
    analytics(
        page,
        mesh_alone,
        filter="ok",
        **{"b.timeRange": "PT1H", "b.filter": "resposetime"},
    )
    expect(the_set(page, "B").get_by_role("alert")).to_be_visible()
    expect(the_set(page, "A").get_by_role("alert")).to_have_count(0)
    the_set(page, "B").get_by_role("button", name="responsetime").click()

    expect(size(page, "B")).to_have_text(str(TRACES))
    assert asked(page, "b.filter") == "responsetime"


def test_sets_that_do_not_differ_are_said_not_to(
    page: Page, mesh_alone: RunningXRay
) -> None:
    both = {"b.timeRange": "PT1H", "b.filter": "ok"}
    analytics(page, mesh_alone, filter="ok", **both)

    expect(page.get_by_text("do not differ by more than chance")).to_be_visible()
    expect(page.get_by_text("traces are in both sets")).to_be_visible()


def test_an_answer_that_fails_can_be_asked_again(
    page: Page, mesh_alone: RunningXRay
) -> None:
    page.route("**/api/compare*", lambda route: route.abort())
    analytics(page, mesh_alone, filter="error")
    expect(page.get_by_text("X-Ray Local does not answer")).to_be_visible()
    page.unroute("**/api/compare*")
    page.get_by_role("button", name="Try again").click()

    expect(findings(page).nth(1)).to_contain_text("verb-6")


def test_values_from_strangers_are_text(page: Page, fresh: RunningXRay) -> None:
    put(
        fresh,
        [
            a_request(
                60 + number,
                annotations={"word": MARKUP if number < 10 else "plain"},
                fault=number < 10,
                user=MARKUP,
            )
            for number in range(30)
        ],
    )
    analytics(page, fresh, filter="fault")

    expect(findings(page).nth(1)).to_contain_text(MARKUP)
    expect(page).to_have_title("Analytics · X-Ray Local")
    page.get_by_role("button", name=f"Narrow A to {MARKUP}").first.click()
    expect(size(page, "A")).to_have_text("10")
