"""The rules in force, and where they outlive the process.

The book knows its keeper only by the protocol `RuleKeeper`: two methods, so rules can be
kept in a file, in memory, or in a store that several processes share (shared.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from xray_local.errors import ConfigError, InvalidRequest, RuleLimitExceeded
from xray_local.model.sampling import DEFAULT, RuleUpdate, SamplingRule
from xray_local.sampling.rules import created, updated

MAX_CUSTOM_RULES = 25
FILE_NAME = "sampling-rules.json"


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


class Forgetful:
    """Keeps rules in memory: they end with the process."""

    def __init__(self) -> None:
        self._rules: Sequence[SamplingRule] = ()

    def kept(self) -> Sequence[SamplingRule]:
        return self._rules

    def change(self, change: Change) -> None:
        self._rules = change(self._rules)


class RuleFile:
    """Keeps the rules as JSON in the data folder, replaced as a whole.

    Raises ConfigError for a file that holds no rules.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._rules = self._read()

    def kept(self) -> Sequence[SamplingRule]:
        return self._rules

    def change(self, change: Change) -> None:
        rules = change(self._rules)
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(rules))
        fresh.replace(self._path)
        self._rules = rules

    def _read(self) -> Sequence[SamplingRule]:
        try:
            text = self._path.read_bytes()
        except FileNotFoundError:
            return ()
        try:
            return msgspec.json.decode(text, type=list[SamplingRule])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"{self._path} holds no sampling rules ({error}): "
                "correct it, or remove it to start with the Default rule alone"
            ) from error


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
