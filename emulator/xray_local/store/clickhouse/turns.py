"""Work that one of several processes does now and then: who does it next."""

from __future__ import annotations

import struct

from xray_local.store.clickhouse import settings
from xray_local.store.clickhouse.engine import Engine

_TIME = struct.Struct("<d")


class _NotYet(Exception):
    """Somebody has just done it."""


def take_turn(engine: Engine, work: str, now: float, *, every: float) -> bool:
    """Whether it is to be done now, by the caller."""

    def take(before: bytes | None) -> bytes:
        if before is not None and 0 <= now - _TIME.unpack(before)[0] < every:
            raise _NotYet
        return _TIME.pack(now)

    try:
        settings.change(engine, f"turn/{work}", take)
    except _NotYet:
        return False
    return True
