"""Which changes of insights are to be told: those that are new, where a group wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xray_local.model.group import Group
from xray_local.model.insight import Insight, Notice

NEWS_SECONDS = 300
"""A change that is older is history: found as insights were enabled, or after a pause."""

Insights = Mapping[str, Insight]
"""By id."""


def notices(
    before: Insights, after: Insights, groups: Mapping[str, Group], now: float
) -> Iterator[Notice]:
    """In the order of the insights; `groups` are by the names that insights have."""
    for insight in after.values():
        group = groups.get(insight.group)
        if group is None or not group.notifications_enabled:
            continue
        known = before.get(insight.id)
        told = 0 if known is None else len(known.changes)
        for change in insight.changes[told:]:
            if now - change.at <= NEWS_SECONDS:
                yield Notice(group, insight, change)
