"""What a change costs the page that is told of it: a live list of 50 traces in Chromium.

Traces are sent one after the other; of each the page is told, and draws its list anew.
What is taken is the processor's time of the page's main thread. Beside it, in the same
page: the browser alone, building the same rows from their markup and laying them out.

    python -m bench.console_live
    python -m bench.console_live --charts    # with the charts and the panel of counts
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import CDPSession, Page

from bench.console_trace import busy
from bench.target import judge
from tests.browser.chromium import launched, put
from tests.mesh_traces import a_mesh_trace, mesh_traces
from tests.processes import RunningXRay, running_xray_local

ROWS = 50
CHANGES = 30
WARM_UP = 5
ALLOWED = 4.0
"""Times what the browser alone takes for the rows."""
SETTLED_MS = 900
"""Longer than what a change brings about is put off."""

REBUILD = """() => {
  const table = document.querySelector(".traces-list tbody");
  const copy = table.closest("table").cloneNode(false);
  document.querySelector(".traces-list").append(copy);
  copy.innerHTML = table.outerHTML;
  const { height } = copy.getBoundingClientRect();
  copy.remove();
  return height;
}"""


def taken(devtools: CDPSession, page: Page, act: Callable[[], object]) -> float:
    """Milliseconds of the main thread, less those of as long a time without the act."""
    before = busy(devtools)
    page.wait_for_timeout(SETTLED_MS)
    idle = busy(devtools) - before
    before = busy(devtools)
    act()
    page.wait_for_timeout(SETTLED_MS)
    return max(busy(devtools) - before - idle, 0.0)


def told(page: Page, xray: RunningXRay) -> None:
    """A trace is sent, and is on screen."""
    trace = a_mesh_trace(time.time() - 0.5)
    put(xray, trace)
    page.get_by_role("link", name=trace[0]["trace_id"]).wait_for()


def watched(page: Page, url: str, *, charts: bool) -> None:
    beside = "" if charts else "&charts=-&by=-"
    page.goto(f"{url}/#/traces?timeRange=PT15M&live=1{beside}")
    page.get_by_text("New traces come in at the top").wait_for()
    page.mouse.move(5, 5)


def measure(page: Page, xray: RunningXRay) -> int:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    for _ in range(WARM_UP):
        told(page, xray)
    changes, rebuilt = [], []
    for _ in range(CHANGES):
        changes.append(taken(devtools, page, lambda: told(page, xray)))
        rebuilt.append(taken(devtools, page, lambda: page.evaluate(REBUILD)))
    rows = page.locator(".traces-list tbody tr").count()
    change, alone = median(changes), median(rebuilt)
    print(f"rows                 {rows:8} at the end")
    print(f"a change             {change:8.1f} ms of the page's thread")
    print(f"  the slowest        {max(changes):8.1f} ms")
    print(f"the rows' markup     {alone:8.1f} ms (median of {CHANGES})")
    return judge(change / alone, "the browser alone", most=ALLOWED)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--charts", action="store_true")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_xray_local(Path(folder), "--memory") as xray,
        launched() as browser,
    ):
        before = mesh_traces(ROWS + 10, time.time() - 200, 180)
        put(xray, (document for trace in before for document in trace))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        watched(page, xray.url, charts=given.charts)
        return measure(page, xray)


if __name__ == "__main__":
    sys.exit(main())
