"""What may come next in an expression, with the store's own names and the groups."""

from __future__ import annotations

from dataclasses import replace

from xray_local.operations import groups
from xray_local.operations.backend import Backend
from xray_local.query.complete import Completions, complete


def complete_expression(backend: Backend, expression: str, cursor: int) -> Completions:
    """`cursor` is an offset in characters; beyond the text it means its end."""
    present = groups.groups(backend)
    names = replace(
        backend.store.names(),
        groups=tuple(group.name for group in present),
        group_arns=tuple(map(backend.arns.group, present)),
    )
    return complete(expression, cursor, names)
