"""Random documents of few services in few minutes, in batches as they arrive.

So few that traces change their nodes, their starts and their minutes on the way.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from xray_local.model.segment import Received

from tests.contract.traces import NOON, a_segment, a_trace_id

SERVICES = st.sampled_from(["frontend", "orders", "stock"])
ENTITY_IDS = st.sampled_from([f"{number:016x}" for number in range(1, 7)])
STARTS = st.sampled_from([-61.0, -0.5, 0.0, 1.0, 30.5, 59.75, 60.0, 119.0, 200.0])
TIMES_TAKEN = st.sampled_from([None, 0.0, 0.25, 61.0])
FLAGS = st.sampled_from([{}, {"fault": True}, {"error": True}, {"throttle": True}])
ANNOTATIONS = st.sampled_from([{}, {"customer": "Bo"}, {"customer": 7}, {"paid": True}])
TRACE_IDS = [a_trace_id() for _ in range(4)]
LINKS = st.builds(
    lambda trace_id, entity_id: {"trace_id": trace_id, "id": entity_id},
    st.sampled_from(TRACE_IDS),
    ENTITY_IDS,
)


@st.composite
def calls(draw: st.DrawFn) -> dict[str, Any]:
    start, took = NOON + draw(STARTS), draw(TIMES_TAKEN)
    ending = {"in_progress": True} if took is None else {"end_time": start + took}
    return {
        "id": draw(ENTITY_IDS),
        "name": draw(SERVICES),
        "namespace": draw(st.sampled_from(["remote", "aws"])),
        "start_time": start,
        **ending,
        **draw(FLAGS),
    }


@st.composite
def documents(draw: st.DrawFn) -> Received:
    """A segment or an independent subsegment of one of the four traces."""
    parent = draw(st.none() | ENTITY_IDS)
    members: dict[str, Any] = {"name": draw(SERVICES), **draw(FLAGS)}
    members["annotations"] = draw(ANNOTATIONS)
    if parent is not None:
        members["parent_id"] = parent
        if draw(st.booleans()):
            members["type"] = "subsegment"
    return a_segment(
        draw(st.sampled_from(TRACE_IDS)),
        NOON + draw(STARTS),
        draw(TIMES_TAKEN),
        id=draw(ENTITY_IDS),
        subsegments=draw(st.lists(calls(), max_size=2)),
        links=draw(st.lists(LINKS, max_size=2)),
        **members,
    )


BATCHES = st.lists(st.lists(documents(), min_size=1, max_size=5), max_size=6)
