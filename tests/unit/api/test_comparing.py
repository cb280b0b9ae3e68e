"""GET /api/compare: two sets as they become known, on the mesh with two faults."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from xray_local.api import comparing
from xray_local.operations import portion

from tests.asgi import get, post
from tests.in_process import InProcess
from tests.mesh_traces import ARTICLE, Faults, mesh_traces
from tests.segments import T
from tests.unit.api.test_scan import Client, Line

TRACES = 400
WINDOW = {"a.start": T - 10, "a.end": T + 300}


@pytest.fixture(scope="module")
def mesh() -> InProcess:
    xray = InProcess()
    for trace in mesh_traces(TRACES, T, 240, ARTICLE):
        put(xray, trace)
    return xray


def put(xray: InProcess, documents: list[dict[str, Any]]) -> None:
    sent = {"TraceSegmentDocuments": [json.dumps(each) for each in documents]}
    assert post(xray.application, "/TraceSegments", sent).status == 200


def events(xray: InProcess, **asked: object) -> list[Line]:
    async def answered() -> list[Line]:
        client = Client(xray, path="/api/compare")
        return await client.ask(**(WINDOW | asked))

    return asyncio.run(answered())


def compared(xray: InProcess, **asked: object) -> dict[str, Any]:
    name, members = events(xray, **asked)[-1]
    assert name == "end"
    return members


def first(found: dict[str, Any]) -> tuple[str, Any]:
    finding = found["Findings"][0]
    return finding["Attribute"], finding["Value"]


def test_the_slow_handler_of_fifty_tells_slow_traces_apart(mesh: InProcess) -> None:
    found = compared(mesh, **{"a.filter": "responsetime > 1.5"})
    finding = found["Findings"][0]

    assert first(found) == ("rootcause.responsetime.service", "adjective-4")
    assert (finding["A"], finding["B"]) == (found["A"]["Traces"], 0)
    assert (finding["Delta"], finding["Bits"]) == (100, 1)
    assert {"Attribute": "service", "Value": "adjective-4"} in finding["Also"]
    assert found["A"]["Traces"] + found["B"]["Traces"] == TRACES


def test_the_failing_handler_tells_errors_apart(mesh: InProcess) -> None:
    """That errors end in an error is no finding."""
    found = compared(mesh, **{"a.filter": "error"})

    assert first(found) == ("rootcause.error.service", "verb-6")
    assert found["AskedFor"] == ["http.status", "outcome"]
    assert "outcome" not in {each["Attribute"] for each in found["Findings"]}
    assert "outcome" in {each["Attribute"] for each in found["Attributes"]}


def test_a_path_reads_as_people_read_it(mesh: InProcess) -> None:
    finding = compared(mesh, **{"a.filter": "error"})["Findings"][0]

    assert {
        "Attribute": "rootcause.error.path",
        "Value": "gateway => names => verb-6",
    } in finding["Also"]


def test_a_little_slowness_shows_in_the_slowest_tenth() -> None:
    """60 ms more, where others take up to 60 ms by chance."""
    xray = InProcess()
    for trace in mesh_traces(TRACES, T, 240, Faults(delays={"noun-7": 0.06})):
        put(xray, [without_fault_note(each) for each in trace])
    times = sorted(
        each["ResponseTime"]
        for each in get(
            xray.application, "/api/ranking", start=T - 10, end=T + 300
        ).body["TraceSummaries"]
    )
    found = compared(xray, **{"a.filter": f"responsetime >= {times[-TRACES // 10]}"})

    assert first(found) == ("rootcause.responsetime.service", "noun-7")


def without_fault_note(document: dict[str, Any]) -> dict[str, Any]:
    """A real handler does not say why it is slow."""
    notes = document.get("annotations", {})
    return document | {"annotations": {k: v for k, v in notes.items() if k != "fault"}}


def test_minutes_are_compared_with_those_before(mesh: InProcess) -> None:
    """The faults were on in both, and nothing else changed either."""
    halves = {
        "a.start": T + 120,
        "a.end": T + 240,
        "b.start": T,
        "b.end": T + 120,
    }
    found = compared(mesh, **halves)

    assert (found["A"]["Traces"], found["B"]["Traces"]) == (TRACES // 2,) * 2
    assert found["Findings"] == []
    assert found["ValuesCompared"] > 50


def test_what_is_in_both_sets_is_counted(mesh: InProcess) -> None:
    found = compared(
        mesh,
        **{"a.filter": "responsetime > 1.5", "b.start": T - 10, "b.end": T + 300},
    )

    assert found["InBoth"] == found["A"]["Traces"] > 0
    assert found["B"]["Traces"] == TRACES


def test_each_expression_finds_what_its_row_counts(mesh: InProcess) -> None:
    found = compared(mesh, **{"a.filter": "error"})
    rest = found["B"]["Expression"]
    row = next(
        value
        for each in found["Attributes"]
        if each["Attribute"] == "service"
        for value in each["Values"]
        if value["Value"] == "verb-6"
    )

    def listed(expression: str) -> int:
        asked = {"start": T - 10, "end": T + 300, "filter": expression}
        return int(get(mesh.application, "/api/breakdown", **asked).body["Traces"])

    assert listed(rest) == found["B"]["Traces"] > 0
    assert listed(f"({rest}) AND {row['Expression']}") == row["B"] > 0
    assert listed(f"error AND {row['Expression']}") == row["A"] > 0


def test_it_comes_part_by_part(mesh: InProcess) -> None:
    """With progress after each, and what is known after one, two, four ... parts."""
    with patch.object(portion, "TRACES_PER_PART", 50):
        steps = events(mesh, **{"a.filter": "responsetime > 1.5"})
    names = [name for name, _ in steps]
    shares = [members["Share"] for name, members in steps if name == "progress"]
    whole = compared(mesh, **{"a.filter": "responsetime > 1.5"})

    assert names[:3] == ["progress", "comparison", "progress"]
    assert names.count("comparison") == 4
    assert names[-1] == "end"
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert steps[-1][1] == whole


def test_a_group_is_a_set_and_all_else_is_the_rest() -> None:
    xray = InProcess()
    for trace in mesh_traces(40, T, 60, ARTICLE):
        put(xray, trace)
    group = {"GroupName": "slow", "FilterExpression": "responsetime > 1.5"}
    assert post(xray.application, "/CreateGroup", group).status == 200

    by_group = compared(xray, **{"a.group": "slow"})
    by_filter = compared(xray, **{"a.filter": "responsetime > 1.5"})

    assert by_group["A"]["Traces"] == by_filter["A"]["Traces"] > 0
    assert by_group["B"]["Traces"] == by_filter["B"]["Traces"] > 0


def test_of_all_traces_nothing_is_left_as_the_rest(mesh: InProcess) -> None:
    found = compared(mesh, **{"a.filter": ""})

    assert (found["A"]["Traces"], found["B"]["Traces"]) == (TRACES, 0)
    assert found["Findings"] == []


def test_when_the_client_hangs_up_nothing_more_is_read(mesh: InProcess) -> None:
    def reads(hang_up_after: int | None) -> int:
        client = Client(mesh, hang_up_after, path="/api/compare")
        with (
            patch.object(portion, "TRACES_PER_PART", 20),
            patch.object(mesh.store, "summaries", wraps=mesh.store.summaries) as read,
        ):
            asyncio.run(client.ask(**WINDOW, **{"a.filter": "error"}))
        return int(read.call_count)

    assert reads(hang_up_after=2) < reads(hang_up_after=None) / 2


def test_only_so_many_run_at_once(mesh: InProcess) -> None:
    with patch.object(comparing, "AT_ONCE", 0):
        refused = get(mesh.application, "/api/compare", **{"a.filter": "error"})

    assert (refused.status, refused.error) == (429, "ThrottledException")


def refusals() -> Iterator[tuple[dict[str, object], str]]:
    yield {"a.filter": "error", "c.filter": "ok"}, "c.filter is no parameter"
    yield {"a.filter": "error", "a.start": "soon"}, "start='soon'"
    yield {"a.filter": "error", "a.end": T - 20}, "End time cannot be earlier"


@pytest.mark.parametrize(("asked", "said"), [*refusals()])
def test_what_cannot_be_compared_is_refused_at_once(
    mesh: InProcess, asked: dict[str, object], said: str
) -> None:
    refused = get(mesh.application, "/api/compare", **(WINDOW | asked))

    assert refused.status == 400
    assert said in refused.body["Message"]


@pytest.mark.parametrize(
    "asked",
    [
        {"a.filter": "ok resposetime"},
        {"a.filter": "ok", "b.filter": "ok resposetime", "b.group": "Default"},
    ],
)
def test_a_mistake_says_in_which_expression_it_is(
    mesh: InProcess, asked: dict[str, object]
) -> None:
    refused = get(mesh.application, "/api/compare", **WINDOW, **asked)
    wrong = next(name for name, text in asked.items() if "resposetime" in str(text))

    assert refused.body["Parameter"] == wrong
    assert (refused.body["Position"], refused.body["Suggestion"]) == (4, "responsetime")
