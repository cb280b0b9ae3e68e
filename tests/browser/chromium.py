"""A browser, and the mesh's traces for it to look at: for tests and for pictures."""

from __future__ import annotations

import json
import shutil
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.mesh_traces import ARTICLE, mesh_traces
from tests.processes import RunningXRay, running_xray_local

TRACES = 600
SECONDS = 240.0
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NO_CHROMIUM = "no Chromium on this machine: apt-get install chromium"


def chromium() -> str | None:
    """The machine's own browser; Playwright's download is not used."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def launched(*flags: str) -> Iterator[Browser]:
    """Ends the program, saying what is missing, on a machine without Chromium."""
    executable = chromium()
    if executable is None:
        sys.exit(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=[*FLAGS, *flags]
        )
        yield browser
        browser.close()


def put(xray: RunningXRay, documents: Iterable[dict[str, Any]]) -> None:
    """By PutTraceSegments, fifty at a time as the daemon does."""
    texts = [json.dumps(document) for document in documents]
    for first in range(0, len(texts), 50):
        body = json.dumps({"TraceSegmentDocuments": texts[first : first + 50]})
        request = urllib.request.Request(f"{xray.url}/TraceSegments", body.encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert json.load(answer) == {"UnprocessedTraceSegments": []}


@contextmanager
def mesh_with_two_faults(folder: Path) -> Iterator[RunningXRay]:
    """X-Ray Local with the article's traces of the last minutes in it."""
    with running_xray_local(folder, "--memory") as xray:
        traces = mesh_traces(TRACES, time.time() - SECONDS, SECONDS, ARTICLE)
        put(xray, (document for trace in traces for document in trace))
        yield xray
