"""Makes the pictures of the README and the docs: `python -m docs.images.make`.

X-Ray Local is started with four minutes of the mesh's traces, two faults on, and its
console is photographed in Chromium at a laptop's size.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.browser.chromium import chromium, launched, mesh_with_two_faults

HERE = Path(__file__).parent
LAPTOP: ViewportSize = {"width": 1440, "height": 900}


def service_map(page: Page, url: str) -> None:
    page.goto(f"{url}/#/service-map?timeRange=PT5M")
    page.get_by_role("button", name=re.compile("^verb-6")).wait_for()


def node(page: Page, url: str) -> None:
    page.goto(f"{url}/#/service-map?timeRange=PT5M&node=verb-6")
    page.get_by_role("heading", name="verb-6").wait_for()


def traces(page: Page, url: str) -> None:
    page.goto(f"{url}/#/traces?timeRange=PT5M&filter=responsetime%20%3E%201.5")
    page.get_by_role("link", name=re.compile("^1-")).first.wait_for()


def trace(page: Page, url: str) -> None:
    traces(page, url)
    page.get_by_role("link", name=re.compile("^1-")).first.click()
    page.get_by_role("row", name=re.compile("adjective-4")).last.click()
    page.get_by_role("tab", name="Overview").wait_for()


def analytics(page: Page, url: str) -> None:
    traces(page, url)
    page.get_by_role("link", name="Analyze").click()
    page.get_by_role("table", name="What tells them apart").wait_for()


PICTURES: dict[str, Callable[[Page, str], None]] = {
    "service-map": service_map,
    "node": node,
    "traces": traces,
    "trace": trace,
    "analytics": analytics,
}


def main() -> int:
    executable = chromium()
    if executable is None:
        print("no Chromium on this machine: apt-get install chromium", file=sys.stderr)
        return 1
    with (
        tempfile.TemporaryDirectory() as folder,
        mesh_with_two_faults(Path(folder)) as xray,
        launched(executable) as browser,
    ):
        for name, go in PICTURES.items():
            page = browser.new_page(viewport=LAPTOP)
            go(page, xray.url)
            page.wait_for_timeout(1_000)  # transitions
            page.screenshot(path=HERE / f"{name}.png")
            page.close()
            print(HERE / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
