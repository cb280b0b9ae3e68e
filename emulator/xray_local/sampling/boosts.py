"""Adaptive sampling: a rule records more for a while when anomalies are reported.

The service's guide: at most one minute, once in each cooldown window, up to MaxRate by
the share of anomalies. Its recordings: the boost is told for 20 seconds at a time. The
rate within these bounds is its own secret; here it grows evenly with the share.
https://docs.aws.amazon.com/xray/latest/devguide/xray-adaptive-sampling.html
"""

from __future__ import annotations

import msgspec

from xray_local.model.sampling import Boost, BoostReport, SamplingRule

SEEN_SECONDS = 10
TOLD_SECONDS = 20
LONGEST_SECONDS = 60
LEAST_SHARE = 0.01
"""Of anomalies, below which nothing is boosted."""

MAX_REPORTS = 1_000


class Boosts(msgspec.Struct):
    """Whether one rule is boosted. Not thread-safe."""

    reports: list[tuple[float, BoostReport]] = []
    began: float | None = None
    told: Boost | None = None

    def report(self, report: BoostReport, now: float) -> None:
        recent = [each for each in self.reports if 0 <= now - each[0] < SEEN_SECONDS]
        self.reports = [*recent, (now, report)][-MAX_REPORTS:]

    def boost(self, rule: SamplingRule, now: float) -> Boost | None:
        """The boost that is in force now, begun or told anew if anomalies go on."""
        limits = rule.boost
        if limits is None or limits.max_rate <= rule.fixed_rate:
            return None
        share = self._share(now)
        if share >= LEAST_SHARE and self._may_go_on(limits.cooldown_minutes, now):
            assert self.began is not None
            rate = rule.fixed_rate + (limits.max_rate - rule.fixed_rate) * share
            end = min(now + TOLD_SECONDS, self.began + LONGEST_SECONDS)
            self.told = Boost(round(rate, 4), end)
        in_force = self.told is not None and now < self.told.expires_at
        return self.told if in_force else None

    def _may_go_on(self, cooldown_minutes: int, now: float) -> bool:
        """Within the minute of the last boost, or begins one in a new window."""
        began = self.began
        if began is not None and 0 <= now - began < LONGEST_SECONDS:
            return True
        if began is not None and 0 <= now - began < 60 * cooldown_minutes:
            return False
        self.began = now
        return True

    def _share(self, now: float) -> float:
        """Of anomalies among the requests of the last ten seconds, 0 to 1."""
        recent = [report for at, report in self.reports if 0 <= now - at < SEEN_SECONDS]
        total = sum(report.total for report in recent)
        anomalies = sum(report.anomalies for report in recent)
        return min(1.0, anomalies / total) if total else 0.0
