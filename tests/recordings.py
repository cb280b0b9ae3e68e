"""How an answer is compared with a recorded one.

Only what a recording names is compared. `{"$t": s}` is s seconds after the case's time;
the other matchers are in `_MATCHERS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_ABSENT = object()


def filled(recorded: Any, base: float, saved: Mapping[str, Any]) -> Any:
    """A recorded request with its times and saved values filled in."""
    match recorded:
        case {"$t": seconds}:
            return base + seconds
        case {"$var": name}:
            return saved[name]
        case dict():
            return {key: filled(each, base, saved) for key, each in recorded.items()}
        case list():
            return [filled(each, base, saved) for each in recorded]
        case _:
            return recorded


Matcher = Callable[[Any, Any, float], bool]
"""Takes the matcher's argument, what was answered, and the case's time."""

_MATCHERS: dict[str, Matcher] = {
    "$absent": lambda _, answered, base: answered is _ABSENT,
    "$number": lambda _, answered, base: isinstance(answered, int | float),
    "$t": lambda seconds, answered, base: answered == base + seconds,
    "$near": lambda at, answered, base: abs(answered - base - at["t"]) <= at["by"],
    "$range": lambda bounds, answered, base: bounds[0] <= answered <= bounds[1],
    "$matches": lambda pattern, answered, base: bool(re.search(pattern, answered)),
}


def differences(
    recorded: Any, answered: Any, base: float, path: str = "answer"
) -> Iterator[str]:
    """Where the answer is not as recorded; None is as good as absent."""
    if isinstance(recorded, dict) and not _MATCHERS.keys().isdisjoint(recorded):
        [(name, argument)] = recorded.items()
        fits = _MATCHERS[name](argument, answered, base)
    elif isinstance(recorded, dict | list):
        yield from _inside(recorded, answered, base, path)
        return
    elif recorded is None:
        fits = answered is None or answered is _ABSENT
    else:
        booleans = isinstance(recorded, bool), isinstance(answered, bool)
        fits = answered == recorded and booleans[0] is booleans[1]
    if not fits:
        yield f"{path} is {answered!r} and not {recorded!r}"


def _inside(recorded: Any, answered: Any, base: float, path: str) -> Iterator[str]:
    if isinstance(recorded, list):
        if not isinstance(answered, list) or len(recorded) != len(answered):
            yield f"{path} is {answered!r}: not {len(recorded)} elements"
            return
        for index, (one, other) in enumerate(zip(recorded, answered, strict=True)):
            yield from differences(one, other, base, f"{path}[{index}]")
        return
    if not isinstance(answered, dict):
        yield f"{path} is {answered!r} and no object"
        return
    for name, each in recorded.items():
        found = answered.get(name, _ABSENT)
        yield from differences(each, found, base, f"{path}.{name}")
