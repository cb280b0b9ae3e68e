"""Markers as JSON: `{"Text": "v2 is out", "Kind": "deploy", "Time": 1700000000}`."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

from xray_local.errors import InvalidRequest
from xray_local.model.marker import Marker, MarkerKind

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToldMarker:
    """What was asked to be marked; `at` is None for now."""

    text: str
    kind: MarkerKind
    at: float | None


def marker_from(members: Json) -> ToldMarker:
    """Raises InvalidRequest, which names the member and what it may be."""
    unknown = members.keys() - {"Text", "Kind", "Time"}
    if unknown:
        raise InvalidRequest(
            f"{sorted(unknown)[0]!r} is no member of a marker: give Text, Kind and Time"
        )
    text = members.get("Text")
    if not isinstance(text, str):
        raise InvalidRequest("Text must be a text: say what happened")
    return ToldMarker(text, _kind(members.get("Kind")), _time(members.get("Time")))


def marker_members(marker: Marker) -> Json:
    return {
        "Id": marker.id,
        "Time": marker.at,
        "Kind": marker.kind.value,
        "Text": marker.text,
    }


def _kind(told: Any) -> MarkerKind:
    if told is None:
        return MarkerKind.NOTE
    for kind in MarkerKind:
        if told == kind.value:
            return kind
    allowed = ", ".join(kind.value for kind in MarkerKind)
    raise InvalidRequest(f"Kind must be one of {allowed}")


def _time(told: Any) -> float | None:
    if told is None:
        return None
    if isinstance(told, (int, float)) and not isinstance(told, bool):
        try:
            moment = float(told)
        except OverflowError:
            moment = float("inf")
        if isfinite(moment):
            return moment
    raise InvalidRequest("Time must be epoch seconds, such as 1700000000.5")
