"""The process examined: does what programs send arrive, and is it kept?"""

from __future__ import annotations

from dataclasses import replace

from xray_local.model.rejected import RejectedDocument, Transport
from xray_local.model.sampling import Statistic
from xray_local.operations.doctor.finding import Finding
from xray_local.operations.doctor.process import (
    Arrivals,
    ProcessFacts,
    examine_process,
)
from xray_local.operations.doctor.process_findings import (
    DocumentsDropped,
    DocumentsRejected,
    NotEverythingSampled,
    NothingReceived,
    NothingWrong,
    OnlySamplingArrives,
    RequestsRefused,
    TracesFromTheFuture,
    TracesPruned,
    Unsampled,
)
from xray_local.sampling.rules import AS_AWS, EVERYTHING
from xray_local.store.base import Contents

from tests.segments import T

ADDRESS = "127.0.0.1:2000"
NOTHING_YET = Arrivals(since=T, address=ADDRESS, loopback=True)
ARRIVED = replace(NOTHING_YET, udp=3, stored=3)
CONTENTS = Contents(traces=1, documents=3, bytes=900, oldest=T, newest=T + 1, pruned=0)
WELL = ProcessFacts(T + 60, ARRIVED, CONTENTS, [EVERYTHING], [])


def a_statistic(*, sampled: int, borrowed: int = 0) -> Statistic:
    return Statistic("Default", T, requests=100, borrowed=borrowed, sampled=sampled)


def found_if(**facts: object) -> list[Finding]:
    return examine_process(replace(WELL, **facts))  # type: ignore[arg-type] # per name


def test_where_all_arrives_nothing_is_wrong() -> None:
    assert examine_process(WELL) == [NothingWrong(3)]


def test_where_nothing_came_the_address_to_set_is_told() -> None:
    [found] = found_if(arrivals=NOTHING_YET)

    assert found == NothingReceived(T, ADDRESS, loopback=True)
    assert f"AWS_XRAY_DAEMON_ADDRESS={ADDRESS}" in found.sentence
    assert "--host 0.0.0.0" in found.sentence
    [open_to_all] = found_if(arrivals=replace(NOTHING_YET, loopback=False))
    assert "--host" not in open_to_all.sentence


def test_where_only_sampling_is_reported_udp_is_in_the_way() -> None:
    statistics = [a_statistic(sampled=90, borrowed=10)]

    assert found_if(arrivals=NOTHING_YET, statistics=statistics) == [
        OnlySamplingArrives(100, ADDRESS)
    ]


def test_what_was_sampled_before_the_process_started_arrived_then() -> None:
    statistics = [a_statistic(sampled=90)]
    later = replace(NOTHING_YET, since=T + 1)

    assert found_if(arrivals=later, statistics=statistics, rules=[EVERYTHING]) == [
        NothingReceived(T + 1, ADDRESS, loopback=True),
        Unsampled("Default", 100, 90, 1.0),
    ]


def test_rejected_and_dropped_documents_are_told_by_reason() -> None:
    document = RejectedDocument(
        T, "10.0.0.7:51", Transport.UDP, "ParseError", "", None, None, 9, "{"
    )
    arrivals = replace(
        ARRIVED,
        rejected={"ParseError": 7, "MissingId": 1},
        dropped={"QueueFull": 4},
        dropped_by_kernel=5,
        recently_rejected=[document],
    )

    assert found_if(arrivals=arrivals) == [
        DocumentsRejected("MissingId", 1, None),
        DocumentsRejected("ParseError", 7, "10.0.0.7:51"),
        DocumentsDropped("QueueFull", 4),
        DocumentsDropped("Kernel", 5),
    ]


def test_requests_that_may_have_held_documents_are_told_readers_mistakes_are_not() -> (
    None
):
    refused = {"SerializationException": 2, "InvalidRequestException": 9}

    assert found_if(arrivals=replace(ARRIVED, refused=refused)) == [
        RequestsRefused("SerializationException", 2)
    ]


def test_what_a_rule_left_out_is_told_and_what_it_borrowed_counts() -> None:
    statistics = [a_statistic(sampled=5, borrowed=10), a_statistic(sampled=5)]

    assert found_if(statistics=statistics, rules=[AS_AWS]) == [
        Unsampled("Default", 200, 20, 0.05)
    ]


def test_nobody_is_told_to_raise_a_rate_that_is_one() -> None:
    assert "Raise its FixedRate" in Unsampled("Default", 100, 90, 0.5).sentence
    assert "Raise" not in Unsampled("Default", 100, 90, 1.0).sentence


def test_a_rule_that_leaves_requests_out_is_named_before_any_report() -> None:
    assert found_if(rules=[AS_AWS]) == [NotEverythingSampled("Default", 0.05, 1)]


def test_traces_beyond_now_and_traces_removed_are_told() -> None:
    contents = replace(CONTENTS, newest=T + 3660, pruned=12)

    assert found_if(contents=contents) == [
        TracesFromTheFuture(3600.0),
        TracesPruned(12, T),
    ]
