"""Trace ids and entity ids.

A trace id is `1-<8 hex>-<24 hex>`. A W3C id is the same 32 digits without the dashes
and the leading 1; the time in the first eight digits is neither required nor checked,
as in X-Ray today.
"""

from __future__ import annotations

import re

_trace_id = re.compile(r"1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}").fullmatch
_w3c_id = re.compile(r"[0-9a-fA-F]{32}").fullmatch
_entity_id = re.compile(r"[0-9a-fA-F]{16}").fullmatch


def is_trace_id(text: str) -> bool:
    return _trace_id(text) is not None


def is_entity_id(text: str) -> bool:
    return _entity_id(text) is not None


def trace_id_from(text: str) -> str | None:
    """X-Ray's form of an X-Ray or W3C trace id; None if it is neither.

    >>> trace_id_from("4efaaf4d1e8720b39541901950019ee5")
    '1-4efaaf4d-1e8720b39541901950019ee5'
    """
    if is_trace_id(text):
        return text
    if _w3c_id(text):
        return f"1-{text[:8]}-{text[8:]}"
    return None
