"""The names that traces have used lately, within bounds: for completion as one types.

Fed with summaries, oldest first. What has not been seen for longest gives way, so a flood
of values under one key crowds out neither another key nor a service.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable, Mapping
from itertools import islice
from typing import TypeVar

from xray_local.model.names import Names
from xray_local.model.segment import Scalar
from xray_local.model.summary import ServiceId, Summary

LOOKED_AT = 500
"""The newest traces, whose names are always there (as far as the bounds go)."""

MAX_SERVICES = 1_000
MAX_KEYS = 500
MAX_VALUES = 50
"""Of one key."""

LONGEST_VALUE = 200
"""Characters; nobody types a longer one, so it is not kept."""

_Name = TypeVar("_Name", bound=Hashable)
_Kept = TypeVar("_Kept")


class Lexicon:
    """Thread-safe. Begins with summaries that are there already, newest first."""

    def __init__(self, newest: Iterable[Summary] = ()) -> None:
        self._lock = threading.Lock()
        # Each dictionary has what was seen last at its end.
        self._services: dict[ServiceId, None] = {}
        self._values: dict[str, dict[tuple[type, Scalar], None]] = {}
        for summary in reversed([*islice(newest, LOOKED_AT)]):
            self.note(summary)

    def note(self, summary: Summary) -> None:
        self._note(summary.services, summary.annotations)

    def note_names(self, names: Names) -> None:
        """What another lexicon has noted."""
        annotations = {
            key: values[::-1] for key, values in [*names.annotations.items()][::-1]
        }
        self._note(names.services[::-1], annotations)

    def _note(
        self,
        services: Iterable[ServiceId],
        annotations: Mapping[str, tuple[Scalar, ...]],
    ) -> None:
        """Services and annotations, what was seen last at the end."""
        with self._lock:
            for service in services:
                _see(self._services, service, None, MAX_SERVICES)
            for key, values in annotations.items():
                known = self._values.get(key, {})
                _see(self._values, key, known, MAX_KEYS)
                for value in values:
                    if not isinstance(value, str) or len(value) <= LONGEST_VALUE:
                        # 1 and True are equal, but not the same annotation.
                        _see(known, (type(value), value), None, MAX_VALUES)

    def names(self) -> Names:
        with self._lock:
            return Names(
                services=tuple(reversed(self._services)),
                annotations={
                    key: tuple(value for _, value in reversed(values))
                    for key, values in reversed(self._values.items())
                },
            )


def _see(seen: dict[_Name, _Kept], name: _Name, kept: _Kept, most: int) -> None:
    """Put a name at the end, and let the first go if there are too many."""
    seen.pop(name, None)
    seen[name] = kept
    if len(seen) > most:
        del seen[next(iter(seen))]
