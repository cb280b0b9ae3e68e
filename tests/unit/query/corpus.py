"""The expressions of `tests/data/expressions.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

_CORPUS = Path(__file__).parents[2] / "data" / "expressions.toml"


@dataclass(frozen=True)
class Refused:
    """An expression with a mistake; `position` is 1-based."""

    expression: str
    position: int
    length: int
    reason: str
    suggestion: str | None = None
    expects: tuple[str, ...] = ()
    recorded: bool = False


_tables = tomllib.loads(_CORPUS.read_text(encoding="utf-8"))

VALID: list[str] = _tables["valid"]
PARSE_FAILS = [Refused(**case) for case in _tables["parse_fails"]]
CHECK_FAILS = [Refused(**case) for case in _tables["check_fails"]]
FINDS: dict[str, list[str]] = _tables["finds"]
