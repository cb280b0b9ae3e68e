"""Summaries of all sorts, for properties that must hold of any of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from xray_local.graph.connections import with_senders
from xray_local.graph.summarise import summarise
from xray_local.model.summary import Sender, ServiceId, Summary

from tests.segments import T, a_segment
from tests.unit.graph.traces import a_call, a_trace, id_of

_NAMES = st.sampled_from(["gateway", "names", "noun-1", "adjective-4"])
_STATUSES = st.sampled_from([None, 200, 302, 404, 429, 500])

SENDER = Sender(ServiceId("orders", "AWS::SQS::Queue"), T)

_LINKS = st.builds(
    lambda trace, entity: {"trace_id": f"1-{trace:08x}-{0:024x}", "id": entity},
    st.integers(1, 2),
    st.sampled_from([None, id_of("message")]),
)


@st.composite
def _outcomes(draw: st.DrawFn) -> dict[str, Any]:
    start = T + draw(st.integers(0, 60_000)) / 1000
    end = start + draw(st.integers(0, 5000)) / 1000
    status = draw(_STATUSES)
    members: dict[str, Any] = {
        flag: draw(st.booleans()) for flag in ("error", "throttle", "fault")
    }
    if status is not None:
        members["http"] = {"response": {"status": status}}
    if draw(st.booleans()):
        return members | {"start_time": start, "end_time": end}
    return members | {"start_time": start, "end_time": None, "in_progress": True}


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    """A trace of one to three segments that call each other, or that nobody called.

    Some have taken up a message, whose sender may be known.
    """
    documents = []
    calls: list[str] = []
    for number in range(draw(st.integers(1, 3))):
        parent = draw(st.sampled_from([None, id_of("nobody"), *calls]))
        called = id_of(f"call {number}")
        call = a_call(draw(_NAMES), **draw(_outcomes()) | {"id": called})
        segment = a_segment(
            draw(_NAMES),
            **draw(_outcomes()),
            id=id_of(f"segment {number}"),
            parent_id=parent,
            origin=draw(st.sampled_from([None, "AWS::EC2::Instance"])),
            subsegments=[call],
            links=draw(st.lists(_LINKS, max_size=2)),
        )
        documents.append(segment)
        calls.append(called)
    senders = draw(st.sampled_from([{}, {id_of("message"): SENDER}]))
    return with_senders(summarise(a_trace(*documents)), lambda _: senders)
