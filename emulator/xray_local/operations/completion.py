"""What may come next in an expression, with the names of the store's own traces."""

from __future__ import annotations

from xray_local.operations.backend import Backend
from xray_local.query.complete import Completions, complete


def complete_expression(backend: Backend, expression: str, cursor: int) -> Completions:
    """`cursor` is an offset in characters; beyond the text it means its end."""
    return complete(expression, cursor, backend.store.names())
