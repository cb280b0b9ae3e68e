"""Whatever is asked of any operation: an answer, or a refusal that is counted."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xray_local.api.bodies import MAX_BODY_BYTES
from xray_local.clock import ManualClock
from xray_local.store.sqlite import SqliteStore
from xray_local.wire.service_model import Operation, service_model

from tests.asgi import Answered, get, post, post_body
from tests.fuzz.requests import TEXTS, bodies
from tests.fuzz.test_documents import PLENTY
from tests.in_process import InProcess
from tests.segments import T, a_segment

OPERATIONS = service_model().operations
MANY = settings(
    max_examples=8,
    deadline=None,
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module", params=["memory", "sqlite"])
def xray(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[InProcess]:
    """One for all operations, so that what one sets is there for the next."""
    if request.param == "memory":
        yield InProcess()
        return
    folder: Path = tmp_path_factory.mktemp("xray")
    with closing(SqliteStore(folder, PLENTY, ManualClock(T))) as store:
        yield InProcess(store=store)


def refusals(xray: InProcess) -> int:
    return sum(xray.counters.snapshot(0).refused_requests.values())


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_no_request_is_too_odd(xray: InProcess, operation: Operation) -> None:
    @MANY
    @given(bodies(operation.input_shape))
    def holds(body: bytes) -> None:
        before = refusals(xray)

        answered = post_body(xray.application, operation.path, body)

        assert answered.status < 500, answered.body
        assert refusals(xray) - before == (answered.status != 200)
        assert xray.counters.snapshot(0).unaccounted == 0

    holds()


TRAIT = "requestcompression"
BOMB = gzip.compress(gzip.compress(bytes(1 << 26)))
"""A few hundred bytes that stand for 64 MB."""

DEEP = json.loads("[" * 600 + "]" * 600)
HUGE = 10**400
TIMES = {"StartTime": T, "EndTime": T + 60}
SERIES = {"StartTime": T, "EndTime": HUGE}
STATISTICS = {
    "RuleName": "Default",
    "ClientID": "a" * 24,
    "Timestamp": T,
    "RequestCount": 1,
    "SampledCount": 1,
}
RULE = {
    "RuleName": "deep",
    "ResourceARN": "*",
    "Priority": 1,
    "FixedRate": 0.5,
    "ReservoirSize": 1,
    "ServiceName": "*",
    "ServiceType": "*",
    "Host": "*",
    "HTTPMethod": "*",
    "URLPath": "*",
    "Version": 1,
}
BAD_MEMBERS: dict[str, tuple[str, Any, str]] = {
    "a time beyond every double": (
        "/ServiceGraph",
        SERIES,
        "SerializationException",
    ),
    "a rate beyond every double": (
        "/CreateSamplingRule",
        {"SamplingRule": RULE | {"FixedRate": HUGE}},
        "SerializationException",
    ),
    "a deep value in a map whose keys are too long": (
        "/CreateSamplingRule",
        {"SamplingRule": RULE | {"Attributes": {"k" * 40: DEEP}}},
        "SerializationException",
    ),
    "deep values in a list that is too long": (
        "/SamplingTargets",
        {"SamplingStatisticsDocuments": [STATISTICS | {"Unheard": DEEP}] * 26},
        "ValidationException",
    ),
}


@pytest.mark.parametrize(
    ("path", "members", "error"), BAD_MEMBERS.values(), ids=BAD_MEMBERS
)
def test_a_bad_member_is_refused_by_name(path: str, members: Any, error: str) -> None:
    xray = InProcess()

    answered = post(xray.application, path, members)

    assert answered.error == error
    assert xray.counters.snapshot(0).refused_requests == {error: 1}


@settings(max_examples=40, deadline=None, derandomize=False)
@given(TEXTS | st.text(max_size=40), st.one_of(TEXTS, st.integers(-2, 10**12)))
def test_no_page_of_advice_fails(text: str, cursor: object) -> None:
    application = InProcess().application
    asked = text.encode(errors="replace")

    for answered in (
        get(application, "/api/complete", expression=asked),
        get(application, "/api/complete", expression=asked, cursor=f"{cursor!r}"),
        get(application, "/api/doctor", trace_id=asked),
    ):
        assert answered.status in (200, 400)


def refused(xray: InProcess, answered: Answered) -> bool:
    counts = xray.counters.snapshot(0)
    return (
        answered.status == 400
        and answered.error == "SerializationException"
        and counts.refused_requests == {"SerializationException": 1}
        and counts.received == 0
    )


@pytest.mark.parametrize(
    "encoding", ["gzip", "GZIP", "x-gzip", "deflate", "br", "zstd", "gzip, gzip", "?"]
)
def test_no_body_is_decompressed(encoding: str) -> None:
    """So a bomb is as harmless as what it is packed in: it is not even looked into."""
    xray = InProcess()

    answered = post_body(xray.application, "/TraceSegments", BOMB, encoding=encoding)

    assert refused(xray, answered)
    assert encoding in answered.body["Message"]


def test_a_plain_body_may_be_called_so() -> None:
    xray = InProcess()
    members = {"TraceSegmentDocuments": [json.dumps(a_segment())]}
    body = json.dumps(members).encode()

    answered = post_body(xray.application, "/TraceSegments", body, encoding="identity")

    assert answered.body == {"UnprocessedTraceSegments": []}


def test_a_body_without_end_is_read_no_further_than_its_bound() -> None:
    xray = InProcess()
    read = 0

    def endless() -> Any:
        nonlocal read
        while True:
            read += 1
            yield bytes(1 << 20)

    answered = post_body(xray.application, "/TraceSegments", endless=endless())

    assert refused(xray, answered)
    assert read <= MAX_BODY_BYTES // (1 << 20) + 1


def test_the_clients_own_model_lets_none_of_them_compress() -> None:
    """Why compressed bodies are refused: see the decision in docs/adr."""
    model = Loader().load_service_model("xray", "service-2")

    assert not [name for name, each in model["operations"].items() if TRAIT in each]
