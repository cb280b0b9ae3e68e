"""Does an answer hold what was recorded? Values of a case, and their matchers.

An expectation pins what it lists and no more. Members that begin with `$` are matchers;
the README beside the cases says what each means.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Any
Differences = Iterator[str]

TOLERANCE = 1e-3


class _Missing:
    def __repr__(self) -> str:
        return "nothing"


MISSING = _Missing()
"""The answer has no such member: for a recorded null that is as good as a null."""


@dataclass
class Moment:
    """What the values of a case are relative to.

    `base` is T, `now` the clock of the service, `saved` what earlier calls answered.
    """

    base: float
    now: Callable[[], float]
    saved: dict[str, Json] = field(default_factory=dict)

    def resolved(self, value: Json) -> Json:
        """An input or a document as plain JSON."""
        if isinstance(value, list):
            return [self.resolved(each) for each in value]
        if isinstance(value, dict):
            if len(value) == 1 and next(iter(value)).startswith("$"):
                return self._relative(*value.items())
            return {name: self.resolved(each) for name, each in value.items()}
        return value

    def _relative(self, value: tuple[str, Json]) -> Json:
        match value:
            case "$t", seconds:
                return _whole(self.base + seconds)
            case "$now", seconds:
                return self.now() + seconds
            case "$var", name:
                return self.saved[name]
            case "$tid", {"t": seconds, "tail": tail}:
                return f"1-{int(self.base + seconds):08x}-{tail}"
            case _:
                raise ValueError(f"{value} is no value of a case")


def _whole(seconds: float) -> float:
    return int(seconds) if seconds == int(seconds) else round(seconds, 6)


@dataclass(frozen=True)
class Matcher:
    """Compares within one answer, whose graph nodes `$ref` looks up."""

    moment: Moment
    answer: Json

    def differences(
        self, expected: Json, actual: Json, path: str = "answer"
    ) -> Differences:
        """Each place where the answer is not what was recorded; none when it holds."""
        match expected:
            case dict() if len(expected) == 1 and next(iter(expected)) in _MATCHERS:
                ((name, argument),) = expected.items()
                yield from _MATCHERS[name](self, argument, actual, path)
            case dict():
                yield from self._members(expected, actual, path)
            case list():
                yield from self._list(expected, actual, path)
            case None:
                if actual is not None and actual is not MISSING:
                    yield f"{path}: {actual!r} is not null"
            case _:
                if not _equal(expected, actual):
                    yield f"{path}: {actual!r} is not {expected!r}"

    def fits(self, expected: Json, actual: Json) -> bool:
        return next(self.differences(expected, actual), None) is None

    def _members(self, expected: Json, actual: Json, path: str) -> Differences:
        if not isinstance(actual, dict):
            yield f"{path}: {actual!r} is no object"
            return
        for name, each in expected.items():
            if name != "__type":  # the error's name, compared with the header
                found = actual.get(name, MISSING)
                yield from self.differences(each, found, f"{path}.{name}")

    def _list(self, expected: Json, actual: Json, path: str) -> Differences:
        if not isinstance(actual, list) or len(actual) != len(expected):
            yield f"{path}: not a list of {len(expected)}, but {actual!r}"
            return
        for index, (each, found) in enumerate(zip(expected, actual, strict=True)):
            yield from self.differences(each, found, f"{path}[{index}]")

    def unordered(self, expected: list[Json], actual: Json, path: str) -> Differences:
        if not isinstance(actual, list) or len(actual) != len(expected):
            yield f"{path}: not a list of {len(expected)}, but {actual!r}"
        elif not self._pairs(expected, actual):
            yield f"{path}: in no order does {actual!r} fit {expected!r}"

    def _pairs(self, expected: list[Json], actual: list[Json]) -> bool:
        if not expected:
            return True
        first, *others = expected
        return any(
            self.fits(first, each)
            and self._pairs(others, actual[:index] + actual[index + 1 :])
            for index, each in enumerate(actual)
        )

    def reference(self, expected: Json, actual: Json, path: str) -> Differences:
        nodes = [
            node
            for node in self.answer.get("Services", ())
            if self.fits(expected, node)
        ]
        if [actual] != [node.get("ReferenceId") for node in nodes]:
            yield f"{path}: {actual!r} is not the id of the node {expected!r}"

    def document(self, expected: Json, actual: Json, path: str) -> Differences:
        if isinstance(actual, str):
            yield from self.differences(expected, json.loads(actual), f"{path}.json")
        else:
            yield f"{path}: {actual!r} is no text"

    def whole_document(self, expected: Json, actual: Json, path: str) -> Differences:
        yield from self.document(expected, actual, path)
        if isinstance(actual, str):
            odd = json.loads(actual).keys() ^ expected.keys()
            if odd:
                yield f"{path}: one side only has {sorted(odd)}"


def _equal(expected: Json, actual: Json) -> bool:
    if _is_number(expected):
        return _is_number(actual) and abs(expected - actual) < TOLERANCE
    return type(expected) is type(actual) and bool(expected == actual)


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


Compare = Callable[[Matcher, Json, Json, str], Differences]


def _where(holds: Callable[[Matcher, Json, Json], bool], what: str) -> Compare:
    """A matcher that is one question about the value."""

    def compare(
        matcher: Matcher, argument: Json, actual: Json, path: str
    ) -> Differences:
        if not holds(matcher, argument, actual):
            yield f"{path}: {actual!r} is not {what} {argument!r}"

    return compare


def _resolving(name: str) -> Compare:
    def compare(
        matcher: Matcher, argument: Json, actual: Json, path: str
    ) -> Differences:
        expected = matcher.moment.resolved({name: argument})
        yield from matcher.differences(expected, actual, path)

    return compare


def _near(matcher: Matcher, argument: Json, actual: Json) -> bool:
    expected = matcher.moment.base + argument["t"]
    return _is_number(actual) and abs(actual - expected) <= argument["by"]


_MATCHERS: Mapping[str, Compare] = {
    "$t": _resolving("$t"),
    "$var": _resolving("$var"),
    "$tid": _resolving("$tid"),
    "$any": _where(lambda _, __, actual: actual is not MISSING, "present"),
    "$absent": _where(lambda _, __, actual: actual is MISSING, "absent"),
    "$null_or_absent": _where(
        lambda _, __, actual: actual in (None, MISSING, []), "null or absent"
    ),
    "$number": _where(lambda _, __, actual: _is_number(actual), "a number"),
    "$near": _where(_near, "near"),
    "$range": _where(
        lambda _, bounds, actual: (
            _is_number(actual) and bounds[0] <= actual <= bounds[1]
        ),
        "within",
    ),
    "$hex": _where(
        lambda _, length, actual: (
            isinstance(actual, str)
            and re.fullmatch(f"[0-9a-f]{{{length}}}", actual) is not None
        ),
        "hexadecimal of length",
    ),
    "$matches": _where(
        lambda _, pattern, actual: (
            isinstance(actual, str) and re.search(pattern, actual) is not None
        ),
        "a text like",
    ),
    "$oneof": _where(
        lambda matcher, choices, actual: any(
            matcher.fits(choice, actual) for choice in choices
        ),
        "one of",
    ),
    "$set": Matcher.unordered,
    "$ref": Matcher.reference,
    "$json": Matcher.document,
    "$json_exact": Matcher.whole_document,
}
