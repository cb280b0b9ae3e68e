"""Recorded requests and answers of the real service, read from tests/data/conformance.

The format is described in that folder's README.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "data" / "conformance"

Json = Any


@dataclass(frozen=True)
class Call:
    """One request and what must be true of its answer.

    `at` is the time at which it is made, where the case rules the clock; `save` names
    members of the answer that later calls use; `raw` is the answer's body, byte for byte.
    """

    operation: str
    input: Json
    status: int
    output: Json
    path: str | None = None
    at: Json = None
    save: Mapping[str, str] = field(default_factory=dict)
    raw: str | None = None


@dataclass(frozen=True)
class Case:
    name: str
    calls: tuple[Call, ...]
    documents: tuple[Json, ...]
    clock: str | None
    base_multiple: int
    account: str | None
    region: str | None
    destination: str | None


def load_cases() -> list[Case]:
    return [
        _case(raw)
        for path in sorted(FOLDER.glob("*.json"))
        for raw in json.loads(path.read_text())
    ]


def load_reasons() -> dict[str, str]:
    """Case name -> why X-Ray Local answers otherwise."""
    reasons: dict[str, str] = tomllib.loads((FOLDER / "reasons.toml").read_text())
    return reasons


def _case(raw: dict[str, Json]) -> Case:
    return Case(
        name=raw["name"],
        calls=tuple(_call(each) for each in raw["calls"]),
        documents=tuple(raw["documents"]),
        clock=raw.get("clock"),
        base_multiple=raw.get("base_multiple", 1),
        account=raw.get("account"),
        region=raw.get("region"),
        destination=raw.get("requires", {}).get("trace_segment_destination"),
    )


def _call(raw: dict[str, Json]) -> Call:
    known = ("operation", "input", "status", "output", "path", "at", "save", "raw")
    return Call(**{name: raw[name] for name in known if name in raw})
