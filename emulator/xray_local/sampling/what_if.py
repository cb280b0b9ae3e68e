"""What sampling rules would have kept of requests that have been recorded.

A rule keeps the first requests of each second up to its reservoir, and of the others its
fixed rate. Which ones the rate keeps is chosen by the trace id, so the same question
always has the same answer; beside it stands the share to be expected of any choice. The
reservoir is whole: how clients would have shared it is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from xray_local.model.sampling import SamplingRule
from xray_local.sampling.matching import Matcher, Root


@dataclass(slots=True)
class RuleShare:
    """What came under one rule. `expected` is a mean over all choices of the rate."""

    rule: SamplingRule
    matched: int = 0
    by_reservoir: int = 0
    by_rate: int = 0
    expected: float = 0.0

    @property
    def kept(self) -> int:
        return self.by_reservoir + self.by_rate


@dataclass(frozen=True, slots=True)
class Simulation:
    """`shares` are in the order in which rules are asked."""

    shares: Sequence[RuleShare]
    kept: frozenset[str]
    """Trace ids."""


def simulate(rules: Sequence[SamplingRule], roots: Iterable[Root]) -> Simulation:
    """In order of the roots' starts; of equal ones, of their trace ids."""
    matcher = Matcher(rules)
    shares = {rule.name: RuleShare(rule) for rule in matcher.rules}
    used: dict[tuple[str, int], int] = {}
    kept: set[str] = set()
    for root in sorted(roots, key=lambda each: (each.start, each.trace_id)):
        rule = matcher.rule_for(root)
        if rule is None:
            continue
        second = (rule.name, int(root.start))
        earlier = used.get(second, 0)
        used[second] = earlier + 1
        if _keeps(shares[rule.name], root, earlier):
            kept.add(root.trace_id)
    return Simulation(tuple(shares.values()), frozenset(kept))


def _keeps(share: RuleShare, root: Root, earlier: int) -> bool:
    """Counts a request, of which there were so many `earlier` in its second."""
    rule = share.rule
    share.matched += 1
    if earlier < rule.reservoir_size:
        share.by_reservoir += 1
        share.expected += 1
        return True
    share.expected += rule.fixed_rate
    by_rate = crc32(root.trace_id.encode()) < rule.fixed_rate * 2**32
    share.by_rate += by_rate
    return by_rate
