"""A fault, and the flagd file that holds one flag for each handler; standard library only.

The rate is flagd's own `fractional` targeting, not a number of ours: a flagd server, or
any OpenFeature provider, rolls the same dice from the same file. `fractional` without a
bucketing value hashes the flag's key with the request's targeting key, so two handlers
with a rate of 0.5 fail on different requests.

The file is also the user's to edit: a flag that a command does not change stays as it
was, and a file that cannot be read is complained of, not written over.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Flag = Mapping[str, Any]
"""One flag as the file spells it."""

SCHEMA = "https://flagd.dev/schema/v0/flags.json"
HEALTHY: Flag = {
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


class FlagFileError(ValueError):
    """A flag file that cannot be read; the text says which, where and why."""


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
    delay_s, status = variant.get("delay_s"), variant.get("status")
    return Fault(
        # Also as text: the file can be written by hand.
        delay_s=None if delay_s is None else float(delay_s),
        status=None if status is None else int(status),
        exception=variant.get("exception"),
        message=variant.get("message"),
        rate=rate,
    )


def load(path: Path) -> dict[str, Flag]:
    """The file's flags; none when there is no file yet.

    Raises:
        FlagFileError: when the file is not JSON, or holds no flags.
    """
    if not path.exists():
        return {}
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as reason:
        raise FlagFileError(f"{path} is not JSON: {reason}") from None
    flags = document.get("flags") if isinstance(document, dict) else None
    if not isinstance(flags, dict):
        raise FlagFileError(f"{path} has no flags")
    return flags


def faults_of(flags: Mapping[str, Flag]) -> dict[str, Fault]:
    """The faults in force, by handler.

    Raises:
        FlagFileError: when a flag is no flag, or is one that only flagd can evaluate.
    """
    faults = {handler: _fault_of(handler, flag) for handler, flag in flags.items()}
    return {handler: fault for handler, fault in faults.items() if fault}


def _fault_of(handler: str, flag: Flag) -> Fault | None:
    try:
        if flag["state"] != "ENABLED":
            return None
        variants = flag["variants"]
        faults = [
            to_fault(variants[name], share)
            for name, share in _shares(flag).items()
            if variants[name] and share
        ]
    except (AttributeError, KeyError, TypeError, ValueError) as reason:
        raise FlagFileError(
            f"{handler} cannot be read ({type(reason).__name__}: {reason}); its targeting "
            'can be none, or {"fractional": [["on", 1], ["off", 3]]}'
        ) from None
    if len(faults) > 1:
        raise FlagFileError(f"{handler} has two faults, and a handler can have one")
    return faults[0] if faults else None


def _shares(flag: Flag) -> dict[str, float]:
    """Variant -> the share of the requests that get it."""
    targeting = flag.get("targeting")
    if not targeting:
        return {flag["defaultVariant"]: 1.0}
    # Before the variants there may be what to hash; a weight left out is 1.
    weights = {
        variant[0]: float(variant[1]) if len(variant) > 1 else 1.0
        for variant in targeting["fractional"]
        if isinstance(variant, list)
    }
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items() if weight}


def write(path: Path, handlers: Iterable[str], faults: Mapping[str, Fault]) -> None:
    """Every handler's flag: with its fault, or healthy."""
    broken = {handler: to_flag(fault) for handler, fault in faults.items()}
    save(path, dict.fromkeys(handlers, HEALTHY) | broken)


def save(path: Path, flags: Mapping[str, Flag]) -> None:
    """Put a file of these flags in the place of the old one.

    A reader sees the old file or the new one, never half of one: the new one is written
    beside it and renamed over it. Mount the directory, not the file, into a container:
    a bind-mounted file would go on showing the old one.
    """
    text = json.dumps({"$schema": SCHEMA, "flags": flags}, indent=2) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(beside).chmod(0o644)  # the mesh in a container is another user
    Path(beside).replace(path)
