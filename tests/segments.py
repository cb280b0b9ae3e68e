"""Segment documents for tests, named after what they are in the mesh."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

T = 1_700_000_000.0
"""A whole second that every test may count from."""


def a_trace_id() -> str:
    return f"1-{int(T):08x}-{secrets.token_hex(12)}"


def an_id() -> str:
    return secrets.token_hex(8)


def a_segment(name: Any = "names", **members: Any) -> dict[str, Any]:
    """A complete segment of one second from T; None takes a member out."""
    segment = {
        "name": name,
        "id": an_id(),
        "trace_id": a_trace_id(),
        "start_time": T,
        "end_time": T + 1.0,
    } | members
    return {key: value for key, value in segment.items() if value is not None}


def a_subsegment(name: Any = "adjective-4", **members: Any) -> dict[str, Any]:
    """An embedded subsegment, half a second inside the segment."""
    subsegment = {
        "name": name,
        "id": an_id(),
        "start_time": T + 0.25,
        "end_time": T + 0.75,
    } | members
    return {key: value for key, value in subsegment.items() if value is not None}


def as_bytes(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document).encode()


def a_datagram(document: Mapping[str, Any]) -> bytes:
    return b'{"format":"json","version":1}\n' + as_bytes(document)
