"""Trace ids and entity ids.

A trace id is `1-<8 hex>-<24 hex>`. A W3C id is the same 32 digits without the dashes
and the leading 1; the time in the first eight digits is neither required nor checked,
as in X-Ray today.
"""

from __future__ import annotations

import re

_TRACE_ID = re.compile(r"1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}")
_W3C_ID = re.compile(r"[0-9a-fA-F]{32}")
_ENTITY_ID = re.compile(r"[0-9a-fA-F]{16}")


def is_trace_id(text: str) -> bool:
    return _TRACE_ID.fullmatch(text) is not None


def is_entity_id(text: str) -> bool:
    return _ENTITY_ID.fullmatch(text) is not None


def trace_id_from(text: str) -> str | None:
    """X-Ray's form of an X-Ray or W3C trace id; None if it is neither.

    >>> trace_id_from("4efaaf4d1e8720b39541901950019ee5")
    '1-4efaaf4d-1e8720b39541901950019ee5'
    """
    if is_trace_id(text):
        return text
    if _W3C_ID.fullmatch(text):
        return f"1-{text[:8]}-{text[8:]}"
    return None
