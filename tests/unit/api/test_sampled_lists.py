"""GetTraceSummaries with `Sampling`: a share of the traces, the same one each time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.asgi import Answered, post
from tests.in_process import InProcess
from tests.segments import T, a_segment

TRACES = 400


@pytest.fixture(scope="module")
def xray() -> InProcess:
    xray = InProcess()
    documents = [json.dumps(a_segment()) for _ in range(TRACES)]
    post(xray.application, "/TraceSegments", {"TraceSegmentDocuments": documents})
    return xray


def asked(xray: InProcess, **members: Any) -> Answered:
    window = {"StartTime": T - 60, "EndTime": T + 60}
    return post(xray.application, "/TraceSummaries", window | members)


def listed(xray: InProcess, strategy: Any, *, sampling: bool = True) -> set[str]:
    """The ids on all pages."""
    ids: set[str] = set()
    members: dict[str, Any] = {"Sampling": sampling, "TimeRangeType": "Event"}
    if strategy is not None:
        members["SamplingStrategy"] = strategy
    while True:
        page = asked(xray, **members).body
        ids |= {each["Id"] for each in page["TraceSummaries"]}
        if page["NextToken"] is None:
            return ids
        members["NextToken"] = page["NextToken"]


def fixed(rate: float | None) -> dict[str, Any]:
    return {"Name": "FixedRate", "Value": rate}


def test_a_fixed_rate_takes_about_that_share_and_always_the_same(
    xray: InProcess,
) -> None:
    half = listed(xray, fixed(0.5))

    assert 0.3 * TRACES < len(half) < 0.7 * TRACES
    assert listed(xray, fixed(0.25)) < half == listed(xray, fixed(0.5))
    assert listed(xray, fixed(0)) == set()
    assert len(listed(xray, fixed(1))) == TRACES


def test_what_a_fixed_rate_leaves_out_is_not_processed(xray: InProcess) -> None:
    """About: which traces are in the share is known by looking at each one only."""
    by: Any = {"Sampling": True, "TimeRangeType": "Event", "FilterExpression": "fault"}

    whole = asked(xray, **by).body
    half = asked(xray, **by, SamplingStrategy=fixed(0.5)).body
    nothing = asked(xray, **by, SamplingStrategy=fixed(0)).body

    assert whole["TracesProcessedCount"] == TRACES
    assert half["TracesProcessedCount"] == TRACES / 2
    assert nothing["TracesProcessedCount"] == 0


def test_without_a_fixed_rate_all_are_taken(xray: InProcess) -> None:
    assert len(listed(xray, None)) == TRACES
    assert len(listed(xray, {"Name": "PartialScan", "Value": 0.1})) == TRACES


def test_a_strategy_counts_only_with_sampling(xray: InProcess) -> None:
    assert len(listed(xray, fixed(7), sampling=False)) == TRACES


@pytest.mark.parametrize("rate", [None, -0.1, 1.1])
def test_a_rate_that_is_no_share_is_refused(
    xray: InProcess, rate: float | None
) -> None:
    refused = asked(
        xray, Sampling=True, SamplingStrategy=fixed(rate), TimeRangeType="Event"
    )

    assert (refused.status, refused.error) == (400, "InvalidRequestException")
    assert refused.body["Message"] == (
        "sampling rate must be specified and its value must be between [0, 1]"
    )


@pytest.mark.parametrize("by", ["TraceId", "Service"])
def test_a_fixed_rate_is_for_events_only(xray: InProcess, by: str) -> None:
    refused = asked(xray, Sampling=True, SamplingStrategy=fixed(0.5), TimeRangeType=by)

    assert refused.body["Message"] == (
        f"Cannot use FixedRate with input time range type: {by}"
    )
