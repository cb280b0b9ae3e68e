"""Hostile expressions against a store that holds what they may be about."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.asgi import get, post
from tests.in_process import InProcess
from tests.segments import T, a_segment, a_subsegment, as_bytes
from tests.unit.query.trees import STRANGE_LITERALS, trees

PIECES = st.sampled_from(
    [
        *("fault", "ok", "responsetime", "duration", "http.status", "annotation.k"),
        *('annotation["\\ud800"]', "annotation[k]", 'service("a")', "service(", "{"),
        *('edge("a","b")', "rootcause.fault.entity {", "rootcause.json = #[", "}", "]"),
        *(
            'group.name = "g"',
            'group.arn = ""',
            "AND",
            "OR",
            "NOT",
            "!",
            "=",
            "!=",
            ">",
        ),
        *("<=", "CONTAINS", "BEGINSWITH", "1e999", "-1", "9" * 400, "٣", '"x"', '"'),
        *('"\\u0000"', '"\\ud800"', "\ud800", "\x00", "\x85", "(", ")", "#", "😀", ","),
        *("(" * 200, "!" * 200, "null", "true", "id(", "name:", "1.5e308", "not" * 99),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=8).map(" ".join),
    trees(STRANGE_LITERALS).map(str),
    st.text(max_size=60),
)
HOURS = {"StartTime": T - 60, "EndTime": T + 60}


@st.composite
def expressions(draw: st.DrawFn) -> str:
    """Often well formed, often with a piece put in or a part cut out."""
    text = draw(TEXTS)
    at = draw(st.integers(0, len(text)))
    upto = draw(st.integers(at, min(len(text), at + 4)))
    return draw(st.sampled_from([text, text[:at] + draw(PIECES) + text[upto:]]))


@cache
def xray() -> InProcess:
    """With a trace that has something of everything."""
    made = InProcess()
    called = a_subsegment("b", namespace="remote", fault=True, annotations={"k": 2**70})
    segment = a_segment(
        "a",
        fault=True,
        subsegments=[called],
        annotations={"k": 1e308, "x\x00": "\x00", "flag": True},
        http={"request": {"url": "http://[::"}, "response": {"status": -(2**80)}},
        cause={"exceptions": [{"id": called["id"], "message": "\x00", "type": ""}]},
    )
    members = {"TraceSegmentDocuments": [as_bytes(segment).decode()]}
    post(made.application, "/TraceSegments", members)
    post(made.application, "/CreateGroup", {"GroupName": "g", "FilterExpression": "ok"})
    return made


@settings(
    max_examples=80,
    deadline=None,
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(expressions())
def test_no_expression_fails_anywhere(text: str) -> None:
    app = xray().application
    before = sum(xray().counters.snapshot(0).refused_requests.values())
    answers: list[Any] = [
        post(app, path, HOURS | {"TimeRangeType": kind, "FilterExpression": text})
        for path in ("/TraceSummaries", "/ServiceGraph")
        for kind in ("TraceId", "Service")
    ]
    for answered in answers:
        assert answered.status in (200, 400), answered.body
        assert answered.status == answers[0].status
    refused = sum(answered.status == 400 for answered in answers)
    counts = xray().counters.snapshot(0)

    assert sum(counts.refused_requests.values()) - before == refused
    asked = text.encode(errors="replace")
    assert get(app, "/api/complete", expression=asked).status in (200, 400)
