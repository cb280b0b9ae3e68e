"""Who sent the request that is being answered: for what is kept of rejected documents.

A context variable, because no operation of X-Ray has the sender among its members.
"""

from __future__ import annotations

from contextvars import ContextVar

from starlette.requests import Request

_caller: ContextVar[str] = ContextVar("caller", default="unknown")


def note_caller(request: Request) -> None:
    client = request.client
    _caller.set("unknown" if client is None else f"{client.host}:{client.port}")


def caller() -> str:
    """host:port"""
    return _caller.get()
