"""A link as each of its two traces sees it, though only one of them has it."""

from __future__ import annotations

from typing import Any

import pytest
from xray_local.graph.connections import senders_in, with_senders
from xray_local.graph.linked import Reference, references
from xray_local.graph.summarise import summarise
from xray_local.model.summary import ServiceId, Summary
from xray_local.model.trace import Trace, assemble
from xray_local.wire.documents import accept

from tests.segments import T, a_segment, a_subsegment, as_bytes

QUEUE_CALL = a_subsegment("orders", namespace="remote")
SENT = a_segment("shop", subsegments=[QUEUE_CALL])
SHOP, QUEUE = ServiceId("shop"), ServiceId("orders", "remote")
WORKER = ServiceId("worker")


def the_trace(*documents: dict[str, Any]) -> Trace:
    received = [accept(as_bytes(document), T) for document in documents]
    return assemble(received[0].segment.trace_id, received)


def holder(kind: str | None, entity: str | None) -> Summary:
    """A worker's trace that links to an entity of the shop's."""
    link = {"trace_id": SENT["trace_id"], "id": entity}
    link |= {"attributes": {"reference_type": kind}} if kind else {}
    sent = senders_in(the_trace(SENT))
    worked = summarise(the_trace(a_segment("worker", links=[link])))
    return with_senders(worked, lambda trace_id: sent)


@pytest.mark.parametrize(
    ("kind", "entity", "service", "seen"),
    [
        ("parent", QUEUE_CALL["id"], QUEUE, "child"),
        (None, QUEUE_CALL["id"], QUEUE, "child"),
        ("parent", None, SHOP, "child"),
        ("parent", "0" * 16, SHOP, "child"),
        ("child", SENT["id"], SHOP, "parent"),
    ],
    ids=["the call", "the call, kind unsaid", "the trace", "a stranger", "a child"],
)
def test_each_side_says_what_the_other_is_to_it(
    kind: str | None, entity: str | None, service: ServiceId, seen: str
) -> None:
    """At the service that was meant, or the trace's first one."""
    worked = holder(kind, entity)
    shop, worker = SENT["trace_id"], worked.trace_id

    assert [*references(worked, [])] == [Reference(WORKER, worker, kind, shop)]
    assert [*references(summarise(the_trace(SENT)), worked.links)] == [
        Reference(service, shop, seen, worker)
    ]


def test_a_trace_that_shows_no_service_has_no_reference() -> None:
    orphan = a_subsegment(
        type="subsegment", parent_id="0" * 16, trace_id=SENT["trace_id"]
    )
    invisible = summarise(the_trace(orphan))

    assert [*references(invisible, holder("parent", None).links)] == []
