"""The annotations of many entities in one mapping: every distinct value of each key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from xray_local.model.segment import Scalar

Annotations = dict[str, tuple[Scalar, ...]]

_INDEXED_KEY = re.compile(r"[A-Za-z0-9_.]{1,500}")


def merge(known: Annotations, found: Mapping[str, Scalar]) -> None:
    """Add an entity's annotations to those that are known."""
    for key, value in found.items():
        values = known.get(key)
        if values is None:
            if is_indexed(key):
                known[key] = (value,)
        elif not _among(value, values):
            known[key] = (*values, value)


@lru_cache(maxsize=4096)
def is_indexed(key: str) -> bool:
    """X-Ray keeps keys with other characters in the document but does not index them.

    https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
    """
    return _INDEXED_KEY.fullmatch(key) is not None


def _among(value: Scalar, values: tuple[Scalar, ...]) -> bool:
    """True and 1 are two annotations, 1 and 1.0 are one."""
    if isinstance(value, str):
        return value in values
    boolean = isinstance(value, bool)
    return any(one == value and isinstance(one, bool) is boolean for one in values)
