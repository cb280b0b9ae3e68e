"""EntitySelectorExpression: one `service(...)` or one `edge(...)`, without braces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xray_local.errors import InvalidRequest
from xray_local.model.summary import ServiceId
from xray_local.query.evaluate import node_filter
from xray_local.query.expression import parse
from xray_local.query.syntax import EdgeSelector, ServiceSelector

Meant = Callable[[ServiceId], bool]


@dataclass(frozen=True, slots=True)
class Services:
    is_meant: Meant


@dataclass(frozen=True, slots=True)
class Edges:
    from_source: Meant
    to_target: Meant


def entity(expression: str) -> Services | Edges:
    """Raises ExpressionError, or InvalidRequest for an expression of another kind."""
    match parse(expression):
        case ServiceSelector(node, None):
            return Services(node_filter(node))
        case EdgeSelector(source, target, None):
            return Edges(node_filter(source), node_filter(target))
        case _:
            raise InvalidRequest(
                "The entity selector must be one service(...) or edge(...) without "
                f"braces, not {expression}"
            )
