"""An explanation as JSON, and as a tree for a terminal.

service("verb-6") { error } AND responsetime > 2

200,000 traces in the window
  10,096 looked up by the index, for service("verb-6") { error }
  987 summaries opened and judged

all of
├ role    service("verb-6") { error } (1 of 157 roles)
└ column  response_time >= 1.999
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request

from xray_local.api.asked import by_asked, window_asked
from xray_local.operations.backend import Backend
from xray_local.operations.explain import Branch, Explanation, explain

Json = dict[str, Any]

PARAMETERS = {"expression", "start", "end", "by"}

_JOINERS = {"AllOf": "all of", "OneOf": "one of"}
_NO_PARTS = {"AllOf": "every trace", "OneOf": "no trace"}
_LEAVES = {"Role": "role", "NoRole": "no role", "Column": "column"}


def explained(backend: Backend, request: Request) -> Json:
    """`expression`, and `start`, `end` and `by` as far as they are given."""
    query = request.query_params
    explanation = explain(
        backend,
        query.get("expression", ""),
        window_asked(query),
        by_asked(query),
    )
    return {
        "Expression": explanation.expression,
        "By": explanation.by.value,
        "Traces": explanation.traces,
        "Way": explanation.way,
        "LookedUp": explanation.looked_up,
        "Visited": explanation.visited,
        "Opened": explanation.opened,
        "KnownRoles": explanation.known_roles,
        "Plan": _members(explanation.formula),
        "Text": text_of(explanation),
    }


def text_of(explanation: Explanation) -> str:
    return "\n".join(
        [
            explanation.expression or "(no filter)",
            "",
            _counted(explanation.traces, "trace in the window", "traces in the window"),
            *(f"  {line}" for line in _way(explanation)),
            "",
            *_drawn(explanation.formula, explanation.known_roles),
        ]
    )


def _way(explanation: Explanation) -> Iterator[str]:
    visited = f"{explanation.visited:,}"
    match explanation.way:
        case "Nothing":
            yield "nothing is read: none can match"
            return
        case "Index":
            asked = " OR ".join(explanation.looked_up)
            yield f"{visited} looked up by the index, for {asked}"
        case "Window":
            yield f"{visited} gone through, newest first"
    yield _counted(explanation.opened, "summary", "summaries") + " opened and judged"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _members(branch: Branch) -> Json:
    if branch.kind in _JOINERS:
        return {"Kind": branch.kind, "Parts": [*map(_members, branch.parts)]}
    counted = {} if branch.roles is None else {"Roles": branch.roles}
    return {"Kind": branch.kind, "Text": branch.text, **counted}


def _drawn(branch: Branch, known_roles: int | None) -> Iterator[str]:
    """The tree as text."""
    if branch.kind not in _JOINERS:
        yield _leaf(branch, known_roles)
        return
    if not branch.parts:
        yield _NO_PARTS[branch.kind]
        return
    yield _JOINERS[branch.kind]
    for number, part in enumerate(branch.parts, start=1):
        last = number == len(branch.parts)
        first, *rest = _drawn(part, known_roles)
        yield f"{'└' if last else '├'} {first}"
        yield from (f"{' ' if last else '│'} {line}" for line in rest)


def _leaf(branch: Branch, known_roles: int | None) -> str:
    counted = (
        "" if branch.roles is None else f" ({branch.roles:,} of {known_roles:,} roles)"
    )
    return f"{_LEAVES[branch.kind]:<7} {branch.text}{counted}"
