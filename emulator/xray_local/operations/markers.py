"""Markers: told by a person or a script, kept with the traces, as long as they are.

Every marker taken is counted, and so is every one that made way:
received = kept + dropped, at any moment.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import msgspec

from xray_local.errors import InvalidRequest
from xray_local.model.marker import Marker, MarkerKind
from xray_local.model.window import Window
from xray_local.operations.backend import Backend
from xray_local.operations.setting import Setting
from xray_local.operations.traces import check_order

MAX_MARKERS = 1_000
"""Of more, those of the earliest moments go."""

MAX_TEXT = 200
"""Characters: it stands beside a line in a chart."""

MOST_AHEAD_SECONDS = 3600
"""Clocks differ; a moment further ahead is a mistake, milliseconds most of the time."""


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """By time. `dropped` counts those that made way, by number or by age."""

    markers: tuple[Marker, ...] = ()
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Oldest first. `kept` and `dropped` are of all windows."""

    markers: tuple[Marker, ...]
    kept: int
    dropped: int

    @property
    def received(self) -> int:
        return self.kept + self.dropped


_MARKERS = Setting("markers", Kept, Kept())


def add_marker(
    backend: Backend, text: str, kind: MarkerKind, at: float | None
) -> Marker:
    """At a moment, or now. Raises InvalidRequest."""
    now = backend.clock.now()
    marker = Marker(
        id=secrets.token_hex(8),
        at=_moment(backend, at, now),
        kind=kind,
        text=_readable(text),
    )

    def add(kept: Kept) -> Kept:
        return _aged(backend, Kept((*kept.markers, marker), kept.dropped), now)

    _MARKERS.change(backend.settings, add)
    return marker


def find_markers(backend: Backend, window: Window) -> Found:
    """Those of the window, its end included; raises InvalidRequest."""
    check_order(window)
    kept = _aged(backend, _MARKERS.read(backend.settings), backend.clock.now())
    shown = tuple(
        each for each in kept.markers if window.start <= each.at <= window.end
    )
    return Found(shown, len(kept.markers), kept.dropped)


def _aged(backend: Backend, kept: Kept, now: float) -> Kept:
    """Without those that are older than any trace could be, and the earliest surplus."""
    young = sorted(
        (each for each in kept.markers if each.at >= now - backend.retention_seconds),
        key=lambda each: each.at,
    )
    staying = tuple(young[-MAX_MARKERS:])
    gone = len(kept.markers) - len(staying)
    return Kept(staying, kept.dropped + gone)


def _moment(backend: Backend, at: float | None, now: float) -> float:
    if at is None:
        return now
    if at > now + MOST_AHEAD_SECONDS:
        raise InvalidRequest(
            f"Time {at:.0f} lies ahead: give epoch seconds, now is {now:.0f}"
        )
    if at < now - backend.retention_seconds:
        hours = backend.retention_seconds / 3600
        raise InvalidRequest(
            f"Time {at:.0f} is more than {hours:g} hours ago, when no trace is kept "
            f"any more: give epoch seconds, now is {now:.0f}"
        )
    return at


def _readable(text: str) -> str:
    """One line of it."""
    line = " ".join(text.split())
    if not line:
        raise InvalidRequest("Text is empty: say what happened")
    if len(line) > MAX_TEXT:
        raise InvalidRequest(
            f"Text has {len(line)} characters: at most {MAX_TEXT} are allowed"
        )
    return line
