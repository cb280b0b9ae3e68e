"""The process itself: what it counts, what it survives, how it stops."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from xray_local.api.bodies import MAX_BODY_BYTES

from tests.processes import RunningXRay, eventually, running_xray_local
from tests.segments import a_datagram, a_segment

GOOD = a_segment()

# What is sent by UDP -> under which code it is counted.
BAD_DATAGRAMS = [
    (b"", "MissingHeaderOrSegment"),
    (b"no header at all", "MissingHeaderOrSegment"),
    (b'{"format":"xml","version":1}\n{}', "InvalidHeader"),
    (b'{"format":"json","version":1}\n{"id":', "ParseError"),
    (a_datagram(GOOD)[:-20], "ParseError"),
    (a_datagram(a_segment(trace_id="1-wrong")), "InvalidTraceId"),
    (a_datagram(a_segment(id="wrong")), "InvalidId"),
    (b"\x00\xff" * 30_000, "MissingHeaderOrSegment"),
    (
        a_datagram(a_segment(metadata={"x": "y" * 65_000})),
        None,  # 65,300 bytes: over the daemon's usual size, under X-Ray's limit
    ),
]


def test_bad_datagrams_are_counted_by_reason_and_lose_nothing_else(
    tmp_path: Path,
) -> None:
    with running_xray_local(tmp_path, "--memory") as xray:
        xray.send_raw(*(datagram for datagram, _ in BAD_DATAGRAMS))
        xray.send(GOOD)
        counters = eventually(
            lambda: (
                counted
                if (counted := xray.counters())["Received"] == len(BAD_DATAGRAMS) + 1
                and counted["Pending"] == 0
                else None
            )
        )

    reasons = [code for _, code in BAD_DATAGRAMS if code]
    assert {code: reasons.count(code) for code in reasons} == counters["RejectedBy"]
    assert counters["Stored"] == 2
    assert counters["Unaccounted"] == 0
    assert "rejected a document from 127.0.0.1:" in xray.log.read_text()


def ask(xray: RunningXRay, path: str, body: bytes, **headers: str) -> tuple[int, Any]:
    request = urllib.request.Request(
        f"{xray.url}{path}", body, {"Content-Type": "application/json", **headers}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, {**json.load(refusal), **dict(refusal.headers)}


@pytest.fixture(scope="module")
def xray(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with running_xray_local(tmp_path_factory.mktemp("xray"), "--memory") as running:
        yield running


# path, body -> the error's name
BAD_REQUESTS = [
    ("/TraceSegments", b"{", "SerializationException"),
    ("/TraceSegments", b"[]", "SerializationException"),
    ("/TraceSegments", b"[" * 100_000, "SerializationException"),
    ("/TraceSegments", b"", "ValidationException"),
    ("/TraceSegments", b'{"TraceSegmentDocuments":[42]}', "SerializationException"),
    ("/TraceSummaries", b'{"StartTime":0,"EndTime":1e400}', "SerializationException"),
    (
        "/TraceSummaries",
        b'{"StartTime":0,"EndTime":1,"TimeRangeType":"Never"}',
        "ValidationException",
    ),
    ("/CreateGroup", b"{}", "ValidationException"),
]


@pytest.mark.parametrize(("path", "body", "name"), BAD_REQUESTS)
def test_a_bad_request_is_refused_by_name(
    xray: RunningXRay, path: str, body: bytes, name: str
) -> None:
    status, answer = ask(xray, path, body)

    assert status in (400, 501)
    assert name == answer["x-amzn-errortype"]


def test_a_path_that_is_no_operation_answers_the_services_envelope(
    xray: RunningXRay,
) -> None:
    status, answer = ask(xray, "/GetTraceSummaries", b"{}")

    assert status == 200
    assert "UnknownOperationException" in answer["Output"]["__type"]


def test_a_compressed_body_is_refused_and_not_guessed_at(xray: RunningXRay) -> None:
    status, answer = ask(
        xray, "/TraceSegments", b"\x1f\x8b", **{"Content-Encoding": "gzip"}
    )

    assert (status, answer["x-amzn-errortype"]) == (400, "SerializationException")


def test_a_mistake_in_a_filter_says_where_and_what_was_expected(
    xray: RunningXRay,
) -> None:
    body = {"StartTime": 0, "EndTime": 60, "FilterExpression": "ok AND responsetme > 1"}

    status, answer = ask(xray, "/TraceSummaries", json.dumps(body).encode())

    assert status == 400
    assert (answer["Position"], answer["Suggestion"]) == (8, "responsetime")
    assert answer["Expected"]
    assert answer["Message"].endswith("Did you mean responsetime?")


def test_an_oversized_document_is_refused_and_its_neighbour_kept(
    xray: RunningXRay,
) -> None:
    oversized = a_segment(metadata={"much": "x" * 64 * 1024})
    documents = [json.dumps(each) for each in (oversized, a_segment())]

    status, answer = ask(
        xray,
        "/TraceSegments",
        json.dumps({"TraceSegmentDocuments": documents}).encode(),
    )

    assert status == 200
    [refused] = answer["UnprocessedTraceSegments"]
    assert refused["ErrorCode"] == "SegmentTooLarge"


def test_a_body_without_end_is_cut_off(xray: RunningXRay) -> None:
    status, answer = ask(xray, "/TraceSegments", b" " * (MAX_BODY_BYTES + 1))

    assert (status, answer["x-amzn-errortype"]) == (400, "SerializationException")


def test_refused_requests_are_counted_by_name(xray: RunningXRay) -> None:
    before = xray.counters()["RefusedRequests"].get("SerializationException", 0)

    ask(xray, "/TraceSegments", b"{")

    after = xray.counters()["RefusedRequests"]["SerializationException"]
    assert after == before + 1


def test_what_was_sent_before_sigterm_is_stored(tmp_path: Path) -> None:
    """Stopped cleanly, and read again by the next process on the same folder."""
    data = str(tmp_path / "data")
    segments = [a_segment() for _ in range(500)]
    with running_xray_local(tmp_path, "--data", data) as first:
        first.send(*segments)
        assert first.terminate() == 0
        assert "stored 500, rejected 0, dropped 0" in first.log.read_text()

    with running_xray_local(tmp_path, "--data", data) as second:
        assert second.get("/api/status")["Store"]["Traces"] == 500


def test_a_taken_port_is_told_with_what_to_do(tmp_path: Path) -> None:
    with running_xray_local(tmp_path, "--memory") as first:
        other = tmp_path / "other"
        other.mkdir()
        with (
            pytest.raises(AssertionError, match=r"port \d+ on 127\.0\.0\.1 cannot be"),
            running_xray_local(other, "--memory", "--port", str(first.port)),
        ):
            pass


def test_the_console_is_there_and_may_run_no_foreign_script(xray: RunningXRay) -> None:
    with urllib.request.urlopen(f"{xray.url}/", timeout=10) as answer:
        policy = answer.headers.get("Content-Security-Policy", "")
        text = answer.read().decode()

    if "not built" not in text:
        assert "default-src 'self'" in policy
        assert "unsafe-eval" not in policy


def test_it_is_ready_at_once(tmp_path: Path) -> None:
    """No bound on the time here (bench/start.py measures it): ready means answering."""
    with running_xray_local(tmp_path, "--memory") as xray:
        assert xray.get("/api/status")["StartedAt"] <= time.time()


@pytest.mark.parametrize("path", ["/ServiceGraph", "/TraceSummaries"])
def test_a_relaxed_process_takes_windows_of_any_length(
    tmp_path: Path, path: str
) -> None:
    """Unless told so, X-Ray's limits hold."""
    month = json.dumps({"StartTime": 0, "EndTime": 30 * 86400}).encode()
    statuses = []
    for options in ([], ["--relaxed"]):
        with running_xray_local(tmp_path, "--memory", *options) as running:
            statuses.append(ask(running, path, month)[0])

    assert statuses == [400, 200]
