"""Random documents of few services in few minutes, in batches as they arrive.

So few that traces change their nodes, their starts and their minutes on the way. They
say what the random expressions of tests/unit/query/trees.py ask for.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from xray_local.model.segment import Received

from tests.contract.traces import NOON, a_segment, a_trace_id

SERVICES = st.sampled_from(["names", "verb-6", "stock"])
ENTITY_IDS = st.sampled_from([f"{number:016x}" for number in range(1, 7)])
STARTS = st.sampled_from([-61.0, -0.5, 0.0, 1.0, 30.5, 59.75, 60.0, 119.0, 200.0])
TIMES_TAKEN = st.sampled_from([None, 0.0, 0.25, 61.0])
FLAGS = st.sampled_from([{}, {"fault": True}, {"error": True}, {"throttle": True}])
ANNOTATIONS = st.sampled_from(
    [{}, {"category": "alice"}, {"category": 2.3}, {"attempts": True}]
)
USERS = st.sampled_from([None, None, "alice", ""])
HTTP = st.sampled_from(
    [
        {},
        {"request": {"url": "http://a/b", "method": "GET"}},
        {"request": {"method": "PUT"}, "response": {"status": 200}},
        {"response": {"status": 404}},
        {"response": {"status": 429}},
        {"response": {"status": 500}},
    ]
)
CAUSES = st.sampled_from(
    [{}, {}, {"cause": {"exceptions": [{"id": "1", "type": "taken", "message": "m"}]}}]
)
TRACE_IDS = [a_trace_id() for _ in range(4)]
LINKS = st.builds(
    lambda trace_id, entity_id, attributes: {
        "trace_id": trace_id,
        "id": entity_id,
        "attributes": attributes,
    },
    st.sampled_from(TRACE_IDS),
    ENTITY_IDS,
    st.sampled_from(
        [{}, {}, {"reference_type": "parent"}, {"reference_type": "child"}]
    ),
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
        "http": draw(HTTP),
        **draw(FLAGS),
    }


@st.composite
def documents(draw: st.DrawFn) -> Received:
    """A segment or an independent subsegment of one of the four traces."""
    parent = draw(st.none() | ENTITY_IDS)
    members: dict[str, Any] = {"name": draw(SERVICES), **draw(FLAGS)}
    members |= {"annotations": draw(ANNOTATIONS), "http": draw(HTTP), **draw(CAUSES)}
    user = draw(USERS)
    if user is not None:
        members["user"] = user
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
