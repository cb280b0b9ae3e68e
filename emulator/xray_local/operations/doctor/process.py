"""The process examined: does what programs send arrive, and is it kept?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xray_local.model.rejected import RejectedDocument
from xray_local.model.sampling import SamplingRule, Statistic
from xray_local.operations.doctor.finding import Finding
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
from xray_local.store.base import Contents

FUTURE_SECONDS = 60.0
"""Beyond what clocks differ by."""

LOSING_ERRORS = {
    "SerializationException",
    "UnknownOperationException",
    "ThrottledException",
    "InternalFailure",
}
"""Of refused requests, by which a sender may lose documents. Others are a reader's."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What came since `since`, and what became of it; see `ingest.counters`."""

    since: float
    address: str
    loopback: bool
    udp: int = 0
    http: int = 0
    stored: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    dropped_by_kernel: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    recently_rejected: Sequence[RejectedDocument] = ()


@dataclass(frozen=True, slots=True)
class ProcessFacts:
    now: float
    arrivals: Arrivals
    contents: Contents
    rules: Sequence[SamplingRule]
    statistics: Sequence[Statistic]


def examine_process(facts: ProcessFacts) -> list[Finding]:
    """Worst first; `NothingWrong` alone if there is nothing to find."""
    found: list[Finding] = [
        *_arrival(facts),
        *_losses(facts.arrivals),
        *_sampling(facts),
        *_contents(facts),
    ]
    return found or [NothingWrong(facts.arrivals.stored)]


def _arrival(facts: ProcessFacts) -> Iterator[Finding]:
    arrivals = facts.arrivals
    if arrivals.udp or arrivals.http:
        return
    recorded = sum(
        each.sampled + each.borrowed
        for each in facts.statistics
        if each.at >= arrivals.since  # older ones are of a process before this one
    )
    if recorded:
        yield OnlySamplingArrives(recorded, arrivals.address)
    else:
        yield NothingReceived(arrivals.since, arrivals.address, arrivals.loopback)


def _losses(arrivals: Arrivals) -> Iterator[Finding]:
    for code, count in sorted(arrivals.rejected.items()):
        senders = (
            each.sender for each in arrivals.recently_rejected if each.code == code
        )
        yield DocumentsRejected(code, count, next(senders, None))
    for reason, count in sorted(arrivals.dropped.items()):
        yield DocumentsDropped(reason, count)
    if arrivals.dropped_by_kernel:
        yield DocumentsDropped("Kernel", arrivals.dropped_by_kernel)
    for error, count in sorted(arrivals.refused.items()):
        if error in LOSING_ERRORS:
            yield RequestsRefused(error, count)


def _sampling(facts: ProcessFacts) -> Iterator[Finding]:
    for rule in facts.rules:
        reported = [each for each in facts.statistics if each.rule_name == rule.name]
        requests = sum(each.requests for each in reported)
        recorded = sum(each.sampled + each.borrowed for each in reported)
        if recorded < requests:
            yield Unsampled(rule.name, requests, recorded, rule.fixed_rate)
        elif rule.fixed_rate < 1:
            yield NotEverythingSampled(rule.name, rule.fixed_rate, rule.reservoir_size)


def _contents(facts: ProcessFacts) -> Iterator[Finding]:
    contents = facts.contents
    if contents.newest is not None and contents.newest > facts.now + FUTURE_SECONDS:
        yield TracesFromTheFuture(contents.newest - facts.now)
    if contents.pruned:
        yield TracesPruned(contents.pruned, contents.oldest)
