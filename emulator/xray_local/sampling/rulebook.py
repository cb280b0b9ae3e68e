"""The rules in force, and where they outlive the process.

The book knows its keeper only by the protocol `RuleKeeper`: two methods.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Protocol

from xray_local.errors import InvalidRequest, RuleLimitExceeded
from xray_local.model.sampling import DEFAULT, RuleUpdate, SamplingRule
from xray_local.sampling.rules import created, updated

MAX_CUSTOM_RULES = 25


class RuleKeeper(Protocol):
    """Keeps rules beyond the process."""

    def kept(self) -> Sequence[SamplingRule]:
        """The rules of the last `keep`; empty before the first."""
        ...

    def keep(self, rules: Iterable[SamplingRule]) -> None:
        """All rules that are to be kept, the Default rule once it has been changed."""
        ...


class RuleBook:
    """The rules by name. Thread-safe; a change that cannot be kept is not made."""

    def __init__(self, default: SamplingRule, keeper: RuleKeeper) -> None:
        self._keeper = keeper
        self._lock = threading.Lock()
        self._rules = {DEFAULT: default} | {rule.name: rule for rule in keeper.kept()}

    def __repr__(self) -> str:
        return f"RuleBook({len(self._rules)} rules)"

    def rules(self) -> list[SamplingRule]:
        """By name, as the service lists them, and Default last."""
        rules = self._rules
        return sorted(
            rules.values(), key=lambda rule: (rule.name == DEFAULT, rule.name)
        )

    def rule(self, name: str) -> SamplingRule | None:
        return self._rules.get(name)

    def create(self, rule: SamplingRule, now: float) -> SamplingRule:
        """Raises InvalidRequest for a name in use, RuleLimitExceeded for a 26th rule."""
        with self._lock:
            if rule.name in self._rules:
                raise InvalidRequest("Sampling rule already exists")
            if len(self._rules) > MAX_CUSTOM_RULES:
                raise RuleLimitExceeded(
                    f"{MAX_CUSTOM_RULES} sampling rules exist, and no more are allowed"
                )
            rule = created(rule, now)
            self._put({**self._rules, rule.name: rule})
        return rule

    def update(self, update: RuleUpdate, now: float) -> SamplingRule:
        """Raises InvalidRequest; then nothing has changed."""
        with self._lock:
            rule = updated(self._known(update.name), update, now)
            self._put({**self._rules, rule.name: rule})
        return rule

    def delete(self, name: str) -> SamplingRule:
        """The deleted rule; raises InvalidRequest."""
        with self._lock:
            if name == DEFAULT:
                raise InvalidRequest("The default sampling rule cannot be deleted")
            rule = self._known(name)
            self._put({each: self._rules[each] for each in self._rules if each != name})
        return rule

    def _known(self, name: str) -> SamplingRule:
        rule = self._rules.get(name)
        if rule is None:
            raise InvalidRequest("Sampling rule does not exist")
        return rule

    def _put(self, rules: dict[str, SamplingRule]) -> None:
        """Readers see the old rules or the new ones: the dictionary is replaced."""
        self._keeper.keep(
            rule
            for rule in rules.values()
            if rule.name != DEFAULT or rule.modified_at > 0
        )
        self._rules = rules
