"""Answers what clients report: their share of each rule, a boost, and how fresh it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

from xray_local.model.sampling import (
    BoostReport,
    Report,
    SamplingRule,
    Statistic,
    Target,
    Targets,
)
from xray_local.sampling.leases import INTERVAL_SECONDS, LEASE_SECONDS
from xray_local.sampling.rulebook import RuleBook
from xray_local.sampling.statistics import Statistics, added_up
from xray_local.sampling.usage import InUse, Usage, UsageInMemory, UsageKeeper


def _nobody() -> Iterable[Statistic]:
    """There are no other desks."""
    return ()


class SamplingDesk:
    """Where clients report, and are told what they may record. Thread-safe.

    `others` tells what they reported at the desks of other processes.
    """

    def __init__(
        self,
        book: RuleBook,
        usage: UsageKeeper | None = None,
        others: Callable[[], Iterable[Statistic]] = _nobody,
    ) -> None:
        self.book = book
        self._usage = usage or UsageInMemory()
        self._others = others
        self._lock = threading.Lock()
        self._statistics = Statistics()

    def rules(self) -> list[SamplingRule]:
        """By name, as the service lists them, and Default last."""
        return self.book.rules()

    def targets(
        self,
        reports: Sequence[Report],
        boost_reports: Sequence[BoostReport] | None,
        now: float,
    ) -> Targets:
        """Answers to one request, in the reports' order."""
        rules = {rule.name: rule for rule in self.rules()}
        known = [
            (rules[report.rule_name], report)
            for report in reports
            if report.rule_name in rules
        ]
        boosts = [
            (rules[report.rule_name], report)
            for report in boost_reports or ()
            if report.rule_name in rules
        ]

        def take(usage: Usage) -> list[Target]:
            usage.forget_others(rules.__contains__)
            for rule, boosted in boosts:
                usage.of(rule).boosts.report(boosted, now)
            return [
                _target(usage.of(rule), rule, report, now) for rule, report in known
            ]

        targets = self._usage.change(take)
        with self._lock:
            for _, report in known:
                self._statistics.count(report, now)
        return Targets(
            known=tuple(targets),
            unknown_rules=_unknown(reports, rules),
            unknown_boosts=None
            if boost_reports is None
            else _unknown(boost_reports, rules),
            last_modification=_last_modification(targets, rules.values()),
        )

    def statistics(self) -> list[Statistic]:
        """Of all rules and desks, oldest window first."""
        return added_up([*self.own_statistics(), *self._others()])

    def own_statistics(self) -> list[Statistic]:
        """What was reported here, oldest window first."""
        with self._lock:
            return [*self._statistics.statistics()]

    def recall(self, kept: Iterable[Statistic]) -> None:
        """What `own_statistics` told in a process before this one."""
        with self._lock:
            self._statistics.recall(kept)


def _unknown(
    reports: Iterable[Report | BoostReport], rules: Mapping[str, SamplingRule]
) -> tuple[str, ...]:
    """The names that are no rule's."""
    return tuple(each.rule_name for each in reports if each.rule_name not in rules)


def _last_modification(
    targets: Iterable[Target], rules: Iterable[SamplingRule]
) -> float:
    """Of the rules reported on; of all, when none of them is known."""
    reported = [target.rule.modified_at for target in targets]
    return max(reported or (rule.modified_at for rule in rules))


def _target(in_use: InUse, rule: SamplingRule, report: Report, now: float) -> Target:
    quota = in_use.leases.report(
        report.client_id, report.requests, rule.reservoir_size, now
    )
    return Target(
        rule=rule,
        quota=quota,
        quota_expires_at=None if quota is None else now + LEASE_SECONDS,
        interval=None if quota is None else INTERVAL_SECONDS,
        boost=in_use.boosts.boost(rule, now),
    )
