"""Rules and usage in the settings of a store, which several processes share."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import msgspec

from xray_local.model.sampling import SamplingRule
from xray_local.sampling.usage import Usage

T = TypeVar("T")

FRESH_SECONDS = 1.0
"""For how long a process answers with the rules that it has read."""


class Settings(Protocol):
    """What this needs of a store."""

    def setting(self, name: str) -> bytes | None: ...
    def change_setting(
        self, name: str, change: Callable[[bytes | None], bytes]
    ) -> None: ...


class SharedRules:
    """A RuleKeeper. Thread-safe."""

    _NAME = "sampling-rules"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._read_at = -FRESH_SECONDS
        self._rules: Sequence[SamplingRule] = ()

    def kept(self) -> Sequence[SamplingRule]:
        with self._lock:
            now = time.monotonic()
            if now - self._read_at >= FRESH_SECONDS:
                self._rules = _rules(self._settings.setting(self._NAME))
                self._read_at = now
            return self._rules

    def change(
        self, change: Callable[[Sequence[SamplingRule]], Sequence[SamplingRule]]
    ) -> None:
        def changed(before: bytes | None) -> bytes:
            return msgspec.msgpack.encode([*change(_rules(before))])

        self._settings.change_setting(self._NAME, changed)
        with self._lock:
            self._read_at = -FRESH_SECONDS


def _rules(kept: bytes | None) -> Sequence[SamplingRule]:
    if kept is None:
        return ()
    return msgspec.msgpack.decode(kept, type=list[SamplingRule])


class SharedUsage:
    """A UsageKeeper: each change is one of the store's."""

    _NAME = "sampling-usage"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()

    def change(self, change: Callable[[Usage], T]) -> T:
        """A process's own requests come one after the other, which spares retries."""
        results: list[T] = []

        def changed(before: bytes | None) -> bytes:
            usage = Usage()
            if before is not None:
                usage = msgspec.msgpack.decode(before, type=Usage)
            results.append(change(usage))
            return msgspec.msgpack.encode(usage)

        with self._lock:
            self._settings.change_setting(self._NAME, changed)
        return results[-1]
