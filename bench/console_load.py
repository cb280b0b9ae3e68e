"""The console's first load: bytes sent for the map page, and seconds until it is there.

In headless Chromium with an empty cache, over the mesh's traces. Beside it, in the same
run: a page with nothing on it, which is what a browser itself takes. Counted is what
comes compressed over the wire, the traces' own answers left out.

    python -m bench.console_load
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.target import judge
from tests.browser.chromium import launched, mesh_with_two_faults

ROUNDS = 7
ALLOWED_S = 1.0
ALLOWED_BYTES = 650_000

SENT = """
() => [...performance.getEntriesByType('navigation'),
       ...performance.getEntriesByType('resource')]
  .filter(({ name }) => !/\\/api\\/|InsightSummaries|Groups/.test(name))
  .map(({ transferSize }) => transferSize)
  .reduce((sum, size) => sum + size, 0)
"""


def opened(browser: Browser, url: str, ready: Callable[[Page], None]) -> float:
    """Seconds until it is ready, in a browser's profile of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(url)
    ready(page)
    taken = time.perf_counter() - began
    context.close()
    return taken


def bytes_sent(browser: Browser, url: str) -> int:
    """The layout's worker, which is no resource of the page, included."""
    context = browser.new_context()
    page = context.new_page()
    workers: list[int] = []
    page.on(
        "response",
        lambda response: (
            workers.append(len(response.body())) if "worker-" in response.url else None
        ),
    )
    page.goto(url)
    drawn(page)
    of_page: int = page.evaluate(SENT)
    context.close()
    return of_page + sum(workers)


def drawn(page: Page) -> None:
    page.wait_for_function(
        "() => document.querySelector('.graph .node') !== null", polling="raf"
    )


def nothing(_page: Page) -> None:
    """A page without content is ready when it is loaded."""


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        mesh_with_two_faults(Path(folder)) as xray,
        launched() as browser,
    ):
        url = f"{xray.url}/#/service-map?timeRange=PT15M"
        sent = bytes_sent(browser, url)
        bare = statistics.median(
            opened(browser, f"{xray.url}/icon.svg", nothing) for _ in range(ROUNDS)
        )
        map_page = statistics.median(opened(browser, url, drawn) for _ in range(ROUNDS))
    print(f"sent                 {sent / 1000:8.0f} KB, compressed")
    missed = judge(sent / ALLOWED_BYTES, f"{ALLOWED_BYTES // 1000} KB", most=1)
    print(f"a bare picture       {bare:8.2f} s (median of {ROUNDS})")
    print(f"the map is drawn     {map_page:8.2f} s (median of {ROUNDS})")
    return missed | judge(map_page / ALLOWED_S, f"{ALLOWED_S:g} s", most=1)


if __name__ == "__main__":
    sys.exit(main())
