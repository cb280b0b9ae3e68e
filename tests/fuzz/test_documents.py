"""From a hostile sender's documents to every answer that shows them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xray_local.clock import ManualClock
from xray_local.ingest.collector import Collector, Datagram
from xray_local.store.base import Limits, Store
from xray_local.store.memory import MemoryStore
from xray_local.store.sqlite import SqliteStore

from tests.asgi import Answered, get, post
from tests.fuzz.hostile import TRACE_IDS, documents
from tests.in_process import InProcess
from tests.segments import T, a_segment, a_subsegment, as_bytes

PLENTY = Limits(max_age=1e12, max_bytes=1 << 40)
HEADERS = st.sampled_from(
    [
        *[b'{"format":"json","version":1}\n'] * 6,
        b'{"format":"json","version":1e0}\n',
        b'{"format": "json", "version": NaN}\n',
        b'{"format":"json","version":' + b"9" * 5000 + b"}\n",
        b"[" * 60_000 + b"\n",
        b'{"format":"\\ud800","version":1}\n',
        b"\xff\n",
        b"\n",
        b"",
    ]
)
FILTERS = [
    "",
    "fault OR error OR responsetime > 0.5",
    'annotation[k] = 1 OR annotation[default] CONTAINS "x"',
    'http.status >= 500 OR http.url BEGINSWITH "http"',
    'service("names") { fault } OR edge("names", "adjective-4")',
    'rootcause.fault.entity { name = "names" }',
]


def fresh_store(kind: str, directory: Path) -> Store:
    if kind == "memory":
        return MemoryStore(PLENTY)
    return SqliteStore(directory, PLENTY, ManualClock(T), cached_documents=3)


@pytest.fixture(scope="module", params=["memory", "sqlite"])
def stores(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Store]:
    """Makes a new, empty store at each call."""
    return lambda: fresh_store(request.param, tmp_path_factory.mktemp("fuzz"))


def ok(answered: Answered) -> Any:
    assert answered.status == 200, answered.body
    return answered.body


def look_at_everything(xray: InProcess, trace_ids: Sequence[str] = TRACE_IDS) -> None:
    """Whatever was stored, each page that shows it is an answer."""
    app = xray.application
    for trace_id in trace_ids:
        opened = ok(post(app, "/Traces", {"TraceIds": [trace_id]}))
        for segment in (part for each in opened["Traces"] for part in each["Segments"]):
            assert json.loads(segment["Document"])["id"] == segment["Id"]
        if xray.store.summary(trace_id) is not None:
            ok(post(app, "/TraceGraph", {"TraceIds": [trace_id]}))
        ok(get(app, "/api/doctor", trace_id=trace_id))
    for kind in ("TraceId", "Event", "Service"):
        for expression in FILTERS:
            asked = {"StartTime": T - 60, "EndTime": T + 600, "TimeRangeType": kind}
            asked["FilterExpression"] = expression
            ok(post(app, "/TraceSummaries", asked))
    hours = {"StartTime": T - 60, "EndTime": T + 600}
    ok(post(app, "/ServiceGraph", hours))
    ok(post(app, "/ServiceGraph", hours | {"FilterExpression": FILTERS[1]}))
    ok(post(app, "/TimeSeriesServiceStatistics", hours))
    retrieve(xray, trace_ids, "XRAY")
    retrieve(xray, trace_ids, "OTEL")
    ok(get(app, "/api/rejected"))
    ok(get(app, "/api/complete", expression="annotation."))


def retrieve(xray: InProcess, trace_ids: Sequence[str], name: str) -> None:
    app = xray.application
    asked = {"TraceIds": [*trace_ids], "StartTime": 0, "EndTime": T * 100}
    token = ok(post(app, "/StartTraceRetrieval", asked))
    listed = ok(post(app, "/ListRetrievedTraces", {**token, "TraceFormat": name}))
    for trace in listed["Traces"]:
        for span in trace["Spans"]:
            assert isinstance(json.loads(span["Document"]), dict)


def counted(xray: InProcess) -> None:
    counts = xray.counters.snapshot(0)
    assert counts.unaccounted == 0
    assert not counts.dropped
    assert "InternalFailure" not in counts.refused_requests


FEW = settings(
    max_examples=25,
    deadline=None,
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@FEW
@given(batch=st.lists(documents(), min_size=1, max_size=4))
def test_put_documents_are_stored_or_returned(
    stores: Callable[[], Store], batch: list[bytes]
) -> None:
    with closing(stores()) as store:
        xray = InProcess(store=store)
        texts = [each.decode(errors="replace") for each in batch]
        answered = post(
            xray.application, "/TraceSegments", {"TraceSegmentDocuments": texts}
        )

        refused = ok(answered)["UnprocessedTraceSegments"]
        counts = xray.counters.snapshot(0)
        assert counts.stored == len(batch) - len(refused)
        assert sum(counts.rejected.values()) == len(refused)
        look_at_everything(xray)
        counted(xray)


@FEW
@given(
    datagrams=st.lists(
        st.tuples(HEADERS, documents()).map(b"".join) | st.binary(max_size=60),
        max_size=8,
    )
)
def test_datagrams_are_stored_or_rejected(
    stores: Callable[[], Store], datagrams: list[bytes]
) -> None:
    with closing(stores()) as store:
        xray = InProcess(store=store)
        collector = Collector(store, xray.counters, xray.clock, xray.rejections)
        collector.take_datagrams([Datagram(each, "[::1]:9", T) for each in datagrams])
        collector.start()
        collector.stop()

        assert collector.counts().received == len(datagrams)
        assert collector.counts().pending == 0
        look_at_everything(xray)
        counted(xray)


def read_back(xray: InProcess, trace_id: str) -> list[Any]:
    opened = ok(post(xray.application, "/Traces", {"TraceIds": [trace_id]}))
    return [json.loads(each["Document"]) for each in opened["Traces"][0]["Segments"]]


def put(xray: InProcess, *documents: bytes) -> list[Any]:
    members = {"TraceSegmentDocuments": [each.decode() for each in documents]}
    unprocessed = ok(post(xray.application, "/TraceSegments", members))
    codes: list[Any] = [
        each["ErrorCode"] for each in unprocessed["UnprocessedTraceSegments"]
    ]
    return codes


@pytest.mark.parametrize(
    "literal",
    ["1e999", "9" * 5000, "1" * 400, "1" * 200 + "e200", "[" * 400 + "]" * 400],
)
@pytest.mark.parametrize("member", ["metadata", "annotations", "links"])
def test_what_no_reader_could_take_is_not_taken(member: str, literal: str) -> None:
    """Also where the member means nothing to X-Ray Local."""
    xray = InProcess()
    document = as_bytes(a_segment())[:-1] + f',"{member}":{{"k":{literal}}}}}'.encode()

    assert put(xray, document) == ["ParseError"]


@pytest.mark.parametrize("literal", ["1e308", "1" * 308, "[" * 300 + "]" * 300])
def test_what_is_just_readable_comes_back(literal: str) -> None:
    xray = InProcess()
    segment = a_segment(trace_id=TRACE_IDS[0])
    document = as_bytes(segment)[:-1] + f',"metadata":{{"k":{literal}}}}}'.encode()

    assert put(xray, document) == []
    (printed,) = read_back(xray, TRACE_IDS[0])
    assert printed["metadata"] == {"k": json.loads(literal)}


def test_a_chain_of_subsegments_of_any_length_can_be_read() -> None:
    """Each came in a document of its own, so no document is deep."""
    xray = InProcess()
    segment = a_segment(trace_id=TRACE_IDS[0])
    chain = [segment]
    for number in range(700):
        sent = {"trace_id": TRACE_IDS[0], "type": "subsegment", "name": f"n{number}"}
        chain.append(a_subsegment(parent_id=chain[-1]["id"], **sent))
    for start in range(0, len(chain), 50):
        assert put(xray, *map(as_bytes, chain[start : start + 50])) == []

    pending = read_back(xray, TRACE_IDS[0])
    printed = []
    while pending:
        entity = pending.pop()
        printed.append(entity["id"])
        pending.extend(entity.get("subsegments", ()))
    assert sorted(printed) == sorted(each["id"] for each in chain)


def test_an_id_ends_where_its_digits_end() -> None:
    xray = InProcess()

    assert put(xray, as_bytes(a_segment(id="70de5b6f19ff9a0a\n"))) == ["InvalidId"]
