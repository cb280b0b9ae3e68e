"""From a segment document's bytes to an accepted value, or to X-Ray's reason why not.

Nearly every document takes the fast path: one typed decode and a few comparisons. What
that refuses is read again as plain JSON and judged field by field in X-Ray's order: it is
either rejected with the service's code, or cleaned of what the service drops silently
(`subsegments` that is no list, a string where a flag belongs) and taken after all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from xray_local.errors import DocumentRejected
from xray_local.model.ids import is_entity_id, is_trace_id
from xray_local.model.segment import (
    Aws,
    Cause,
    Ec2,
    Http,
    HttpRequest,
    HttpResponse,
    Link,
    LinkAttributes,
    Received,
    Segment,
    ThrownException,
    decode_accepted,
)
from xray_local.wire.whole import is_doubtful, read_whole

MAX_DOCUMENT_BYTES = 64 * 1024
"""docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html"""

MAX_DEPTH = 128
"""Levels of nested subsegments; X-Ray names no limit, real documents have under ten."""

MAX_NAME = 200

MAX_TIME = 1e11
"""Epoch seconds (the year 5138). Milliseconds, a frequent mistake, lie beyond; X-Ray's
own answer to them is not known, ours names the member."""

_Parts = dict[str, tuple[type[msgspec.Struct], dict[str, Any]]]
_TIMES = {"start_time": "InvalidStartTime", "end_time": "InvalidEndTime"}
_ROOT_TYPES = (None, "segment", "subsegment")
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def accept(document: bytes, received_at: float) -> Received:
    """The document as a value; raises DocumentRejected with X-Ray's ErrorCode."""
    if len(document) > MAX_DOCUMENT_BYTES:
        raise DocumentRejected("SegmentTooLarge")
    try:
        document.decode()  # members that the typed decode skips must be readable too
        segment = decode_accepted(document)
    except _UNREADABLE:
        return _accept_slowly(document, received_at)
    if is_doubtful(document):
        read_whole(document)
    if not _is_sound(segment):
        return _accept_slowly(document, received_at)
    return Received(segment, document, received_at)


def _is_sound(segment: Segment) -> bool:
    """Whether the fast path may take it; anything doubtful is judged slowly."""
    if (
        segment.type not in _ROOT_TYPES
        or not is_trace_id(segment.trace_id)
        or (segment.type == "subsegment" and segment.parent_id is None)
    ):
        return False
    level: Sequence[Segment] = (segment,)
    for _ in range(MAX_DEPTH):
        below: list[Segment] = []
        for entity in level:
            if not _is_sound_entity(entity):
                return False
            below += entity.subsegments
        if not below:
            return True
        level = below
    return False


def _is_sound_entity(entity: Segment) -> bool:
    parent_id, end_time = entity.parent_id, entity.end_time
    return (
        entity.in_progress is (end_time is None)
        and len(entity.name) <= MAX_NAME
        and is_entity_id(entity.id)
        and (parent_id is None or is_entity_id(parent_id))
        and 0 <= entity.start_time <= MAX_TIME
        and (end_time is None or 0 <= end_time <= MAX_TIME)
    )


def _accept_slowly(document: bytes, received_at: float) -> Received:
    raw = read_whole(document)
    if not isinstance(raw, dict):
        raise DocumentRejected("ParseError")
    _judge_root(raw)
    cleaned = _cleaned_entity(raw, _text(raw.get("id")))
    encoded = msgspec.json.encode(cleaned)
    return Received(decode_accepted(encoded), encoded, received_at)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _judge_root(raw: dict[str, Any]) -> None:
    """X-Ray's checks of a top-level document, in its order."""
    segment_id = _text(raw.get("id"))
    if raw.get("type") not in _ROOT_TYPES:
        raise DocumentRejected("UnknownType", segment_id=segment_id)
    code = (
        _identity_fault(raw)
        or _trace_id_fault(raw)
        or _time_fault(raw, "Segment" if raw.get("type") is None else _kind(raw))
        or _parent_fault(raw)
    )
    if code:
        raise DocumentRejected(code, segment_id=segment_id)


def _kind(raw: dict[str, Any]) -> str:
    return "Subsegment" if raw.get("type") == "subsegment" else "Segment"


def _identity_fault(raw: dict[str, Any]) -> str | None:
    entity_id = raw.get("id")
    if not entity_id:
        return "MissingId"
    if not isinstance(entity_id, str) or not is_entity_id(entity_id):
        return "InvalidId"
    return None if _text(raw.get("name")) else "MissingName"


def _trace_id_fault(raw: dict[str, Any]) -> str | None:
    trace_id = raw.get("trace_id")
    if not trace_id:
        return "MissingTraceId"
    if not isinstance(trace_id, str) or not is_trace_id(trace_id):
        return "InvalidTraceId"
    return None


def _time_fault(raw: dict[str, Any], kind: str) -> str | None:
    if not _is_number(raw.get("start_time")):
        return "MissingStartTime"
    ended = _is_number(raw.get("end_time"))
    for member, code in _TIMES.items():
        if _is_number(raw.get(member)) and not 0 <= raw[member] <= MAX_TIME:
            return code
    if raw.get("in_progress") is True:
        return f"InProgress{kind}HasEndTime" if ended else None
    return None if ended else "MissingEndTime"


def _parent_fault(raw: dict[str, Any]) -> str | None:
    parent_id = raw.get("parent_id")
    if not parent_id:
        return "MissingParentId" if raw.get("type") == "subsegment" else None
    if not isinstance(parent_id, str) or not is_entity_id(parent_id):
        return "InvalidParentId"
    return None


def _cleaned_entity(
    raw: dict[str, Any], root_id: str | None, depth: int = 0
) -> dict[str, Any]:
    """The entity without what X-Ray drops; raises where an embedded child is bad."""
    if depth >= MAX_DEPTH:
        raise DocumentRejected("ParseError", segment_id=root_id)
    kept = _fitting(raw, Segment)
    kept["name"] = raw["name"][:MAX_NAME]
    for member, clean in _CLEANERS.items():
        if member in raw:
            kept[member] = clean(raw[member])
    children = raw.get("subsegments")
    if isinstance(children, list):
        kept["subsegments"] = [
            _cleaned_child(child, root_id, depth + 1) for child in children
        ]
    else:
        kept.pop("subsegments", None)
    return kept


def _cleaned_child(raw: Any, root_id: str | None, depth: int) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise DocumentRejected(
            "ParseError",
            segment_id=root_id,
            message="Invalid entity. ErrorCode: ParseError",
        )
    code = _identity_fault(raw) or _time_fault(raw, "Subsegment")
    if code:
        raise DocumentRejected(
            code,
            segment_id=root_id,
            message=f"Invalid subsegment. ErrorCode: {code}, Cause: null",
        )
    return _cleaned_entity(raw, root_id, depth)


def _fitting(raw: dict[str, Any], shape: type[msgspec.Struct]) -> dict[str, Any]:
    """All members but those whose value does not fit the shape."""
    kept = dict(raw)
    for field in msgspec.structs.fields(shape):
        name = field.encode_name
        if name not in kept or name == "subsegments":
            continue
        try:
            msgspec.convert(kept[name], field.type)
        except msgspec.ValidationError:
            del kept[name]
    return kept


def _cleaned_parent(raw: Any) -> Any:
    return raw if isinstance(raw, str) and is_entity_id(raw) else None


def _cleaned_http(raw: Any) -> Any:
    return _cleaned_struct(
        raw, Http, {"request": (HttpRequest, {}), "response": (HttpResponse, {})}
    )


def _cleaned_aws(raw: Any) -> Any:
    return _cleaned_struct(raw, Aws, {"ec2": (Ec2, {})})


def _cleaned_struct(
    raw: Any,
    shape: type[msgspec.Struct],
    parts: _Parts,
) -> Any:
    if not isinstance(raw, dict):
        return None
    cleaned = {
        name: _cleaned_struct(raw[name], part, below)
        for name, (part, below) in parts.items()
        if name in raw
    }
    return _fitting(raw | cleaned, shape)


def _cleaned_cause(raw: Any) -> Any:
    if isinstance(raw, str):
        return raw
    if not isinstance(raw, dict):
        return None
    exceptions = raw.get("exceptions")
    if isinstance(exceptions, list):
        raw = raw | {
            "exceptions": [
                _fitting(thrown, ThrownException)
                for thrown in exceptions
                if isinstance(thrown, dict)
            ]
        }
    return _fitting(raw, Cause)


def _cleaned_links(raw: Any) -> list[Any]:
    """Those that say which trace they mean."""
    parts: _Parts = {"attributes": (LinkAttributes, {})}
    links = raw if isinstance(raw, list) else []
    cleaned = [_cleaned_struct(link, Link, parts) for link in links]
    return [link for link in cleaned if link and "trace_id" in link]


def _cleaned_annotations(raw: Any) -> dict[str, Any]:
    """Values that are no scalar are dropped, as the service does."""
    if not isinstance(raw, dict):
        return {}
    return {
        key: value
        for key, value in raw.items()
        if isinstance(value, (str, bool, int, float))
    }


_CLEANERS = {
    "parent_id": _cleaned_parent,
    "http": _cleaned_http,
    "aws": _cleaned_aws,
    "cause": _cleaned_cause,
    "annotations": _cleaned_annotations,
    "links": _cleaned_links,
}
