"""Segments a second by PutTraceSegments, 50 to a call: stored when the call returns.

Beside it, in the same run: SQLite alone inserting the same rows, made beforehand. The
callers are threads of one other process on the same machine; each waits for its answer.

    python -m bench.ingest_http --segments 400000
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from xray_local.wire.datagram import document_of

from bench.alone import sqlite_alone
from bench.ingest_udp import ALONE_SEGMENTS, WANTED
from bench.segments import SEGMENTS_PER_TRACE, datagrams
from bench.target import judge
from tests.processes import running_xray_local

DOCUMENTS_PER_CALL = 50
CALLERS = 6
SPREAD_SECONDS = 30


def bodies_of(contents: Sequence[bytes]) -> list[bytes]:
    documents = [document_of(content).decode() for content in contents]
    return [
        json.dumps(
            {"TraceSegmentDocuments": documents[start : start + DOCUMENTS_PER_CALL]}
        ).encode()
        for start in range(0, len(documents), DOCUMENTS_PER_CALL)
    ]


def call_all(port: int, bodies: Sequence[bytes]) -> None:
    with ThreadPoolExecutor(CALLERS) as callers:
        for done in [
            callers.submit(_call, port, bodies[first::CALLERS])
            for first in range(CALLERS)
        ]:
            done.result()


def _call(port: int, bodies: Sequence[bytes]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for body in bodies:
        connection.request("POST", "/TraceSegments", body)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 200 or json.loads(said)["UnprocessedTraceSegments"]:
            raise RuntimeError(f"{answer.status} {said[:500]!r}")
    connection.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=400_000)
    given = parser.parse_args()
    traces = given.segments // SEGMENTS_PER_TRACE
    began = time.time() - SPREAD_SECONDS
    contents = list(datagrams(traces, began, SPREAD_SECONDS))
    bodies = bodies_of(contents)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_xray_local(folder, "--data", str(folder / "data")) as xray:
            callers = multiprocessing.Process(target=call_all, args=(xray.port, bodies))
            first = time.monotonic()
            callers.start()
            callers.join()
            found = xray.get("/api/status")["Store"]["Traces"]
            took = time.monotonic() - first
            stored = xray.counters()["Stored"]
        alone = sqlite_alone(contents[:ALONE_SEGMENTS], folder)
    print(f"segments             {len(contents):>12,} in {len(bodies):,} calls")
    print(f"traces               {found:>12,}")
    print(f"stored and readable  {stored / took:>12,.0f} /s")
    print(f"SQLite, same rows    {alone:>12,.0f} /s")
    whole = judge(stored / len(contents), "what was sent", least=1)
    fast = judge(stored / took / WANTED, f"{WANTED:,} segments/s", least=1)
    print(f"beside               {stored / took / alone:>12.2f} of SQLite alone")
    return whole | fast | (callers.exitcode or 0)


if __name__ == "__main__":
    sys.exit(main())
