"""Which traces wait to be summarised, and which may be forgotten."""

from __future__ import annotations

from xray_local.store.open_traces import (
    MANY,
    PATIENCE,
    QUIET,
    OpenTrace,
    OpenTraces,
)

from tests.contract.traces import NOON

A_TRACE = [(NOON, b"{}"), (NOON, b"{}")]


def settle(traces: OpenTraces, trace_id: str) -> None:
    trace = traces.changed(trace_id)
    assert trace is not None
    traces.settle(trace, 1, b"", len(trace.documents))


def names(traces: list[OpenTrace]) -> list[str]:
    return [trace.trace_id for trace in traces]


def test_a_trace_is_ripe_when_it_has_been_quiet() -> None:
    """Not while its documents keep coming."""
    traces = OpenTraces(100)
    traces.add("1", A_TRACE, 1, NOON)
    traces.add("2", A_TRACE, 2, NOON)
    traces.add("2", A_TRACE, 3, NOON + 1)

    assert names(traces.ripe(NOON + 1)) == ["1"]


def test_traces_that_go_on_after_they_were_settled_are_given_more_time() -> None:
    """Many of them pause longer than a trace may, so for a while all may."""
    traces = OpenTraces(1000)
    number = MANY
    for trace_id in map(str, range(number)):
        traces.add(trace_id, A_TRACE, 1, NOON)
        settle(traces, trace_id)
        traces.add(trace_id, A_TRACE, 2, NOON + 1)
    early = traces.ripe(NOON + 1 + 1.1 * QUIET)
    for trace_id in map(str, range(number)):
        settle(traces, trace_id)
        traces.add(trace_id, A_TRACE, 3, NOON + 2)
    soon = traces.ripe(NOON + 2 + 1.1 * QUIET)
    later = traces.ripe(NOON + 2 + 2 * QUIET)

    assert number == len(early) == len(later)
    assert not soon


def test_a_trace_that_is_never_quiet_does_not_wait_for_ever() -> None:
    """Someone streams into one trace: it is summarised every few seconds."""
    traces = OpenTraces(1000)
    for tenth in range(round(PATIENCE * 10) + 1):
        traces.add("1", A_TRACE, tenth, NOON + tenth / 10)

    assert names(traces.ripe(NOON + PATIENCE)) == ["1"]


def test_a_settled_trace_is_no_longer_changed_until_more_comes() -> None:
    """And `unsettled_from` tells where a restart would have to begin."""
    traces = OpenTraces(100)
    traces.add("1", A_TRACE, 1, NOON)
    traces.add("2", A_TRACE, 2, NOON)
    settle(traces, "1")
    after_settling = traces.unsettled_from(apart_from=())
    traces.add("1", A_TRACE, 3, NOON)

    assert after_settling == 2
    assert names(traces.all_changed()) == ["2", "1"]
    assert traces.unsettled_from(apart_from=traces.all_changed()) is None


def test_the_traces_untouched_for_longest_leave_first() -> None:
    """As many as it takes to be within the bound."""
    traces = OpenTraces(most_documents=4)
    for trace_id, row in [("1", 1), ("2", 2), ("3", 3), ("1", 4)]:
        traces.add(trace_id, A_TRACE, row, NOON)
    leaving = names(traces.surplus())
    for trace_id in leaving:
        traces.drop(trace_id)

    assert leaving == ["2", "3"]
    assert traces.surplus() == []


def test_a_trace_that_grew_while_a_worker_had_it_has_still_changed() -> None:
    """What came meanwhile is not in what was derived."""
    traces = OpenTraces(100)
    traces.add("1", A_TRACE, 1, NOON)
    (trace,) = traces.all_changed()
    trace.in_hand = True
    while_in_hand = traces.ripe(NOON + 1)
    traces.add("1", A_TRACE, 2, NOON + 1)
    traces.settle(trace, 1, b"", documents=2)

    assert while_in_hand == []
    assert [trace] == traces.ripe(NOON + 2)
    assert traces.unsettled_from(apart_from=()) == 1
