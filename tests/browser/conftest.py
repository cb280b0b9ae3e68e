"""The console in Chromium, over four minutes of the mesh with two faults on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import chromium, launched, mesh_with_two_faults
from tests.processes import RunningXRay, running_xray_local

CONSOLE = Path(__file__).parents[2] / "emulator" / "xray_local" / "console"

# Nothing here is about speed, and the machine may have much else to do.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    assert (CONSOLE / "index.html").exists(), "the console is not built: make install"
    with launched(executable) as browser:
        yield browser


@pytest.fixture(scope="package")
def mesh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningXRay]:
    with mesh_with_two_faults(tmp_path_factory.mktemp("mesh")) as xray:
        yield xray


@pytest.fixture(scope="package")
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
