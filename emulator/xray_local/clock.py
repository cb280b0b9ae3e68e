"""Where "now" comes from: everything else takes a Clock."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> float:
        """Epoch seconds."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        return time.time()


class ManualClock:
    """A clock that stands still until it is set; for tests."""

    def __init__(self, now: float) -> None:
        self._now = now

    def now(self) -> float:
        return self._now

    def set(self, now: float) -> None:
        self._now = now

    def advance(self, seconds: float) -> None:
        self._now += seconds


class FileClock:
    """A clock that a file sets: the file holds epoch seconds, read at each question.

    For tests in any language that must rule the time of a whole process. Raises OSError
    or ValueError for a file that holds no time at first.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = float(path.read_text())

    def now(self) -> float:
        text = self._path.read_text()
        if text:  # whoever writes a file empties it first
            self._last = float(text)
        return self._last
