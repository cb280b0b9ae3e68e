"""The console in Chromium, over five minutes of the mesh with two faults on."""

from __future__ import annotations

import json
import shutil
import time
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.mesh_traces import ARTICLE, mesh_traces
from tests.processes import RunningXRay, running_xray_local

TRACES = 600
SECONDS = 240.0
CONSOLE = Path(__file__).parents[2] / "emulator" / "xray_local" / "console"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def put(xray: RunningXRay, documents: Iterable[dict[str, Any]]) -> None:
    """By PutTraceSegments, fifty at a time as the daemon does."""
    texts = [json.dumps(document) for document in documents]
    for first in range(0, len(texts), 50):
        body = json.dumps({"TraceSegmentDocuments": texts[first : first + 50]})
        request = urllib.request.Request(f"{xray.url}/TraceSegments", body.encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert json.load(answer) == {"UnprocessedTraceSegments": []}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    assert (CONSOLE / "index.html").exists(), "the console is not built: make install"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def mesh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    """X-Ray Local with the article's traces in it."""
    with running_xray_local(tmp_path_factory.mktemp("mesh"), "--memory") as xray:
        start = time.time() - SECONDS
        for trace in mesh_traces(TRACES, start, SECONDS, ARTICLE):
            put(xray, trace)
        yield xray


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    with running_xray_local(tmp_path_factory.mktemp("empty"), "--memory") as xray:
        yield xray


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A laptop's window; whatever the page's scripts complain of fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if "Content Security Policy" in message.text
            else None
        ),
    )
    yield page
    context.close()
    assert complaints == []
