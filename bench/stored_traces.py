"""A SQLite store with many traces of the mesh, two handlers of it broken.

Written as the collector writes: encoded documents are accepted, batches of them stored,
and what is quiet settled. Only the socket and the queue are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from xray_local.clock import ManualClock
from xray_local.model.segment import Received
from xray_local.model.window import Window
from xray_local.store.base import Limits
from xray_local.store.sqlite import SqliteStore
from xray_local.wire.documents import accept

from tests.mesh_traces import ARTICLE, Document, mesh_traces

HOURS = 6
_START = 1_763_101_800.0
"""Half past an hour: a window seldom begins with one."""

WINDOW = Window(_START, _START + HOURS * 3600)
_PLENTY = Limits(max_age=1e12, max_bytes=1 << 40)
_TOGETHER = 300
"""Traces in a batch: the 2,000 documents that the collector stores at once."""


def opened(directory: Path) -> SqliteStore:
    return SqliteStore(directory, _PLENTY, ManualClock(WINDOW.end))


def fill(store: SqliteStore, traces: int) -> int:
    """The newest trace is as old as the window's end; how many documents there are."""
    coming = mesh_traces(traces, WINDOW.start, WINDOW.end - WINDOW.start, ARTICLE)
    documents = 0
    while together := list(islice(coming, _TOGETHER)):
        batch = list(_received(together))
        store.write(batch)
        documents += len(batch)
        store.settle(WINDOW.end + 1)  # the clock stands: all of it has been quiet
    for second in range(300):
        store.settle(WINDOW.end + second)  # as the collector does when nothing comes
    return documents


def _received(traces: list[list[Document]]) -> Iterator[Received]:
    for trace in traces:
        for document in trace:
            yield accept(json.dumps(document).encode(), document["end_time"])
