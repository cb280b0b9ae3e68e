"""What is known of the rules that clients report on, and where it is kept.

One process keeps it in memory. Several that share a store keep it there, so that no
client's share is given out twice, whichever of them it asks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

from xray_local.model.sampling import SamplingRule
from xray_local.sampling.boosts import Boosts
from xray_local.sampling.leases import Leases

T = TypeVar("T")


class InUse(msgspec.Struct):
    """One rule's."""

    rule_created_at: float
    leases: Leases = msgspec.field(default_factory=Leases)
    boosts: Boosts = msgspec.field(default_factory=Boosts)


class Usage(msgspec.Struct):
    """By the rule's name."""

    rules: dict[str, InUse] = {}

    def of(self, rule: SamplingRule) -> InUse:
        """A rule that was deleted and made again begins anew."""
        in_use = self.rules.get(rule.name)
        if in_use is None or in_use.rule_created_at != rule.created_at:
            in_use = self.rules[rule.name] = InUse(rule.created_at)
        return in_use

    def forget_others(self, known: Callable[[str], bool]) -> None:
        for name in [*self.rules]:
            if not known(name):
                del self.rules[name]


class UsageKeeper(Protocol):
    """Thread-safe."""

    def change(self, change: Callable[[Usage], T]) -> T:
        """What `change` returns; it may be called again, with what others have left."""
        ...


class UsageInMemory:
    """Ends with the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._usage = Usage()

    def change(self, change: Callable[[Usage], T]) -> T:
        with self._lock:
            return change(self._usage)
