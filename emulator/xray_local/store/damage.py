"""A file that cannot be used, or holds something else than was written to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import zstandard

from xray_local.errors import ConfigError

DAMAGE = (sqlite3.DatabaseError, msgspec.MsgspecError, zstandard.ZstdError)
"""What reading such a file raises: SQLite of its pages, the others of what is in them."""


@contextmanager
def usable(store: Path | str) -> Iterator[None]:
    """While a store is opened. Raises ConfigError where it cannot be."""
    try:
        yield
    except DAMAGE as error:
        raise unusable(store, error) from error


def unusable(store: Path | str, error: Exception) -> ConfigError:
    return ConfigError(
        f"{store} cannot be used as a store: {error}. Move its folder away, or choose "
        "another one with --data"
    )
