"""The console in Chromium, over four minutes of the mesh with two faults on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import showcase
from tests.browser.chromium import (
    NO_CHROMIUM,
    chromium,
    launched,
    mesh_with_two_faults,
    put,
)
from tests.processes import RunningXRay, running_xray_local
from tests.rich_traces import a_checkout

CONSOLE = Path(__file__).parents[2] / "emulator" / "xray_local" / "console"

# Nothing here is about speed, and the machine may have much else to do.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip(NO_CHROMIUM)
    assert (CONSOLE / "index.html").exists(), "the console is not built: make install"
    with launched() as browser:
        yield browser


@pytest.fixture(scope="package")
def mesh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    with mesh_with_two_faults(tmp_path_factory.mktemp("mesh")) as xray:
        yield xray


@pytest.fixture(scope="module")
def mesh_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    """For stories that count: it has nothing that another story has put."""
    with mesh_with_two_faults(tmp_path_factory.mktemp("counted")) as xray:
        yield xray


@pytest.fixture(scope="package")
def bad_morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    """Only looked at, never changed."""
    with showcase.bad_morning(tmp_path_factory.mktemp("morning")) as xray:
        yield xray


@pytest.fixture(scope="package")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    """Only looked at, too: a story that puts something has one of its own."""
    with running_xray_local(tmp_path_factory.mktemp("empty"), "--memory") as xray:
        yield xray


@pytest.fixture(scope="module")
def xray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    """One for the stories of a file, each of which looks at traces of its own."""
    with running_xray_local(tmp_path_factory.mktemp("traces"), "--memory") as running:
        yield running


@pytest.fixture(scope="module")
def checkout(xray: RunningXRay) -> list[dict[str, Any]]:
    """A trace with much in it."""
    documents = a_checkout(time.time() - 30)
    put(xray, documents)
    return documents


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[RunningXRay]:
    """One of its own, for a story that changes what is there."""
    with running_xray_local(tmp_path, "--memory") as running:
        yield running


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
