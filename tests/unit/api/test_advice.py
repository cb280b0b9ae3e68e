"""Completion, rejected documents and the doctor, as the console asks for them."""

from __future__ import annotations

import pytest
from xray_local.ingest.rejections import KEPT_BYTES, KEPT_DOCUMENTS

from tests.asgi import get, post
from tests.in_process import InProcess
from tests.segments import T, a_segment, as_bytes


def put(xray: InProcess, *documents: str) -> None:
    sent = {"TraceSegmentDocuments": documents}
    assert post(xray.application, "/TraceSegments", sent).status == 200


def test_completion_knows_the_stores_own_names() -> None:
    xray = InProcess()
    document = a_segment("checkout", annotations={"customer": "Zoë"})
    put(xray, as_bytes(document).decode())

    services = get(xray.application, "/api/complete", expression="ok AND service(")
    values = get(
        xray.application,
        "/api/complete",
        expression="annotation.customer =  AND ok",
        cursor=22,
    )

    assert services.body["Completions"][0] == {
        "Kind": "Service",
        "Insert": '"checkout"',
        "Detail": "",
    }
    assert [each["Insert"] for each in values.body["Completions"]] == ['"Zoë"']
    assert (values.body["Start"], values.body["End"]) == (22, 22)


@pytest.mark.parametrize("cursor", ["-1", "x", "9" * 20, ""])
def test_a_cursor_that_is_no_offset_is_refused(cursor: str) -> None:
    refused = get(InProcess().application, "/api/complete", cursor=cursor)

    assert (refused.status, refused.error) == (400, "InvalidRequestException")
    assert "must be an offset" in refused.body["Message"]


@pytest.mark.parametrize(
    ("path", "query", "status", "text"),
    [
        ("/api/complete", {"cursor": "x"}, 400, "must be an offset"),
        (
            "/api/doctor",
            {"traceid": "1"},
            400,
            "no parameter traceid: it takes trace_id",
        ),
        ("/api/rejected", {"limit": "5"}, 400, "no parameter limit: it takes none"),
        ("/api/nothing", {}, 404, "/api/complete, /api/counters, "),
        ("/api/", {}, 404, "/api/ is no page"),
    ],
)
def test_a_mistake_by_get_is_told_and_counted(
    path: str, query: dict[str, str], status: int, text: str
) -> None:
    """As a refused operation is; what is right is not."""
    xray = InProcess()

    refused = get(xray.application, path, **query)
    counters = get(xray.application, "/api/counters")

    assert refused.status == status
    assert text in refused.body["Message"]
    assert counters.body["RefusedRequests"] == {refused.error: 1}


def test_every_page_that_is_named_is_there() -> None:
    """Though one may ask for a parameter or a POST, and say so; live has no end."""
    xray = InProcess()
    named = get(xray.application, "/api/").body["Message"].partition("there are ")[2]

    pages = named.split(", ")

    assert {"/api/complete", "/api/counters", "/api/doctor"} < {*pages}
    answers = {page: get(xray.application, page, limit="none") for page in pages}
    assert {answer.status for answer in answers.values()} <= {200, 400}
    assert answers["/api/live"].status == 400


def test_a_document_that_was_rejected_can_be_looked_at() -> None:
    xray = InProcess()
    bad = a_segment(start_time=None)
    put(xray, as_bytes(bad).decode(), '{"trace_id": "' + bad["trace_id"] + '", cut of')

    cut, missing = get(xray.application, "/api/rejected").body["Rejected"]

    assert missing == {
        "At": T,
        "Sender": "192.0.2.1:50000",
        "Transport": "HTTP",
        "ErrorCode": "MissingStartTime",
        "Message": "Invalid segment. ErrorCode: MissingStartTime",
        "Id": bad["id"],
        "TraceId": bad["trace_id"],
        "Bytes": len(as_bytes(bad)),
        "Text": as_bytes(bad).decode(),
    }
    assert (cut["ErrorCode"], cut["TraceId"]) == ("ParseError", bad["trace_id"])


def test_of_many_rejected_documents_the_last_are_kept_and_long_ones_cut() -> None:
    xray = InProcess()
    for number in range(KEPT_DOCUMENTS // 50 + 1):
        put(xray, *(f"{number} é" * 4_000 for _ in range(50)))

    kept = get(xray.application, "/api/rejected").body["Rejected"]

    assert len(kept) == KEPT_DOCUMENTS
    assert {len(each["Text"].encode()) <= KEPT_BYTES + 3 for each in kept} == {True}
    assert {each["Text"][0] for each in kept} == set("1234")
    assert kept[0]["Bytes"] == len(("4 é" * 4_000).encode())


def test_the_doctor_answers_for_the_process_and_for_a_trace() -> None:
    xray = InProcess()
    document = a_segment(annotations={"my-key": 1})

    before = get(xray.application, "/api/doctor").body["Findings"]
    put(xray, as_bytes(document).decode())
    trace = get(xray.application, "/api/doctor", trace_id=document["trace_id"]).body
    w3c = document["trace_id"].replace("-", "")[1:]

    assert before[0]["Code"] == "NothingReceived"
    assert trace["TraceId"] == document["trace_id"]
    assert [each["Code"] for each in trace["Findings"]] == ["KeysNotIndexed"]
    assert (
        get(xray.application, "/api/doctor", trace_id=w3c).body["Findings"]
        == (trace["Findings"])
    )


def test_of_a_trace_that_is_missing_the_doctor_tells_what_may_be_why() -> None:
    xray = InProcess()
    rejected = a_segment(id="wrong")
    put(xray, as_bytes(rejected).decode())

    answer = get(xray.application, "/api/doctor", trace_id=rejected["trace_id"])
    nonsense = get(xray.application, "/api/doctor", trace_id="nonsense")

    assert [each["Code"] for each in answer.body["Findings"]] == [
        "TraceUnknown",
        "TraceRejected",
        "DocumentsRejected",
        "NotEverythingSampled",
    ]
    assert [each["Code"] for each in nonsense.body["Findings"]] == ["NoTraceId"]
