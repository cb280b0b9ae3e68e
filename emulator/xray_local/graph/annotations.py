"""The annotations of many entities in one mapping: every distinct value of each key.

X-Ray indexes 50 annotations of a trace. Two values of one key are two annotations, the
same value on two segments is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from xray_local.model.segment import Scalar

Annotations = dict[str, tuple[Scalar, ...]]

_INDEXED_KEY = re.compile(r"[A-Za-z0-9_.]{1,500}")

MAX_VALUE = 1_000
"""Characters of a text that are indexed."""

MAX_INDEXED = 50
"""docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html"""


class AnnotationIndex:
    """A trace's annotations, the first ones up to X-Ray's limit."""

    def __init__(self) -> None:
        self.annotations: Annotations = {}
        self.left_out = 0
        self._room = MAX_INDEXED

    def add(self, found: Mapping[str, Scalar], part: Annotations) -> None:
        """An entity's annotations, of which those indexed are added to its part, too."""
        for key, value in found.items():
            if not is_indexed(key):
                continue
            if isinstance(value, str) and len(value) > MAX_VALUE:
                value = value[:MAX_VALUE]  # noqa: PLW2901 # it is what counts from here
            known = self.annotations.get(key, ())
            if not _among(value, known):
                if not self._room:
                    self.left_out += 1
                    continue
                self._room -= 1
                self.annotations[key] = (*known, value)
            known = part.get(key, ())
            if not _among(value, known):
                part[key] = (*known, value)


@lru_cache(maxsize=4096)
def is_indexed(key: str) -> bool:
    """X-Ray keeps keys with other characters in the document but does not index them.

    https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
    """
    return _INDEXED_KEY.fullmatch(key) is not None


def _among(value: Scalar, values: tuple[Scalar, ...]) -> bool:
    """True and 1 are two annotations, 1 and 1.0 are one."""
    if not values:
        return False
    if isinstance(value, str):
        return value in values
    boolean = isinstance(value, bool)
    return any(one == value and isinstance(one, bool) is boolean for one in values)
