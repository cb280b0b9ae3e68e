"""Values, ids and times as OTLP spells them in JSON.

https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

_LARGEST_INTEGER = 2**63 - 1


def key_values(named: Iterable[tuple[str, Any]]) -> list[Json]:
    """Attributes, each key once: the first to have a value that OTLP knows."""
    spelt: dict[str, Json] = {}
    for key, value in named:
        found = any_value(value)
        if found is not None:
            spelt.setdefault(key, found)
    return [{"key": key, "value": value} for key, value in spelt.items()]


def any_value(value: Any) -> Json | None:
    """An AnyValue: whole numbers are texts, as JSON's own are not 64 bits wide."""
    match value:
        case bool():
            return {"boolValue": value}
        case int() if abs(value) <= _LARGEST_INTEGER:
            return {"intValue": str(value)}
        case int() | float():
            return {"doubleValue": float(value)}
        case str():
            return {"stringValue": value}
        case list():
            values = [spelt for each in value if (spelt := any_value(each)) is not None]
            return {"arrayValue": {"values": values}}
        case _:
            return None


def trace_id(xray: str) -> str:
    """W3C's form of X-Ray's trace id.

    >>> trace_id("1-4efaaf4d-1e8720b39541901950019ee5")
    '4efaaf4d1e8720b39541901950019ee5'
    """
    return xray[2:].replace("-", "").lower()


def nanoseconds(seconds: float) -> str:
    """To the microsecond: epoch seconds as a double hold no more."""
    return f"{round(seconds * 1_000_000)}000"
