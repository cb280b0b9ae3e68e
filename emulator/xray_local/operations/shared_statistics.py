"""What clients reported on sampling rules to the other processes that share the store."""

from __future__ import annotations

from xray_local.clock import Clock
from xray_local.model.sampling import Statistic
from xray_local.sampling.statistics import KEPT_SECONDS
from xray_local.store.sharing import Circle, Topic

REPORTED = Topic(
    "sampling-statistics",
    Statistic,
    lambda each: each.at,
    lambda each: f"{each.at:.0f} {each.rule_name}",
)


def statistics_of_others(circle: Circle, clock: Clock) -> list[Statistic]:
    """As far back as one's own go."""
    return circle.others(REPORTED, since=clock.now() - KEPT_SECONDS)
