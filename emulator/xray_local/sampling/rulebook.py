"""The rules in force, and where they outlive the process.

The book knows its keeper only by the protocol `RuleKeeper`: two methods.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from xray_local.errors import InvalidRequest, RuleLimitExceeded
from xray_local.model.sampling import DEFAULT, RuleUpdate, SamplingRule
from xray_local.sampling.rules import created, updated

MAX_CUSTOM_RULES = 25


Rules = dict[str, SamplingRule]
"""By name, Default among them."""

Change = Callable[[Sequence[SamplingRule]], Sequence[SamplingRule]]
"""From the rules that are kept to those that are to be kept."""


class RuleKeeper(Protocol):
    """Keeps rules: all but the Default rule as long as it was never changed."""

    def kept(self) -> Sequence[SamplingRule]:
        """The rules of the last change; empty before the first."""
        ...

    def change(self, change: Change) -> None:
        """Where `change` raises, nothing changes. It may be called again, with what
        another process has left."""
        ...


class RuleBook:
    """The rules by name. Thread-safe; a change that cannot be kept is not made."""

    def __init__(self, default: SamplingRule, keeper: RuleKeeper) -> None:
        self._default = default
        self._keeper = keeper
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"RuleBook({len(self._rules())} rules)"

    def rules(self) -> list[SamplingRule]:
        """By name, as the service lists them, and Default last."""
        return sorted(
            self._rules().values(), key=lambda rule: (rule.name == DEFAULT, rule.name)
        )

    def rule(self, name: str) -> SamplingRule | None:
        return self._rules().get(name)

    def create(self, rule: SamplingRule, now: float) -> SamplingRule:
        """Raises InvalidRequest for a name in use, RuleLimitExceeded for a 26th rule."""
        made = created(rule, now)

        def add(rules: Rules) -> Rules:
            if made.name in rules:
                raise InvalidRequest("Sampling rule already exists")
            if len(rules) > MAX_CUSTOM_RULES:
                raise RuleLimitExceeded(
                    f"{MAX_CUSTOM_RULES} sampling rules exist, and no more are allowed"
                )
            return {**rules, made.name: made}

        return self._change(add)[made.name]

    def update(self, update: RuleUpdate, now: float) -> SamplingRule:
        """Raises InvalidRequest; then nothing has changed."""

        def replace(rules: Rules) -> Rules:
            rule = updated(_known(rules, update.name), update, now)
            return {**rules, rule.name: rule}

        return self._change(replace)[update.name]

    def delete(self, name: str) -> SamplingRule:
        """The deleted rule; raises InvalidRequest."""
        deleted: list[SamplingRule] = []

        def remove(rules: Rules) -> Rules:
            if name == DEFAULT:
                raise InvalidRequest("The default sampling rule cannot be deleted")
            deleted.append(_known(rules, name))
            return {each: rules[each] for each in rules if each != name}

        self._change(remove)
        return deleted[-1]

    def _rules(self) -> Rules:
        return self._with_default(self._keeper.kept())

    def _with_default(self, kept: Sequence[SamplingRule]) -> Rules:
        return {DEFAULT: self._default} | {rule.name: rule for rule in kept}

    def _change(self, change: Callable[[Rules], Rules]) -> Rules:
        """The rules that it leads to; readers see the old ones or these."""
        left: list[Rules] = []

        def kept_after(kept: Sequence[SamplingRule]) -> Sequence[SamplingRule]:
            left.append(change(self._with_default(kept)))
            return [
                rule
                for rule in left[-1].values()
                if rule.name != DEFAULT or rule.modified_at > 0
            ]

        with self._lock:
            self._keeper.change(kept_after)
        return left[-1]


def _known(rules: Rules, name: str) -> SamplingRule:
    rule = rules.get(name)
    if rule is None:
        raise InvalidRequest("Sampling rule does not exist")
    return rule
