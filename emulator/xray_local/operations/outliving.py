"""What outlives the process: sampling rules, and what passes by too often to be kept at
once.

Rules are kept as they are changed. What clients report on them, and which documents were
rejected, is kept every now and then and when the process ends; a process that is killed
loses the last moments of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from xray_local.model.rejected import RejectedDocument
from xray_local.model.sampling import SamplingRule, Statistic
from xray_local.operations.setting import Setting
from xray_local.store.base import Settings

T = TypeVar("T")

_RULES = Setting("sampling-rules", tuple[SamplingRule, ...], ())
STATISTICS = Setting("sampling-statistics", tuple[Statistic, ...], ())
REJECTED = Setting("rejected", tuple[RejectedDocument, ...], ())


class KeptRules:
    """Keeps the sampling rules among the store's settings: a RuleKeeper."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def kept(self) -> Sequence[SamplingRule]:
        return _RULES.read(self._settings)

    def keep(self, rules: Iterable[SamplingRule]) -> None:
        every = tuple(rules)
        _RULES.change(self._settings, lambda _: every)


class Outliving(Generic[T]):
    """Keeps what `now` tells, whenever it is asked to and there is something new."""

    def __init__(
        self,
        setting: Setting[tuple[T, ...]],
        settings: Settings,
        now: Callable[[], Sequence[T]],
    ) -> None:
        self._setting = setting
        self._settings = settings
        self._now = now
        self._kept = tuple(now())

    def keep(self) -> None:
        present = tuple(self._now())
        if present != self._kept:
            self._setting.change(self._settings, lambda _: present)
            self._kept = present
