"""A fault, and the flagd file that holds one flag for each handler; standard library only.

The rate is flagd's own `fractional` targeting, not a number of ours: a flagd server, or
any OpenFeature provider, rolls the same dice from the same file. `fractional` without a
bucketing value hashes the flag's key with the request's targeting key, so two handlers
with a rate of 0.5 fail on different requests.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = "https://flagd.dev/schema/v0/flags.json"
HEALTHY: Mapping[str, Any] = {
    "state": "ENABLED",
    "variants": {"off": {}},
    "defaultVariant": "off",
}
WEIGHT = 10_000
"""Weights are whole numbers in flagd's format, so a rate has four decimals."""

EXCEPTIONS = (
    "ArithmeticError",
    "ConnectionError",
    "KeyError",
    "LookupError",
    "MemoryError",
    "OSError",
    "PermissionError",
    "RuntimeError",
    "TimeoutError",
    "TypeError",
    "ValueError",
    "ZeroDivisionError",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a handler does wrong. The parts add up: it can be slow and then fail."""

    delay_s: float | None = None
    status: int | None = None
    exception: str | None = None
    message: str | None = None
    rate: float = 1.0

    def __str__(self) -> str:
        parts = [
            f"delay {self.delay_s:g}s" if self.delay_s else "",
            f"status {self.status}" if self.status else "",
            f"exception {self.exception}" if self.exception else "",
        ]
        return ", ".join(part for part in parts if part)


def to_flag(fault: Fault) -> dict[str, Any]:
    on = {
        "delay_s": fault.delay_s,
        "status": fault.status,
        "exception": fault.exception,
        "message": fault.message,
    }
    flag: dict[str, Any] = {
        "state": "ENABLED",
        "variants": {
            "off": {},
            "on": {key: value for key, value in on.items() if value is not None},
        },
        "defaultVariant": "on",
    }
    if fault.rate < 1:
        weight = round(fault.rate * WEIGHT)
        flag["targeting"] = {"fractional": [["on", weight], ["off", WEIGHT - weight]]}
    return flag


def to_fault(variant: Mapping[str, Any], rate: float = 1.0) -> Fault | None:
    """The fault that a variant describes; None when the variant is `off`."""
    if not variant:
        return None
    return Fault(
        delay_s=variant.get("delay_s"),
        status=variant.get("status"),
        exception=variant.get("exception"),
        message=variant.get("message"),
        rate=rate,
    )


def read(path: Path) -> dict[str, Fault]:
    """The faults in force by handler; none when there is no file yet."""
    if not path.exists():
        return {}
    faults = {}
    for handler, flag in json.loads(path.read_text(encoding="utf-8"))["flags"].items():
        fault = to_fault(flag["variants"].get("on", {}), _rate(flag))
        if fault:
            faults[handler] = fault
    return faults


def write(path: Path, handlers: Iterable[str], faults: Mapping[str, Fault]) -> None:
    """Write every handler's flag.

    A reader sees the old file or the new one, never half of one: the new one is written
    beside it and renamed over it. Mount the directory, not the file, into a container:
    a bind-mounted file would go on showing the old one.
    """
    flags = {
        handler: to_flag(faults[handler]) if handler in faults else dict(HEALTHY)
        for handler in handlers
    }
    text = json.dumps({"$schema": SCHEMA, "flags": flags}, indent=2) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(beside).chmod(0o644)  # the mesh in a container is another user
    Path(beside).replace(path)


def _rate(flag: Mapping[str, Any]) -> float:
    targeting = flag.get("targeting")
    if not targeting:
        return 1.0
    return float(dict(targeting["fractional"])["on"]) / WEIGHT
