"""Resource policies: documents about who may send to this account."""

from __future__ import annotations

import msgspec


class ResourcePolicy(msgspec.Struct, frozen=True, array_like=True):
    """`revision` counts the puts from 1; `updated_at` is epoch seconds."""

    name: str
    document: str
    revision: int
    updated_at: float
