"""X-Ray Local beside moto's X-Ray: the calls that both have, by boto3, on the same traces.

The traces are the mesh's, seven segments each. Both are processes of their own on this
machine; the time of the caller is in both figures, and alike. moto keeps everything in
memory and assembles nothing until it is asked; X-Ray Local writes to its SQLite store.
SQLite alone, inserting the same rows made beforehand, is the limit of that.

    python -m bench.beside --traces 2000
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from xray_local.wire.datagram import document_of

from bench import processor, table
from bench.alone import sqlite_alone
from bench.segments import SEGMENTS_PER_TRACE, datagrams
from tests.mesh.lab import free_port
from tests.processes import eventually, running_xray_local

if TYPE_CHECKING:
    from mypy_boto3_xray import XRayClient

PER_CALL = 50
"""Documents in a PutTraceSegments, the most that X-Ray takes."""
IDS = 5
"""Traces in a BatchGetTraces, likewise."""
ROUNDS = 5
SPREAD_S = 60


@dataclass(frozen=True, slots=True)
class Server:
    client: XRayClient
    pid: int


@dataclass(frozen=True, slots=True)
class Took:
    seconds: float
    processor: float
    """Seconds of the server's own."""


@dataclass(frozen=True, slots=True)
class Figures:
    put: Took
    listed: Took
    fetched: Took
    graph: Took
    newest: Took
    traces: int
    services: int


@contextmanager
def xray_local(folder: Path) -> Iterator[Server]:
    # Without workers all of its work is of the one process that is looked at.
    kept = ("--data", str(folder / "data"), "--workers", "0")
    with running_xray_local(folder, *kept) as xray:
        yield Server(_client(xray.port), xray.process.pid)


@contextmanager
def moto(folder: Path) -> Iterator[Server]:
    port = free_port()
    command = ["-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (folder / "moto.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, *command], stdout=log, stderr=subprocess.STDOUT
        )
    try:
        eventually(lambda: answers(f"http://127.0.0.1:{port}/moto-api/"), 60)
        yield Server(_client(port), process.pid)
    finally:
        process.terminate()
        process.wait(15)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _client(port: int) -> XRayClient:
    return boto3.client(
        "xray",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 1}, read_timeout=300),
    )


def documents_of(contents: list[bytes]) -> list[str]:
    return [document_of(content).decode() for content in contents]


def timed(server: Server, call: Callable[[], object], rounds: int = ROUNDS) -> Took:
    """The median of some rounds; of the processor the mean, as its clock is coarse."""
    seconds = []
    before = processor.of_process(server.pid)
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - began)
    spent = processor.of_process(server.pid) - before
    return Took(statistics.median(seconds), spent / rounds)


def measure(server: Server, documents: list[str], began: float) -> Figures:
    client = server.client
    start = datetime.fromtimestamp(began - 1, UTC)
    end = datetime.fromtimestamp(began + SPREAD_S + 60, UTC)
    ids = list({json.loads(document)["trace_id"]: None for document in documents})

    def put() -> None:
        for first in range(0, len(documents), PER_CALL):
            batch = documents[first : first + PER_CALL]
            answer = client.put_trace_segments(TraceSegmentDocuments=batch)
            assert not answer["UnprocessedTraceSegments"], answer
        count()  # stored and readable, not only taken

    def count() -> int:
        pages = client.get_paginator("get_trace_summaries")
        found = pages.paginate(StartTime=start, EndTime=end)
        return sum(len(page["TraceSummaries"]) for page in found)

    def newest() -> object:  # the first page, a hundred at most
        return client.get_trace_summaries(StartTime=start, EndTime=end)

    def services() -> int:
        pages = client.get_paginator("get_service_graph")
        found = pages.paginate(StartTime=start, EndTime=end)
        return sum(len(page["Services"]) for page in found)

    return Figures(
        timed(server, put, rounds=1),
        timed(server, count),
        timed(server, lambda: client.batch_get_traces(TraceIds=ids[:IDS])),
        timed(server, services),
        timed(server, newest),
        count(),
        services(),
    )


def show(ours: Figures, theirs: Figures, alone: float, segments: int) -> None:
    beside = f"moto: {_rate(theirs.put, segments)}; SQLite alone: {alone:,.0f}/s"
    rows = [
        (f"PutTraceSegments, {segments:,} segments", _rate(ours.put, segments), beside)
    ]
    calls = {
        f"GetTraceSummaries, all {ours.traces:,}": (ours.listed, theirs.listed, ""),
        f"BatchGetTraces, {IDS} traces": (ours.fetched, theirs.fetched, ""),
        f"GetServiceGraph, {ours.services} services": (
            ours.graph,
            theirs.graph,
            f" for {theirs.services or 'no'} services",
        ),
    }
    for what, (mine, other, but) in calls.items():
        rows.append((what, _ms(mine), f"moto: {_ms(other)}{but}"))
    for what, measured, other_measured in rows:
        print(f"{what:<36} {measured}\n{'':<36} beside {other_measured}")
        table.note(f"boto3: {what}", measured, beside=other_measured)


def _rate(put: Took, segments: int) -> str:
    each = f"{1e6 * put.processor / segments:,.0f} µs of the processor each"
    return f"{segments / put.seconds:,.0f}/s, {each}"


def _ms(took: Took) -> str:
    return (
        f"{1000 * took.seconds:,.1f} ms, {1000 * took.processor:,.1f} of the processor"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traces", type=int, default=2_000)
    given = parser.parse_args()
    began = time.time() - SPREAD_S - 60
    contents = list(datagrams(given.traces, began, SPREAD_S))
    documents = documents_of(contents)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with xray_local(folder) as server:
            ours = measure(server, documents, began)
        with moto(folder) as server:
            theirs = measure(server, documents, began)
        alone = sqlite_alone(contents, folder)
    show(ours, theirs, alone, given.traces * SEGMENTS_PER_TRACE)
    print(f"traces found         {ours.traces:>12,}, by moto {theirs.traces:,}")
    return int(ours.traces != given.traces)


if __name__ == "__main__":
    sys.exit(main())
