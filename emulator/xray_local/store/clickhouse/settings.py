"""Named values that several processes change, each change made from the one before.

ClickHouse has no transactions and no compare-and-set, but it inserts a block once for
each deduplication token: on one server under a lock, on replicas by a node in Keeper. So
a change is an insert whose token is the name and the next revision. The first one counts,
later ones are dropped silently; who looks at the revision sees whose it became. A row
remembers who made the latest revisions, since older rows are merged away.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from secrets import randbits
from typing import NamedTuple

from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.tables import SETTINGS

_REMEMBERED = 100
_LONGEST_WAIT = 30.0
_FIRST_PAUSE = 0.002
_LONGEST_PAUSE = 0.2


class _Kept(NamedTuple):
    """`attempts` made the latest revisions, this one first."""

    revision: int
    value: bytes | None
    attempts: Sequence[int]


_NEVER_CHANGED = _Kept(0, None, ())


def read(engine: Engine, name: str) -> bytes | None:
    return _kept(engine, name).value


def change(engine: Engine, name: str, changed: Callable[[bytes | None], bytes]) -> None:
    """Raises TimeoutError when others were always faster, or replicas lag too far."""
    end = time.monotonic() + _LONGEST_WAIT
    pause = _FIRST_PAUSE
    while time.monotonic() < end:
        before = _kept(engine, name)
        if _put(engine, name, before, changed(before.value), end):
            return
        time.sleep(random.uniform(0, pause))
        pause = min(2 * pause, _LONGEST_PAUSE)
    raise TimeoutError(f"setting {name!r}: other processes kept changing it")


def _put(engine: Engine, name: str, before: _Kept, value: bytes, end: float) -> bool:
    """Whether the next revision is this one."""
    attempt = randbits(64)
    revision = before.revision + 1
    attempts = [attempt, *before.attempts][:_REMEMBERED]
    engine.insert(
        "settings",
        SETTINGS,
        [(name, revision, attempts, value)],
        {
            "insert_deduplication_token": f"{name}/{revision}",
            "insert_deduplicate": 1,
            "async_insert": 0,
        },
    )
    while (kept := _kept(engine, name)).revision < revision:
        if time.monotonic() > end:
            raise TimeoutError(f"setting {name!r}: this replica lags behind")
        time.sleep(_FIRST_PAUSE)
    passed = kept.revision - revision
    return passed < len(kept.attempts) and kept.attempts[passed] == attempt


def _kept(engine: Engine, name: str) -> _Kept:
    rows = engine.rows(
        "SELECT revision, value, attempts FROM settings WHERE name = {name:String}"
        " ORDER BY revision DESC LIMIT 1",
        {"name": name},
        blobs=["value"],
    )
    return _Kept(*rows[0]) if rows else _NEVER_CHANGED
