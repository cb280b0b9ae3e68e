"""A value that is kept with the traces, as a type of the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from xray_local.store.base import Settings

T = TypeVar("T")


class Setting(Generic[T]):
    """One named value: what it is before anybody changes it, and its type."""

    def __init__(self, name: str, kind: type[T], initial: T) -> None:
        self._name = name
        self._initial = initial
        self._decoder = msgspec.msgpack.Decoder(kind)

    def read(self, settings: Settings) -> T:
        return self._value(settings.setting(self._name))

    def change(self, settings: Settings, change: Callable[[T], T]) -> T:
        """The new value. Where `change` raises, nothing is changed."""
        made: list[T] = []

        def replace(before: bytes | None) -> bytes:
            made.append(change(self._value(before)))
            return msgspec.msgpack.encode(made[-1])

        settings.change_setting(self._name, replace)
        return made[-1]

    def _value(self, kept: bytes | None) -> T:
        return self._initial if kept is None else self._decoder.decode(kept)
