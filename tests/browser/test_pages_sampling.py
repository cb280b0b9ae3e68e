"""Rules are read, tried before they are saved, saved, overridden and deleted."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import put
from tests.browser.hostile import SHORT, no_element_of_it
from tests.browser.outage import ask
from tests.processes import RunningXRay, running_xray_local
from tests.segments import a_segment

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[RunningXRay]:
    """Ten requests to /buy in one second, two of them faults, and ten to /look."""
    with running_xray_local(tmp_path, "--memory", "--sampling", "aws") as xray:
        at = int(time.time()) - 60
        put(
            xray,
            [
                a_segment(
                    "shop",
                    start_time=at + 0.01 * number,
                    end_time=at + 0.5,
                    http={"request": {"url": f"http://shop.example{path}"}},
                    fault=path == "/buy" and number < 2,
                )
                for path in ("/buy", "/look")
                for number in range(10)
            ],
        )
        yield xray


def a_rule(name: str, **members: Any) -> dict[str, Any]:
    patterns = ("ServiceName", "ServiceType", "Host", "HTTPMethod", "URLPath")
    return {
        "RuleName": name,
        "Priority": 10,
        "FixedRate": 0.5,
        "ReservoirSize": 2,
        **dict.fromkeys((*patterns, "ResourceARN"), "*"),
        "Version": 1,
    } | members


def create(xray: RunningXRay, name: str, **members: Any) -> None:
    ask(xray, "CreateSamplingRule", SamplingRule=a_rule(name, **members))


def rules_of(xray: RunningXRay) -> dict[str, dict[str, Any]]:
    records = ask(xray, "GetSamplingRules")["SamplingRuleRecords"]
    return {each["SamplingRule"]["RuleName"]: each["SamplingRule"] for each in records}


def what_if(page: Page) -> Locator:
    return page.locator(".what-if")


def field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label, exact=True)


def test_a_rule_is_tried_on_recorded_traces_and_then_saved(
    page: Page, shop: RunningXRay
) -> None:
    page.goto(f"{shop.url}/#/settings/sampling")
    expect(what_if(page)).to_contain_text(re.compile(r"\d+ of 20 traces kept"))
    page.get_by_role("link", name="Create rule").click()

    field(page, "Name").fill("purchases")
    field(page, "URL path").fill("/buy*")
    field(page, "Rate").fill("100")
    found = what_if(page).get_by_role("row", name=re.compile("purchases"))
    expect(found.get_by_role("cell")).to_have_text(["10", "1", "9", "10"])
    faults = what_if(page).get_by_role("row", name=re.compile("Fault"))
    expect(faults.get_by_role("cell").last).to_have_text("2")
    assert "purchases" not in rules_of(shop)
    page.get_by_role("button", name="Save").click()

    rules = page.get_by_role("table", name="Sampling rules")
    expect(rules.get_by_role("row", name=re.compile("purchases"))).to_be_visible()
    assert rules_of(shop)["purchases"]["URLPath"] == "/buy*"
    assert rules_of(shop)["purchases"]["FixedRate"] == 1


def test_what_the_server_refuses_is_shown_at_its_field(
    page: Page, shop: RunningXRay
) -> None:
    page.goto(f"{shop.url}/#/settings/sampling?new=1")
    field(page, "Name").fill("wrong")
    field(page, "Rate").fill("200")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("form").get_by_text("less than or equal to 1")).to_be_visible()
    field(page, "Rate").fill("many")
    expect(page.locator("form").get_by_text("A number", exact=True)).to_be_visible()
    assert "wrong" not in rules_of(shop)


def test_of_default_only_two_values_can_be_changed(
    page: Page, shop: RunningXRay
) -> None:
    page.goto(f"{shop.url}/#/settings/sampling?edit=Default")
    for locked in ("Name", "Priority", "Host", "URL path"):
        expect(field(page, locked)).to_be_disabled()
    field(page, "Rate").fill("7")
    field(page, "Reservoir").fill("3")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("row", name=re.compile("Default.*7%"))).to_be_visible()
    default = rules_of(shop)["Default"]
    assert (default["FixedRate"], default["ReservoirSize"]) == (0.07, 3)
    expect(page.get_by_role("button", name="Delete Default")).to_have_count(0)


def test_a_rule_is_cloned_with_all_it_has_and_deleted_after_a_question(
    page: Page, shop: RunningXRay
) -> None:
    boost = {"MaxRate": 0.9, "CooldownWindowMinutes": 5}
    create(
        shop, "gold", Attributes={"tier": "gold"}, SamplingRateBoost=boost, Host="a?b*"
    )
    page.goto(f"{shop.url}/#/settings/sampling")
    page.get_by_role("button", name="Clone gold").click()
    expect(field(page, "Name")).to_have_value("gold-clone")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Edit gold-clone")).to_be_visible()

    of_one = {"RuleName": None, "RuleARN": None}
    rules = rules_of(shop)
    assert rules["gold"] | of_one == rules["gold-clone"] | of_one

    page.get_by_role("button", name="Delete gold-clone").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Edit gold-clone")).to_have_count(0)
    assert rules_of(shop).keys() == {"gold", "Default"}


def test_everything_is_recorded_with_one_press_and_back_with_another(
    page: Page, shop: RunningXRay
) -> None:
    create(shop, "nothing", FixedRate=0, ReservoirSize=0, Priority=1)
    before = rules_of(shop)
    page.goto(f"{shop.url}/#/settings/sampling")
    expect(what_if(page)).to_contain_text("0 of 20 traces kept")

    page.get_by_role("button", name="Record everything").click()
    expect(what_if(page)).to_contain_text("20 of 20 traces kept, 100%")
    page.get_by_role("button", name="Back to the rules").click()

    expect(what_if(page)).to_contain_text("0 of 20 traces kept")
    assert before == rules_of(shop)


def test_it_names_failures_and_services_that_would_be_lost(
    page: Page, shop: RunningXRay
) -> None:
    page.goto(f"{shop.url}/#/settings/sampling?edit=Default")
    field(page, "Rate").fill("0")
    field(page, "Reservoir").fill("0")

    expect(what_if(page)).to_contain_text("0 of 20 traces kept")
    expect(what_if(page)).to_contain_text("Not on the map any more: shop")
    lost = what_if(page).get_by_role("link", name=re.compile("^1-"))
    expect(lost).to_have_count(2)
    lost.first.click()
    expect(page.get_by_role("treegrid", name="Timeline")).to_contain_text("shop")


def test_what_programs_report_is_a_chart_with_markers(
    page: Page, shop: RunningXRay
) -> None:
    report = {
        "RuleName": "Default",
        "ClientID": "c4bcd869c5c14076a836a628",
        "Timestamp": time.time(),
        "RequestCount": 60,
        "SampledCount": 4,
        "BorrowCount": 1,
    }
    ask(shop, "SamplingTargets", SamplingStatisticsDocuments=[report])
    ask(shop, "api/markers", Kind="deploy", Text=f"v2 {SHORT}")
    page.goto(f"{shop.url}/#/settings/sampling")

    chart = page.get_by_role("group", name="Requests and samples")
    bar = chart.locator("title", has_text="60 requests matched, 4 sampled, 1 of them")
    expect(bar).to_have_count(1)
    expect(
        chart.get_by_role("img", name=re.compile("Deployment: v2 <img"))
    ).to_have_count(1)
    expect(page.get_by_label("60 requests matched, 4 sampled")).to_be_visible()


def test_patterns_and_attributes_are_never_markup(
    page: Page, shop: RunningXRay
) -> None:
    attributes = {SHORT: SHORT}
    create(shop, SHORT, URLPath=SHORT, Host=SHORT, Attributes=attributes)
    for view in ("", f"?edit={SHORT}"):
        page.goto(f"{shop.url}/#/settings/sampling{view}")
        expect(page.get_by_text("<img src=x").first).to_be_visible()
        expect(what_if(page)).to_contain_text("of 20 traces kept")
        no_element_of_it(page)


def test_a_rule_that_is_gone_is_told(page: Page, shop: RunningXRay) -> None:
    page.goto(f"{shop.url}/#/settings/sampling?edit=gone")

    expect(page.get_by_text("There is no such rule any more.")).to_be_visible()
