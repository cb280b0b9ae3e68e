"""The traces around one, on both sides: each knows the other, whoever has the link."""

from __future__ import annotations

from typing import Any

import pytest
from xray_local.errors import InvalidRequest
from xray_local.operations.links import (
    MOST_LISTED,
    LinkedTraces,
    linked_summaries,
    linked_traces,
)
from xray_local.wire.documents import accept

from tests.in_process import InProcess
from tests.segments import T, a_segment, a_trace_id, as_bytes

SHOP = a_segment("shop")


def a_link(to: dict[str, Any], kind: str | None = None) -> dict[str, Any]:
    link = {"trace_id": to["trace_id"], "id": to["id"]}
    return link if kind is None else link | {"attributes": {"reference_type": kind}}


def stored(*documents: dict[str, Any]) -> InProcess:
    xray = InProcess()
    xray.submit([accept(as_bytes(document), T) for document in documents])
    return xray


def around(xray: InProcess, trace: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The ids of what caused the trace, and of what it caused."""
    linked = linked_traces(xray.backend, trace["trace_id"])
    causes, effects = linked.causes.traces, linked.effects.traces
    return [each.trace_id for each in causes], [each.trace_id for each in effects]


@pytest.mark.parametrize("kind", [None, "parent"])
def test_the_trace_that_is_named_caused_the_one_that_names_it(kind: str | None) -> None:
    worker = a_segment("worker", links=[a_link(SHOP, kind), a_link(SHOP, kind)])
    xray = stored(SHOP, worker)

    assert around(xray, SHOP) == ([], [worker["trace_id"]])
    assert around(xray, worker) == ([SHOP["trace_id"]], [])


def test_a_link_to_a_child_leads_the_other_way() -> None:
    parent = a_segment("parent", links=[a_link(SHOP, "child")])
    xray = stored(SHOP, parent)

    assert around(xray, SHOP) == ([parent["trace_id"]], [])
    assert around(xray, parent) == ([], [SHOP["trace_id"]])


def test_a_trace_that_links_to_itself_or_none_is_alone() -> None:
    alone, own = a_segment("alone"), a_segment("own")
    xray = stored(alone, own | {"links": [a_link(own)]})

    assert around(xray, alone) == around(xray, own) == ([], [])


def test_a_trace_that_is_not_here_is_named_and_knows_who_names_it() -> None:
    worker = a_segment("worker", links=[a_link(SHOP)])
    xray = stored(worker)
    [cause] = linked_traces(xray.backend, worker["trace_id"]).causes.traces

    assert (cause.trace_id, cause.summary) == (SHOP["trace_id"], None)
    assert around(xray, SHOP) == ([], [worker["trace_id"]])


def test_of_very_many_the_newest_are_listed_and_all_are_counted() -> None:
    workers = [
        a_segment("worker", links=[a_link(SHOP)], start_time=T + n, end_time=T + n + 1)
        for n in range(MOST_LISTED + 50)
    ]
    linked: LinkedTraces = linked_traces(
        stored(SHOP, *workers).backend, SHOP["trace_id"]
    )
    newest = [each["trace_id"] for each in reversed(workers)][:MOST_LISTED]

    assert [each.trace_id for each in linked.effects.traces] == newest
    assert linked.effects.count == len(workers)


def test_all_linked_traces_make_the_graph_of_one() -> None:
    """However many: those that are stored, each once."""
    workers = [a_segment("worker", links=[a_link(SHOP)]) for _ in range(150)]
    xray = stored(SHOP, *workers)
    summary = xray.store.summary(SHOP["trace_id"])

    assert summary is not None
    assert {each.trace_id for each in linked_summaries(xray.backend, summary)} == {
        worker["trace_id"] for worker in workers
    }


def test_a_trace_id_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="incorrect id format"):
        linked_traces(InProcess().backend, "1-x")


def test_a_trace_that_never_came_is_alone() -> None:
    assert around(InProcess(), {"trace_id": a_trace_id()}) == ([], [])
