"""The mesh's traces as datagrams: seven segments of 1 to 1.5 KB for each."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from itertools import islice

from tests.mesh_traces import Document, mesh_traces

HEADER = b'{"format":"json","version":1}\n'
SEGMENTS_PER_TRACE = 7
_CONCURRENT = 50
_LEAST_BYTES = 1_000


def datagrams(traces: int, start: float, seconds: float) -> Iterator[bytes]:
    """Segments of many traces, interleaved as concurrent requests interleave them."""
    coming = mesh_traces(traces, start, seconds)
    while together := list(islice(coming, _CONCURRENT)):
        for rank in range(SEGMENTS_PER_TRACE):
            for trace in together:
                yield HEADER + _filled(trace[rank])


def _filled(document: Document) -> bytes:
    """The document, with enough metadata to be as long as real ones are."""
    encoded = json.dumps(document, separators=(",", ":")).encode()
    missing = _LEAST_BYTES - len(encoded)
    if missing > 0:
        noise = secrets.token_hex(missing // 2)
        document = document | {"metadata": {"bench": {"noise": noise}}}
        encoded = json.dumps(document, separators=(",", ":")).encode()
    return encoded
