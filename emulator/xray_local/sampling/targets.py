"""Answers what clients report: their share of each rule, a boost, and how fresh it is."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xray_local.model.sampling import (
    BoostReport,
    Report,
    SamplingRule,
    Statistic,
    Target,
    Targets,
)
from xray_local.sampling.boosts import Boosts
from xray_local.sampling.leases import INTERVAL_SECONDS, LEASE_SECONDS, Leases
from xray_local.sampling.rulebook import RuleBook
from xray_local.sampling.statistics import Statistics


@dataclass(slots=True)
class _InUse:
    """What is known of a rule that clients report on."""

    rule_created_at: float
    leases: Leases = field(default_factory=Leases)
    boosts: Boosts = field(default_factory=Boosts)


class SamplingDesk:
    """Where clients report, and are told what they may record. Thread-safe."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self._lock = threading.Lock()
        self._in_use: dict[str, _InUse] = {}
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
        known: list[Target] = []
        unknown: list[str] = []
        with self._lock:
            self._forget_deleted()
            unknown_boosts = self._take_boosts(boost_reports or (), now)
            for report in reports:
                rule = self.book.rule(report.rule_name)
                if rule is None:
                    unknown.append(report.rule_name)
                else:
                    known.append(self._target(rule, report, now))
        return Targets(
            known=tuple(known),
            unknown_rules=tuple(unknown),
            unknown_boosts=None if boost_reports is None else unknown_boosts,
            last_modification=self._last_modification(known),
        )

    def statistics(self) -> list[Statistic]:
        """Of all rules, oldest window first."""
        with self._lock:
            return [*self._statistics.statistics()]

    def recall(self, kept: Iterable[Statistic]) -> None:
        """What `statistics` told in a process before this one."""
        with self._lock:
            self._statistics.recall(kept)

    def _last_modification(self, known: Iterable[Target]) -> float:
        """Of the rules reported on; of all, when none of them is known."""
        reported = [target.rule.modified_at for target in known]
        return max(reported or (rule.modified_at for rule in self.rules()))

    def _target(self, rule: SamplingRule, report: Report, now: float) -> Target:
        self._statistics.count(report, now)
        in_use = self._of(rule)
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

    def _take_boosts(
        self, reports: Iterable[BoostReport], now: float
    ) -> tuple[str, ...]:
        """The names that are no rule's."""
        unknown = []
        for report in reports:
            rule = self.book.rule(report.rule_name)
            if rule is None:
                unknown.append(report.rule_name)
            else:
                self._of(rule).boosts.report(report, now)
        return tuple(unknown)

    def _of(self, rule: SamplingRule) -> _InUse:
        """A rule that was deleted and made again begins anew."""
        in_use = self._in_use.get(rule.name)
        if in_use is None or in_use.rule_created_at != rule.created_at:
            in_use = self._in_use[rule.name] = _InUse(rule.created_at)
        return in_use

    def _forget_deleted(self) -> None:
        for name in [*self._in_use]:
            if self.book.rule(name) is None:
                del self._in_use[name]
