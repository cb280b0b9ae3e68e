"""What outlives the process: sampling rules, and what passes by too often to be kept at
once.

Rules are kept as they are changed. What clients report on them, and which documents were
rejected, is kept every now and then and when the process ends; a process that is killed
loses the last moments of both.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from math import inf
from typing import Generic, TypeVar

from xray_local.model.rejected import RejectedDocument
from xray_local.model.sampling import SamplingRule, Statistic
from xray_local.operations.setting import Setting
from xray_local.store.base import Settings

T = TypeVar("T")

_RULES = Setting("sampling-rules", tuple[SamplingRule, ...], ())
STATISTICS = Setting("sampling-statistics", tuple[Statistic, ...], ())
KEPT_REJECTED = Setting("rejected", tuple[RejectedDocument, ...], ())


FRESH_SECONDS = 1.0
"""For how long rules that were read are taken for those that are kept: other processes
may share the store."""


class KeptRules:
    """Keeps the sampling rules among the store's settings: a RuleKeeper. Thread-safe."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._read_at = -inf
        self._rules: Sequence[SamplingRule] = ()

    def kept(self) -> Sequence[SamplingRule]:
        with self._lock:
            now = time.monotonic()
            if now - self._read_at >= FRESH_SECONDS:
                self._rules = _RULES.read(self._settings)
                self._read_at = now
            return self._rules

    def change(
        self, change: Callable[[Sequence[SamplingRule]], Sequence[SamplingRule]]
    ) -> None:
        _RULES.change(self._settings, lambda kept: tuple(change(kept)))
        with self._lock:
            self._read_at = -inf


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
