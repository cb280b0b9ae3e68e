"""What clients reported on each rule, in windows of ten seconds, for some hours.

A report covers the ten seconds before it came and is counted in the window in which it
came: clients' clocks differ, and a report can be old.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator

from xray_local.model.sampling import Report, Statistic

WINDOW_SECONDS = 10
KEPT_SECONDS = 3 * 3600


def added_up(statistics: Iterable[Statistic]) -> list[Statistic]:
    """One for each window and rule, by time, then by the rule's name."""
    sums: dict[tuple[float, str], Statistic] = {}
    for each in statistics:
        place = (each.at, each.rule_name)
        known = sums.get(place)
        sums[place] = each if known is None else _sum(known, each)
    return [sums[place] for place in sorted(sums)]


def _sum(one: Statistic, other: Statistic) -> Statistic:
    return Statistic(
        rule_name=one.rule_name,
        at=one.at,
        requests=one.requests + other.requests,
        borrowed=one.borrowed + other.borrowed,
        sampled=one.sampled + other.sampled,
    )


class Statistics:
    """The windows, oldest first. Not thread-safe."""

    def __init__(self) -> None:
        self._windows: deque[tuple[float, Counter[tuple[str, str]]]] = deque()

    def recall(self, kept: Iterable[Statistic]) -> None:
        """What was told before, oldest first; nothing must have been counted yet."""
        for each in kept:
            if not self._windows or self._windows[-1][0] < each.at:
                self._windows.append((each.at, Counter()))
            self._add(self._windows[-1][1], each)

    def count(self, report: Report, now: float) -> None:
        """Reports of nothing leave no trace."""
        if not (report.requests or report.sampled or report.borrowed):
            return
        self._add(self._window(now), report)

    def statistics(self) -> Iterator[Statistic]:
        """By time, then by the rule's name."""
        for at, counts in self._windows:
            for name in sorted({name for name, _ in counts}):
                yield Statistic(
                    rule_name=name,
                    at=at,
                    requests=counts[name, "requests"],
                    borrowed=counts[name, "borrowed"],
                    sampled=counts[name, "sampled"],
                )

    def _add(self, counts: Counter[tuple[str, str]], told: Report | Statistic) -> None:
        counts[told.rule_name, "requests"] += told.requests
        counts[told.rule_name, "borrowed"] += told.borrowed
        counts[told.rule_name, "sampled"] += told.sampled

    def _window(self, now: float) -> Counter[tuple[str, str]]:
        """The window of a moment; never one before the last, if a clock is put back."""
        at = now - now % WINDOW_SECONDS
        while self._windows and self._windows[0][0] <= at - KEPT_SECONDS:
            self._windows.popleft()
        if not self._windows or self._windows[-1][0] < at:
            self._windows.append((at, Counter()))
        return self._windows[-1][1]
