"""Shares a rule's reservoir among the clients that report to it.

As in the recordings of the service: a client's first reports are answered without quota;
from ten seconds on it has a share of the reservoir, leased for five minutes. The share is
an even split, with the remainder going to the smallest client ids, so that the shares of
the clients of the last lease add up to the reservoir exactly.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from xray_local.model.sampling import Report, SamplingRule, Target, Targets

INTERVAL_SECONDS = 10
LEASE_SECONDS = 300


class SamplingDesk:
    """The rules, and which clients have reported to them lately. Thread-safe."""

    def __init__(self, rules: Iterable[SamplingRule]) -> None:
        self._rules = {rule.name: rule for rule in rules}
        self._lock = threading.Lock()
        self._first: dict[tuple[str, str], float] = {}  # (rule, client) -> first report
        self._last: dict[tuple[str, str], float] = {}

    def rules(self) -> list[SamplingRule]:
        """By name, as the service lists them, and Default last."""
        return sorted(
            self._rules.values(), key=lambda rule: (rule.priority > 9999, rule.name)
        )

    def targets(self, reports: Iterable[Report], now: float) -> Targets:
        """Answers to a client's reports, in their order."""
        known: list[Target] = []
        unknown: list[str] = []
        with self._lock:
            self._forget(now)
            for report in reports:
                rule = self._rules.get(report.rule_name)
                if rule is None:
                    unknown.append(report.rule_name)
                else:
                    known.append(self._target(rule, report.client_id, now))
        reported = [target.rule.modified_at for target in known]
        every = [rule.modified_at for rule in self._rules.values()]
        return Targets(tuple(known), tuple(unknown), max(reported or every))

    def _target(self, rule: SamplingRule, client_id: str, now: float) -> Target:
        key = (rule.name, client_id)
        first = self._first.setdefault(key, now)
        self._last[key] = now
        if now - first < INTERVAL_SECONDS:
            return Target(rule, None, None, None)
        return Target(
            rule=rule,
            quota=self._share(rule, client_id),
            quota_expires_at=now + LEASE_SECONDS,
            interval=INTERVAL_SECONDS,
        )

    def _share(self, rule: SamplingRule, client_id: str) -> int:
        clients = sorted(client for name, client in self._last if name == rule.name)
        even, rest = divmod(rule.reservoir_size, len(clients))
        return even + (1 if clients.index(client_id) < rest else 0)

    def _forget(self, now: float) -> None:
        gone = [key for key, at in self._last.items() if now - at >= LEASE_SECONDS]
        for key in gone:
            del self._last[key], self._first[key]
