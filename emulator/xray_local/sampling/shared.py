"""Usage in the settings of a store, which several processes share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

from xray_local.sampling.usage import Usage

T = TypeVar("T")


class Settings(Protocol):
    """What this needs of a store."""

    def setting(self, name: str) -> bytes | None: ...
    def change_setting(
        self, name: str, change: Callable[[bytes | None], bytes]
    ) -> None: ...


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
