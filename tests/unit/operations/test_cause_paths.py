"""Root causes as paths: how they read, and that a condition finds its path alone."""

from __future__ import annotations

import pytest
from xray_local.model.summary import (
    RootCause,
    RootCauseEntity,
    RootCauseService,
    ServiceId,
    Summary,
)
from xray_local.operations.breakdown.attributes import attribute
from xray_local.query.expression import compile_filter, parse

from tests.unit.query.summaries import FAULT, a_root, a_summary

Step = tuple[str, list[str]]
"""A service, and the names of its entities."""

PATHS: list[list[Step]] = [
    [("front", ["front"])],
    [("front", ["front", "render"])],
    [("front", ["front", "back"]), ("back", ["back"])],
    [("front", ["front", "back"]), ("back", ["back", "query"])],
    [("front", ["front", "back"]), ("back", ["back", "table"]), ("table", ["table"])],
    [("front", ["front", "other"]), ("other", ["other"])],
    [('a "quoted" => name', [])],
]


def failing(path: list[Step]) -> Summary:
    return a_summary(a_root(0.1, FAULT), fault_causes=(cause(path),))


def cause(path: list[Step]) -> RootCause:
    services = (
        RootCauseService(
            ServiceId(name, None),
            inferred=False,
            path=tuple(RootCauseEntity(each, remote=False) for each in entities),
        )
        for name, entities in path
    )
    return RootCause(tuple(services), client_impacting=True)


@pytest.mark.parametrize(
    ("path", "text"),
    list(
        zip(
            PATHS,
            [
                "front",
                "front -> render",
                "front => back",
                "front => back -> query",
                "front => back => table",
                "front => other",
                'a "quoted" => name',
            ],
            strict=True,
        )
    ),
)
def test_a_path_reads_from_entity_to_entity_and_from_service_to_service(
    path: list[Step], text: str
) -> None:
    by = attribute("rootcause.fault.path")
    [value] = by.values(failing(path))
    assert value is not None

    assert by.text(value) == text


@pytest.mark.parametrize("path", PATHS)
def test_a_longer_path_is_another_path(path: list[Step]) -> None:
    """`rootcause.json` alone would find all that begin alike."""
    by = attribute("rootcause.fault.path")
    [value] = by.values(failing(path))
    assert value is not None
    admits = compile_filter(parse(str(by.condition(value))))

    assert [path] == [each for each in PATHS if admits(failing(each))]


def test_the_same_path_to_another_kind_of_cause_is_not_meant() -> None:
    by = attribute("rootcause.fault.path")
    [value] = by.values(failing(PATHS[2]))
    assert value is not None
    slow = a_summary(a_root(2.0), response_time_causes=(cause(PATHS[2]),))

    assert not compile_filter(parse(str(by.condition(value))))(slow)


def test_only_the_first_cause_of_a_trace_counts() -> None:
    """That is where a pattern in `rootcause.json` begins."""
    both = a_summary(
        a_root(0.1, FAULT), fault_causes=(cause(PATHS[2]), cause(PATHS[5]))
    )

    assert len(list(attribute("rootcause.fault.path").values(both))) == 1
