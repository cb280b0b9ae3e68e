"""JSON whose numbers look as the service prints them: `1.790158405E9`.

The service is written in Java, and its clients see Java's form of a double: an exponent
from ten million on and below a thousandth. Only text that compares bytes would notice,
but recordings are such texts.
"""

from __future__ import annotations

from math import isfinite
from typing import Any

import msgspec

_PLAIN_FROM, _PLAIN_BELOW = 1e-3, 1e7


def encode(value: Any) -> bytes:
    """JSON of dicts, lists, texts, numbers, booleans and None."""
    return msgspec.json.encode(_with_java_doubles(value))


def _with_java_doubles(value: Any) -> Any:
    """By `map`: with comprehensions, Python 3.11 would use two frames a level."""
    kind = type(value)
    if kind is dict:
        members = map(_with_java_doubles, value.values())
        return dict(zip(value, members, strict=True))
    if kind is list:
        return list(map(_with_java_doubles, value))
    if kind is float and not _PLAIN_FROM <= abs(value) < _PLAIN_BELOW:
        return _exponential(value)
    return value


def _exponential(value: float) -> Any:
    if value == 0 or not isfinite(value):
        return value
    mantissa, _, exponent = f"{value!r}".partition("e")
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    leading = len(whole) if whole != "0" else len(digits) - len(fraction)
    power = int(exponent or 0) + leading - 1
    rest = digits[1:].rstrip("0") or "0"
    sign = "-" if value < 0 else ""
    return msgspec.Raw(f"{sign}{digits[0]}.{rest}E{power}".encode())
