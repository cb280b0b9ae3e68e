"""Valid documents, and what a broken or hostile sender makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.segments import T

Json = dict[str, Any]

TRACE_IDS = [f"1-{int(T):08x}-{number:024x}" for number in range(3)]
# So few that entities meet, replace and contain one another.
ENTITY_IDS = st.sampled_from([f"{number:016x}" for number in range(1, 6)])
NAMES = st.sampled_from(["names", "adjective-4", "n" * 300, "a\x00b", '"\\', "é😀"])
MOMENTS = st.sampled_from([0, T, T + 0.25, T + 1, T + 61, 1e11, int(T), 5e-324])
TEXTS = st.one_of(
    NAMES,
    st.text(max_size=8),
    st.sampled_from(["", "\x00\x1f\x7f", "GET", "http://[::", "\u2028", "x" * 5000]),
)
NUMBERS = st.sampled_from(
    [0, -1, 200, 599, 2**31, 2**63, -(2**63) - 1, 2**64, 10**308, 1e308, -0.0, 5e-324]
)
KEYS = st.sampled_from(["k", "my.key", "", "\x00", "é", "default"])


def pure(depth: int) -> Any:
    """Lists and objects by turns, that deep."""
    value: Any = 1
    for level in range(depth):
        value = [value] if level % 2 else {"k": value}
    return value


ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS | st.builds(pure, st.integers(0, 400)),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=5,
)
EXCEPTIONS = st.fixed_dictionaries(
    {"id": ENTITY_IDS}, optional={"message": TEXTS, "type": TEXTS, "stack": ANYTHING}
)
MEMBERS: dict[str, st.SearchStrategy[Any]] = {
    "fault": st.booleans(),
    "error": st.booleans(),
    "throttle": st.booleans(),
    "namespace": st.sampled_from(["aws", "remote", "local", "other"]),
    "user": TEXTS,
    "origin": st.sampled_from(["AWS::EC2::Instance", "AWS::Lambda"]),
    "resource_arn": TEXTS,
    "annotations": st.dictionaries(KEYS, st.booleans() | NUMBERS | TEXTS, max_size=3),
    "metadata": st.dictionaries(KEYS, ANYTHING, max_size=2),
    "http": st.fixed_dictionaries(
        {},
        optional={
            "request": st.fixed_dictionaries(
                {}, optional={"url": TEXTS, "method": TEXTS, "client_ip": TEXTS}
            ),
            "response": st.fixed_dictionaries({"status": NUMBERS}),
        },
    ),
    "aws": st.fixed_dictionaries(
        {},
        optional={
            "operation": TEXTS,
            "table_name": TEXTS,
            "queue_url": TEXTS,
            "function_name": TEXTS,
            "ec2": st.fixed_dictionaries({"instance_id": TEXTS}),
        },
    ),
    "cause": ENTITY_IDS
    | st.fixed_dictionaries(
        {"exceptions": st.lists(EXCEPTIONS, max_size=2)}, optional={"paths": ANYTHING}
    ),
    "sql": ANYTHING,
    "links": ANYTHING,
    "service": ANYTHING,
}


@st.composite
def entities(draw: st.DrawFn, depth: int = 2) -> Json:
    """What a segment and a subsegment have in common; times in any order."""
    chosen = draw(st.lists(st.sampled_from(sorted(MEMBERS)), max_size=5, unique=True))
    entity = {name: draw(MEMBERS[name]) for name in chosen}
    entity |= {"id": draw(ENTITY_IDS), "name": draw(NAMES)}
    entity["start_time"] = draw(MOMENTS)
    if draw(st.integers(0, 3)):
        entity["end_time"] = draw(MOMENTS)
    else:
        entity["in_progress"] = True
    if depth:
        entity["subsegments"] = draw(st.lists(entities(depth - 1), max_size=2))
    return entity


@st.composite
def valid_documents(draw: st.DrawFn) -> Json:
    document = draw(entities()) | {"trace_id": draw(st.sampled_from(TRACE_IDS))}
    parent = draw(st.none() | ENTITY_IDS)
    if parent is not None:
        document["parent_id"] = parent
        document |= draw(st.sampled_from([{}, {"type": "subsegment"}]))
    return document


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with every key or index in it."""
    pending = [value]
    while pending:
        container = pending.pop()
        keys = container if isinstance(container, dict) else range(len(container))
        for key in keys:
            yield container, key
            if isinstance(container[key], (dict, list)):
                pending.append(container[key])


@st.composite
def mutated(draw: st.DrawFn, document: Json) -> Json:
    """Members dropped, retyped, nested and moved, in place of some of its own."""
    for _ in range(draw(st.integers(0, 3))):
        container, key = draw(st.sampled_from(list(places(document))))
        match draw(st.sampled_from(["drop", "retype", "nest", "move"])):
            case "drop":
                del container[key]
            case "retype":
                container[key] = draw(ANYTHING)
            case "nest":
                container[key] = {"subsegments": [container[key]]}
            case "move" if isinstance(container, dict):
                container[draw(st.sampled_from(["id", *MEMBERS]))] = container[key]
        if not document:
            break
    return document


# Where a document says 4711, it is to say what no Python value prints as.
_MARK = 4711
LITERALS = st.sampled_from(
    [
        *("NaN", "-Infinity", "1e999", "-1e999", "1e308", "1" * 400, "9" * 5000),
        *(r'"\ud800"', r'"\udc00\ud800"', r'"\u0000"', '"\x01"', '"\xff"', "01", "1."),
        *("[" * 2000 + "]" * 2000, '{"a":' * 400 + "1" + "}" * 400, "[" * 60_000),
        *('{"id":1,"id":2}', '{"\\ud800":1}', "", "tru", "1" * 200 + "e200"),
    ]
)
DUPLICATES = st.sampled_from(
    [
        *(
            '"id":"short"',
            '"id":"0000000000000001\\n"',
            '"subsegments":null',
            '"name":7',
        ),
        *('"subsegments":[]', '"http":[]', '"start_time":1e999', '"trace_id":null'),
    ]
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Mostly valid or nearly so; up to and beyond 64 KB."""
    document = draw(valid_documents())
    if draw(st.booleans()):
        document = draw(mutated(document))
    literal = draw(LITERALS | st.just(f"{_MARK}"))
    unread = [(document, name) for name in ("metadata", "sql", "links", "annotations")]
    container, key = draw(st.sampled_from([*unread, *places(document)]))
    container[key] = [_MARK]
    text = json.dumps(document, ensure_ascii=draw(st.booleans()))
    text = text.replace(str(_MARK), literal, 1)
    if draw(st.integers(0, 5)) == 5:
        text = f"{text[:-1]},{draw(DUPLICATES)}}}"
    if draw(st.integers(0, 9)) == 9:
        text += " " * draw(st.integers(65_530, 65_540) | st.just(0))
    encoded = text.encode(errors="replace")
    halved = draw(st.integers(0, 20)) == 20
    return encoded[: len(encoded) // 2] if halved else encoded
