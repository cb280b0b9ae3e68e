"""A file that cannot be used, or holds something else than was written to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import zstandard

from xray_local.errors import ConfigError, StoreDamaged

DAMAGE = (sqlite3.DatabaseError, msgspec.MsgspecError, zstandard.ZstdError)
"""What reading such a file raises: SQLite of its pages, the others of what is in them."""


@contextmanager
def usable(store: Path | str) -> Iterator[None]:
    """While a store is opened. Raises ConfigError where it cannot be."""
    try:
        yield
    except (*DAMAGE, StoreDamaged) as error:
        raise unusable(store, error) from error


@contextmanager
def readable(store: Path) -> Iterator[None]:
    """While an open store is asked. Raises StoreDamaged where it cannot answer."""
    try:
        yield
    except DAMAGE as error:
        raise StoreDamaged(
            f"{store} cannot be read: {error}. If it is damaged, stop X-Ray Local, move "
            f"{store.parent} away and start it again: it begins with an empty store"
        ) from error


def unusable(store: Path | str, error: Exception) -> ConfigError:
    reason = error.__cause__ if isinstance(error, StoreDamaged) else error
    return ConfigError(
        f"{store} cannot be used as a store: {reason}. Move its folder away, or choose "
        "another one with --data"
    )
