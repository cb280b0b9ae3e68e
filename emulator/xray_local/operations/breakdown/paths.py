"""The whole path of a trace's first root cause, as a value of its own.

The condition is X-Ray's: `rootcause.json`, which its own console writes. A pattern there
leaves the end of a list open and does not say of which kind the cause is, so the last
step of the path is asked for as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from xray_local.model.segment import Scalar
from xray_local.model.summary import RootCause, RootCauseService, Summary
from xray_local.query.causes import causes_of
from xray_local.query.syntax import (
    And,
    Bare,
    CauseJson,
    CauseKind,
    CausePart,
    CauseSelector,
    Comparison,
    JsonObject,
    Keyword,
    Operator,
    Tree,
)

Path = list[tuple[str, list[str]]]
"""Of each service its name and those of its entities."""


class CausePaths:
    """Of one kind. A value is a path as JSON, which nobody's names can be confused with."""

    def __init__(self, kind: CauseKind) -> None:
        self._kind = kind
        self._causes = causes_of(kind)

    def values(self, trace: Summary) -> Iterator[Scalar]:
        for cause in self._causes(trace)[:1]:
            yield json.dumps(_path(cause), ensure_ascii=False)

    def condition(self, value: Scalar) -> Tree:
        path: Path = json.loads(str(value))
        pattern = JsonObject((("Services", tuple(_pattern(*step) for step in path)),))
        name, entities = path[-1]
        ends = [self._end(CausePart.SERVICE, len(path), name)]
        if entities:
            ends.append(self._end(CausePart.ENTITY, len(entities), entities[-1]))
        return And((CauseJson(Operator.EQ, (pattern,)), *ends))

    def text(self, value: Scalar) -> str:
        """`a -> b => c`: from one entity to the next, and to another service.

        A service's own entity, and the call to the next service, say nothing new.
        """
        path: Path = json.loads(str(value))
        called = [name for name, _ in path[1:]]
        steps = []
        for (name, entities), callee in zip(path, [*called, None], strict=True):
            inner = entities[1:] if entities[:1] == [name] else entities
            inner = inner[:-1] if inner[-1:] == [callee] else inner
            steps.append(" -> ".join([name, *inner]))
        return " => ".join(steps)

    def _end(self, part: CausePart, length: int, name: str) -> CauseSelector:
        return CauseSelector(
            self._kind,
            part,
            And(
                (
                    Bare(Keyword("last")),
                    Comparison(Keyword("index"), Operator.EQ, length - 1),
                    Comparison(Keyword("name"), Operator.EQ, name),
                )
            ),
        )


def _path(cause: RootCause) -> Path:
    return [(step.service.name, _entities(step)) for step in cause.services]


def _entities(step: RootCauseService) -> list[str]:
    return [entity.name for entity in step.path]


def _pattern(name: str, entities: list[str]) -> JsonObject:
    path = tuple(JsonObject((("Name", entity),)) for entity in entities)
    return JsonObject((("Name", name), ("EntityPath", path)))
