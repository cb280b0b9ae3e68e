"""Rules, the shares of them that clients are given, and what they reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xray_local.model.position import Position
from xray_local.model.sampling import (
    BoostReport,
    Report,
    RuleUpdate,
    SamplingRule,
    Statistic,
    Targets,
)
from xray_local.operations.backend import Backend
from xray_local.operations.tag_sets import Tags, check_tags, forget_tags, keep_tags

PAGE_STATISTICS = 1_000


def sampling_rules(backend: Backend) -> list[SamplingRule]:
    return backend.sampling.rules()


def create_sampling_rule(
    backend: Backend, rule: SamplingRule, tagged: Tags
) -> SamplingRule:
    check_tags(tagged)
    created = backend.sampling.book.create(rule, backend.clock.now())
    keep_tags(backend, backend.arns.sampling_rule(created.name), tagged)
    return created


def update_sampling_rule(backend: Backend, update: RuleUpdate) -> SamplingRule:
    return backend.sampling.book.update(update, backend.clock.now())


def delete_sampling_rule(backend: Backend, name: str) -> SamplingRule:
    deleted = backend.sampling.book.delete(name)
    forget_tags(backend, backend.arns.sampling_rule(name))
    return deleted


def sampling_targets(
    backend: Backend,
    reports: Sequence[Report],
    boost_reports: Sequence[BoostReport] | None,
) -> Targets:
    return backend.sampling.targets(reports, boost_reports, backend.clock.now())


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """Oldest first; `next` is the last one of the page, None at the end."""

    statistics: Sequence[Statistic]
    next: Position | None


def sampling_statistics(backend: Backend, after: Position | None) -> StatisticsPage:
    """A page of what was reported, in windows of ten seconds."""
    every = backend.sampling.statistics()
    if after is not None:
        passed = (after.moment, after.trace_id)
        every = [each for each in every if (each.at, each.rule_name) > passed]
    page = every[:PAGE_STATISTICS]
    more = len(every) > len(page)
    last = Position(page[-1].at, page[-1].rule_name) if more else None
    return StatisticsPage(page, last)
