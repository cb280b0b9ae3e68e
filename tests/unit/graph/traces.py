"""Traces for tests: segments of the mesh, put together as X-Ray Local does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from xray_local.model.segment import Received, decode_accepted
from xray_local.model.summary import ServiceId
from xray_local.model.trace import Trace, assemble

from tests.segments import T, a_subsegment, as_bytes

TRACE_ID = "1-581cf771-a006649127e371903a2de979"

GATEWAY = ServiceId("gateway")
NAMES = ServiceId("names")
ADJECTIVE = ServiceId("adjective-4")
CLIENT = ServiceId("gateway", "client")

Document = Mapping[str, Any]


def id_of(label: str) -> str:
    """An entity id that a test can refer to by a word."""
    return blake2b(label.encode(), digest_size=8).hexdigest()


def received(document: Document, at: float = T) -> Received:
    content = as_bytes({"trace_id": TRACE_ID, **document})
    return Received(decode_accepted(content), content, at)


def a_trace(*documents: Document) -> Trace:
    """The trace of documents that came together."""
    return trace_of_batches([documents])


def trace_of_batches(batches: Iterable[Iterable[Document]]) -> Trace:
    """The trace of documents that came in one call after another, a second apart."""
    documents = [
        received({**document, "trace_id": TRACE_ID}, T + second)
        for second, batch in enumerate(batches)
        for document in batch
    ]
    return assemble(TRACE_ID, documents)


def a_call(to: str = "adjective-4", **members: Any) -> dict[str, Any]:
    """A call to another service, half a second long."""
    return a_subsegment(
        to, **{"id": id_of(f"call {to}"), "namespace": "remote"} | members
    )


def an_aws_call(service: str, aws: Document, **members: Any) -> dict[str, Any]:
    return a_call(service, **{"namespace": "aws", "aws": aws} | members)


def thrown(error: str = "TimeoutError", **members: Any) -> dict[str, Any]:
    """The cause of an entity that recorded one exception."""
    return {"exceptions": [{"id": id_of(error), "type": error, **members}]}
