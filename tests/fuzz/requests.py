"""Requests of any operation: mostly of its shape, some of no shape at all."""

from __future__ import annotations

import json
from typing import Any

from botocore.loaders import Loader
from hypothesis import strategies as st

from tests.fuzz.hostile import ANYTHING, TRACE_IDS, pure
from tests.segments import T

SHAPES: dict[str, Any] = Loader().load_service_model("xray", "service-2")["shapes"]

ARN = "arn:aws:xray:us-west-2:000000000000"
# Values that mean something to some operation, so that requests get past the door.
TEXTS = st.sampled_from(
    [
        *("Default", "one", "XRAY", "fault", 'service("one")', 'group.name = "one"'),
        *(f"{ARN}:group/Default", f"{ARN}:sampling-rule/Default", "1", "*", ""),
        *("{}", "[" * 900, '{"Statement":[]}', "NaN", "1e999", *TRACE_IDS),
        *("\x00", "\ud800", "x" * 5000, "٣", "9" * 5000, "0001-01-01T00:00:00+23:59"),
        *("9999-12-31T23:59:59.999999-23:59", "2024-W01-1", "AAAA", "a" * 17),
    ]
)
MOMENTS = st.sampled_from(
    [
        0,
        1,
        60.5,
        T - 60,
        T,
        T + 60,
        -1,
        1e300,
        2**70,
        10**400,
        1e308,
        -1e11,
        253402300800,
    ]
)
NUMBERS = st.sampled_from(
    [0, 1, 60, 300, -1, 0.5, 2**31, 2**63, 10**400, 1e308, 5e-324]
)


def values(shape_name: str) -> st.SearchStrategy[Any]:
    shape = SHAPES[shape_name]
    fitting: st.SearchStrategy[Any]
    match shape["type"]:
        case "structure":
            fitting = structures(shape)
        case "list":
            member = values(shape["member"]["shape"])
            fitting = st.lists(member, max_size=3) | member.map(lambda one: [one] * 30)
        case "map":
            fitting = st.dictionaries(
                TEXTS, values(shape["value"]["shape"]), max_size=3
            )
        case "string":
            fitting = st.one_of(TEXTS, st.text(max_size=40))
            if "enum" in shape:
                fitting = st.sampled_from(shape["enum"])
        case "boolean":
            fitting = st.booleans()
        case "timestamp":
            fitting = MOMENTS | TEXTS
        case _:
            fitting = NUMBERS | st.integers(0, 3)
    return st.one_of(*[fitting] * 7, ANYTHING)


def structures(shape: dict[str, Any]) -> st.SearchStrategy[Any]:
    required = shape.get("required", ())
    members = {
        name: values(reference["shape"]) for name, reference in shape["members"].items()
    }
    return st.fixed_dictionaries(
        {name: members[name] for name in required},
        optional={
            **{name: each for name, each in members.items() if name not in required},
            "Unheard": st.builds(pure, st.sampled_from([1, 900])),
        },
    )


@st.composite
def bodies(draw: st.DrawFn, shape_name: str) -> bytes:
    """Bytes of such a request, now and then no longer JSON."""
    text = json.dumps(draw(values(shape_name)))
    match draw(st.integers(0, 15)):
        case 0:
            return text[: len(text) // 2].encode()
        case 1:
            return draw(st.binary(max_size=30))
        case 2:
            return text.replace(":", ":" + draw(LITERALS) + ",", 1).encode()
    return text.encode()


LITERALS = st.sampled_from(
    ["NaN", "1e999", "9" * 5000, "[" * 100_000, '"\\ud800"', '"\x00"', "{}", "null"]
)
