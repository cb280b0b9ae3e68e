"""Whatever is asked of any operation, the answer is an answer or a named refusal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.loaders import Loader
from hypothesis import given, settings
from hypothesis import strategies as st
from xray_local.wire.service_model import Operation, service_model

from tests.compat.test_process import ask
from tests.processes import RunningXRay, running_xray_local

SHAPES: dict[str, Any] = Loader().load_service_model("xray", "service-2")["shapes"]

# Values that mean something to some operation, so that requests get past the door.
TEXTS = st.sampled_from(
    [
        "Default",
        "one",
        "fault",
        'service("one")',
        'edge("one", "two")',
        'group.name = "one"',
        "XRAY",
        "1",
        "{}",
        "1-58406520-a006649127e371903a2de979",
        "arn:aws:xray:us-east-1:000000000000:group/Default",
        "\ud800",
        "",
    ]
)
MOMENTS = st.sampled_from([0, 1, 60.5, 1.79e9, -1, 1e300, 2**70])
ANYTHING = st.sampled_from([None, True, 0, -1.5, "x", [], {}, [None], {"x": 1}])


def values(shape_name: str) -> st.SearchStrategy[Any]:
    """Mostly of the shape, sometimes of no shape at all."""
    shape = SHAPES[shape_name]
    fitting: st.SearchStrategy[Any]
    match shape["type"]:
        case "structure":
            fitting = st.fixed_dictionaries(
                {
                    name: values(shape["members"][name]["shape"])
                    for name in shape.get("required", ())
                },
                optional={
                    name: values(reference["shape"])
                    for name, reference in shape["members"].items()
                    if name not in shape.get("required", ())
                },
            )
        case "list":
            fitting = st.lists(values(shape["member"]["shape"]), max_size=3)
        case "map":
            fitting = st.dictionaries(
                TEXTS, values(shape["value"]["shape"]), max_size=2
            )
        case "string":
            allowed = st.sampled_from(shape["enum"]) if "enum" in shape else TEXTS
            fitting = st.one_of(allowed, st.text(max_size=40))
        case "boolean":
            fitting = st.booleans()
        case "timestamp":
            fitting = MOMENTS
        case _:
            fitting = st.one_of(st.sampled_from([0, 1, 60, 300]), st.integers())
    return st.one_of(fitting, fitting, fitting, fitting, ANYTHING)


@pytest.fixture(scope="module")
def xray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    folder = tmp_path_factory.mktemp("xray")
    with running_xray_local(folder, "--data", str(folder / "data")) as running:
        yield running


@pytest.mark.parametrize(
    "operation", service_model().operations, ids=lambda operation: operation.name
)
def test_no_request_is_too_odd(xray: RunningXRay, operation: Operation) -> None:
    @settings(max_examples=25, deadline=None, derandomize=True, database=None)
    @given(values(operation.input_shape))
    def holds(members: Any) -> None:
        status, answer = ask(xray, operation.path, json.dumps(members).encode())

        assert status < 500, answer

    holds()
    assert "Traceback" not in xray.log.read_text()
