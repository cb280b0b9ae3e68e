"""Markers: what somebody did at a moment, to be seen beside what the traces show then."""

from __future__ import annotations

from enum import Enum

import msgspec


class MarkerKind(Enum):
    NOTE = "note"
    DEPLOY = "deploy"
    FAULT_ON = "fault-on"
    FAULT_OFF = "fault-off"


class Marker(msgspec.Struct, frozen=True, array_like=True):
    """`at` in epoch seconds: when it happened, not when it was told."""

    id: str
    at: float
    kind: MarkerKind
    text: str
