"""X-Ray's operations, shapes and limits, read from botocore's own service model.

Requests are checked against the very file that the clients are made from, so no name and
no limit is typed here by hand. Only the file is read: importing botocore itself would
triple the time that X-Ray Local needs to start. The texts of the refusals are those of
the service's front end.
"""

from __future__ import annotations

import gzip
import importlib.util
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from xray_local.errors import SerializationFailed, ValidationFailed
from xray_local.wire.timestamps import seconds_from

Json = dict[str, Any]
Shape = dict[str, Any]

_MODEL = "data/xray/2016-04-12/service-2.json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its name, the path it is posted to, its two shapes."""

    name: str
    path: str
    input_shape: str
    output_shape: str


class ServiceModel:
    """The operations by path, and the check of a request's members."""

    def __init__(self, document: Json) -> None:
        self._shapes: dict[str, Shape] = document["shapes"]
        self.operations = tuple(
            Operation(
                name=name,
                path=raw["http"]["requestUri"],
                input_shape=raw["input"]["shape"],
                output_shape=raw["output"]["shape"],
            )
            for name, raw in document["operations"].items()
        )
        self._by_path = {operation.path: operation for operation in self.operations}
        self._by_name = {operation.name: operation for operation in self.operations}

    def at(self, path: str) -> Operation | None:
        return self._by_path.get(path)

    def named(self, name: str) -> Operation:
        """Raises KeyError for a name that the model does not have."""
        return self._by_name[name]

    def checked(self, operation: Operation, members: Json) -> Json:
        """The request's members, timestamps as epoch seconds, unknown ones dropped.

        Raises SerializationFailed for a JSON value of the wrong kind, ValidationFailed
        for required members, lengths, ranges, patterns and enumerations.
        """
        breaches: list[str] = []
        read = self._read(operation.input_shape, members, "", breaches)
        if breaches:
            noun = "error" if len(breaches) == 1 else "errors"
            listed = "; ".join(breaches)
            raise ValidationFailed(
                f"{len(breaches)} validation {noun} detected: {listed}"
            )
        checked: Json = read
        return checked

    def completed(self, operation: Operation, members: Json) -> Json:
        """An answer in which every member that is not set is an explicit null.

        In alphabetical order, as the service prints its answers.
        """
        named = self._shapes[operation.output_shape].get("members", {})
        return {
            name: members.get(name)
            for name in sorted({*named, *members})
            if name in members or name not in _LEFT_OUT
        }

    def _read(self, name: str, value: Any, path: str, breaches: list[str]) -> Any:
        shape = self._shapes[name]
        match shape["type"]:
            case "structure":
                return self._structure(shape, value, path, breaches)
            case "list":
                return self._list(shape, value, path, breaches)
            case "map":
                return self._map(shape, value, path, breaches)
            case "timestamp":
                return seconds_from(value)
            case kind:
                read = _scalar(kind, value)
                breaches.extend(_breaches(shape, read, path))
                return read

    def _structure(
        self, shape: Shape, value: Any, path: str, breaches: list[str]
    ) -> Json:
        if not isinstance(value, dict):
            raise SerializationFailed(f"{_token(value)} can not be converted to a map")
        read: Json = {}
        required = shape.get("required", ())
        for member, reference in shape.get("members", {}).items():
            below = f"{path}.{_camel(member)}" if path else _camel(member)
            if value.get(member) is not None:
                read[member] = self._read(
                    reference["shape"], value[member], below, breaches
                )
            elif member in required:
                breaches.append(_breach(None, below, "Member must not be null"))
        return read

    def _list(
        self, shape: Shape, value: Any, path: str, breaches: list[str]
    ) -> list[Any]:
        if not isinstance(value, list):
            raise SerializationFailed(f"{_token(value)} can not be converted to a list")
        of_members: list[str] = []
        member = shape["member"]["shape"]
        if self._shapes[member] == _ANY_TEXT and set(map(type, value)) <= {str}:
            read = value  # segment documents: looking at each is work for nothing
        else:
            read = [
                self._read(member, each, f"{path}.{index}.member", of_members)
                for index, each in enumerate(value, start=1)
            ]
        breaches += _breaches(shape, read, path) + of_members
        return read

    def _map(self, shape: Shape, value: Any, path: str, breaches: list[str]) -> Json:
        if not isinstance(value, dict):
            raise SerializationFailed(f"{_token(value)} can not be converted to a map")
        of_members: list[str] = []
        member = shape["value"]["shape"]
        read = {
            key: self._read(member, each, f"{path}.{key}", of_members)
            for key, each in value.items()
        }
        breaches += _breaches(shape, read, path)
        key_shape = self._shapes[shape["key"]["shape"]]
        if any(_breaches(key_shape, key, path) for key in value):
            breaches.append(_breach(read, path, _of_keys(key_shape)))
        breaches += of_members
        return read


@cache
def service_model() -> ServiceModel:
    """X-Ray's model as the installed botocore ships it."""
    found = importlib.util.find_spec("botocore")
    if (
        found is None or found.origin is None
    ):  # pragma: no cover - a declared dependency
        raise ModuleNotFoundError("botocore is missing: pip install botocore")
    plain = Path(found.origin).parent / _MODEL
    if plain.exists():
        return ServiceModel(msgspec.json.decode(plain.read_bytes()))
    with gzip.open(f"{plain}.gz") as packed:
        return ServiceModel(msgspec.json.decode(packed.read()))


_ANY_TEXT = {"type": "string"}
"""The shape of texts without limits."""

_LEFT_OUT = {"UnprocessedBoostStatistics"}
"""Members that the service does not name at all where they are not set."""

_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int, float),
    "long": (int, float),
    "double": (int, float),
    "float": (int, float),
}
_INTEGER_BITS = {"integer": 31, "long": 63}
"""Beside the sign."""

_KIND_NAMES = {"string": "String", "boolean": "Boolean", "double": "Double"}


def _scalar(kind: str, value: Any) -> Any:
    fits = isinstance(value, _KINDS[kind])
    if not fits or (isinstance(value, bool) and kind != "boolean"):
        wanted = _KIND_NAMES.get(kind, kind.capitalize())
        raise SerializationFailed(f"{_token(value)} can not be converted to a {wanted}")
    if kind in _INTEGER_BITS:
        whole = int(value)  # fractions are cut, as in the service
        if not -1 <= whole >> _INTEGER_BITS[kind] <= 0:
            raise SerializationFailed(f"{_token(value)} is out of range of {kind}")
        return whole
    if kind in ("double", "float"):
        return _double(kind, value)
    return value


def _double(kind: str, value: float) -> float:
    """Whole numbers stay whole, as they are printed; but none is beyond a double."""
    try:
        float(value)
    except OverflowError as error:
        raise SerializationFailed(
            f"{_token(value)} is out of range of {kind}"
        ) from error
    return value


def _token(value: Any) -> str:
    """What the service's JSON reader calls such a value."""
    match value:
        case bool():
            return "TRUE_VALUE" if value else "FALSE_VALUE"
        case int() | float():
            return "NUMBER_VALUE"
        case str():
            return "STRING_VALUE"
        case list():
            return "START_ARRAY"
        case dict():
            return "START_OBJECT"
        case _:
            return "NULL_VALUE"


def _breaches(shape: Shape, value: Any, path: str) -> list[str]:
    found = [
        _breach(value, path, f"Member must have {what} {than} or equal to {bound}")
        for what, than, bound in _outside(shape, value)
    ]
    pattern = shape.get("pattern")
    if pattern and not re.fullmatch(pattern, value):
        text = f"Member must satisfy regular expression pattern: {pattern}"
        found.append(_breach(value, path, text))
    allowed = shape.get("enum")
    if allowed and value not in allowed:
        text = f"Member must satisfy enum value set: [{', '.join(allowed)}]"
        found.append(_breach(value, path, text))
    return found


def _outside(shape: Shape, value: Any) -> list[tuple[str, str, Any]]:
    counted = isinstance(value, (str, list, dict))
    size = len(value) if counted else value
    what = "length" if counted else "value"
    outside = []
    if "min" in shape and size < shape["min"]:
        outside.append((what, "greater than", shape["min"]))
    if "max" in shape and size > shape["max"]:
        outside.append((what, "less than", shape["max"]))
    return outside


def _breach(value: Any, path: str, constraint: str) -> str:
    shown = "null" if value is None else f"'{_shown(value)}'"
    return f"Value {shown} at '{path}' failed to satisfy constraint: {constraint}"


def _of_keys(shape: Shape) -> str:
    limits = [
        f"Member must have length {than} or equal to {shape[bound]}"
        for bound, than in (("max", "less than"), ("min", "greater than"))
        if bound in shape
    ]
    return f"Map keys must satisfy constraint: [{', '.join(limits)}]"


def _shown(value: Any) -> str:
    """As the service's Java prints it."""
    match value:
        case dict():
            pairs = (f"{name}={_shown(each)}" for name, each in value.items())
            return f"{{{', '.join(pairs)}}}"
        case list():
            return f"[{', '.join(map(_shown, value))}]"
        case _:
            return str(value)


def _camel(member: str) -> str:
    return member[0].lower() + member[1:]
