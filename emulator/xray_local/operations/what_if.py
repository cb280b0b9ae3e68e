"""Which of the recorded traces would these sampling rules have kept?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from xray_local.errors import InvalidRequest
from xray_local.model.outcome import Outcome, outcome_of
from xray_local.model.sampling import DEFAULT, RuleUpdate, SamplingRule
from xray_local.model.summary import ServiceId, Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations.backend import Backend
from xray_local.operations.traces import check_order
from xray_local.query.plan import Plan
from xray_local.sampling.matching import Root, root_of
from xray_local.sampling.rulebook import MAX_CUSTOM_RULES
from xray_local.sampling.rules import updated
from xray_local.sampling.what_if import RuleShare, Simulation, simulate

MAX_TRACES = 20_000
"""Looked at, the newest of the window: more would take longer than one waits."""

MAX_LOST = 10
"""Of each list of examples."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Rules to try. `default` has the only two values of the Default rule that can be
    changed; without it the Default rule is as it is."""

    rules: Sequence[SamplingRule]
    default: RuleUpdate | None = None


@dataclass(slots=True)
class Tally:
    """Of the traces of one outcome."""

    traces: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`without_root` traces cannot be judged; `more` lie in the window unread.

    `lost_services` took part in traces, but in none that would have been kept;
    `lost_failures` are traces that did not end well and would not have been kept.
    """

    shares: Sequence[RuleShare]
    traces: int
    without_root: int
    more: bool
    outcomes: dict[Outcome, Tally] = field(default_factory=dict)
    lost_services: Sequence[ServiceId] = ()
    lost_failures: Sequence[Summary] = ()

    @property
    def kept(self) -> int:
        return sum(share.kept for share in self.shares)

    @property
    def expected(self) -> float:
        return sum(share.expected for share in self.shares)


def what_if(backend: Backend, window: Window, wish: Wish | None) -> WhatIf:
    """Without a wish, of the rules in force. Raises InvalidRequest."""
    check_order(window)
    rules = backend.sampling.rules() if wish is None else _wished(backend, wish)
    read = backend.store.summaries(Plan(window, TimeRangeType.TRACE_ID))
    recorded = [_recorded(each) for each in islice(read, MAX_TRACES)]
    rooted = [each for each in recorded if each.root is not None]
    simulation = simulate(rules, (each.root for each in rooted if each.root))
    lost = [each for each in rooted if each.trace_id not in simulation.kept]
    failures = [each.trace_id for each in lost if each.outcome is not Outcome.OK]
    return WhatIf(
        shares=simulation.shares,
        traces=len(rooted),
        without_root=len(recorded) - len(rooted),
        more=next(read, None) is not None,
        outcomes=_outcomes(rooted, simulation),
        lost_services=_lost_services(rooted, simulation),
        lost_failures=_summaries(backend, failures[:MAX_LOST]),
    )


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What a what-if needs to know of a trace: summaries of all would fill the memory."""

    trace_id: str
    root: Root | None
    outcome: Outcome
    services: frozenset[ServiceId]


def _recorded(summary: Summary) -> _Recorded:
    flags = summary.flags
    return _Recorded(
        trace_id=summary.trace_id,
        root=root_of(summary),
        outcome=outcome_of(
            error=flags.error,
            throttle=flags.throttle,
            fault=flags.fault,
            status=summary.http.status,
        ),
        services=frozenset(each.service for each in summary.occurrences),
    )


def _outcomes(
    recorded: Sequence[_Recorded], simulation: Simulation
) -> dict[Outcome, Tally]:
    outcomes = {outcome: Tally() for outcome in Outcome}
    for each in recorded:
        outcomes[each.outcome].traces += 1
        outcomes[each.outcome].kept += each.trace_id in simulation.kept
    return outcomes


def _lost_services(
    recorded: Sequence[_Recorded], simulation: Simulation
) -> list[ServiceId]:
    """Those that took part most often first."""
    seen = Counter(service for each in recorded for service in each.services)
    kept: set[ServiceId] = set()
    for each in recorded:
        if each.trace_id in simulation.kept:
            kept |= each.services
    return [service for service, _ in seen.most_common() if service not in kept]


def _summaries(backend: Backend, trace_ids: Sequence[str]) -> list[Summary]:
    """Of those that are still there."""
    found = (backend.store.summary(trace_id) for trace_id in trace_ids)
    return [summary for summary in found if summary is not None]


def _wished(backend: Backend, wish: Wish) -> list[SamplingRule]:
    names = Counter(rule.name for rule in wish.rules)
    twice = [name for name, number in names.items() if number > 1]
    if twice:
        raise InvalidRequest(f"Two sampling rules have the name {twice[0]}")
    if len(wish.rules) > MAX_CUSTOM_RULES:
        raise InvalidRequest(
            f"{len(wish.rules)} rules are given, {MAX_CUSTOM_RULES} are allowed"
        )
    default = backend.sampling.book.rule(DEFAULT)
    if default is None:  # pragma: no cover - a book always has it
        return [*wish.rules]
    if wish.default is not None:
        default = updated(default, wish.default, backend.clock.now())
    return [*wish.rules, default]
