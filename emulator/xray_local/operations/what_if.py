"""Which of the recorded traces would these sampling rules have kept?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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

MAX_TRACES = 50_000
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
    plan = Plan(window, TimeRangeType.TRACE_ID)
    read = list(islice(backend.store.summaries(plan), MAX_TRACES + 1))
    summaries = read[:MAX_TRACES]
    rooted = [(each, root) for each in summaries if (root := root_of(each))]
    simulation = simulate(rules, (root for _, root in rooted))
    return replace(
        _told(rooted, simulation),
        without_root=len(summaries) - len(rooted),
        more=len(read) > MAX_TRACES,
    )


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


def _told(rooted: Sequence[tuple[Summary, Root]], simulation: Simulation) -> WhatIf:
    outcomes = {outcome: Tally() for outcome in Outcome}
    seen: Counter[ServiceId] = Counter()
    seen_again: set[ServiceId] = set()
    lost: list[Summary] = []
    for summary, root in rooted:
        kept = root.trace_id in simulation.kept
        outcome = _outcome(summary)
        outcomes[outcome].traces += 1
        outcomes[outcome].kept += kept
        services = {each.service for each in summary.occurrences}
        seen.update(services)
        if kept:
            seen_again |= services
        elif outcome is not Outcome.OK and len(lost) < MAX_LOST:
            lost.append(summary)
    return WhatIf(
        shares=simulation.shares,
        traces=len(rooted),
        without_root=0,
        more=False,
        outcomes=outcomes,
        lost_services=[
            service for service, _ in seen.most_common() if service not in seen_again
        ],
        lost_failures=lost,
    )


def _outcome(summary: Summary) -> Outcome:
    flags = summary.flags
    return outcome_of(
        error=flags.error,
        throttle=flags.throttle,
        fault=flags.fault,
        status=summary.http.status,
    )
