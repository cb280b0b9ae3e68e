"""Milliseconds from Enter to the first rows of the trace list, over 100,000 traces.

A browser asks one question after the other; each waits until the list of the one before
is whole and counted. The first rows are drawn while the rest is still looked for. Beside
it, in the same runs: when the API's answer began, as the browser saw it.

    python -m bench.console_traces
    python -m bench.console_traces --data /tmp/filled    # as bench.queries fills it
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from bench.queries import MIX
from bench.stored_traces import WINDOW, fill, opened
from bench.target import judge
from tests.browser.chromium import launched
from tests.processes import running_xray_local

ALLOWED_MS = 300
PATIENCE_MS = 120_000

NOTE_ANSWERS = """
const asked = window.fetch;
window.fetch = async (...question) => {
  const answer = await asked(...question);
  if (String(question[0]).includes("api/scan")) window.answeredAt = performance.now();
  return answer;
};
"""

ASK_AND_WAIT = """() => new Promise((done) => {
  const list = document.querySelector(".traces-list");
  const began = performance.now();
  let asked = false;
  const drawn = () =>
    done([performance.now() - began, window.answeredAt - began]);
  new MutationObserver((_, watching) => {
    if (list.getAttribute("aria-busy") === "true") asked = true;
    else if (asked) {
      watching.disconnect();
      requestAnimationFrame(() => setTimeout(drawn));
    }
  }).observe(list, { attributeFilter: ["aria-busy"] });
  document.querySelector("form.filter").requestSubmit();
})"""
"""The list is busy from the question to the commit of its first rows; then a frame."""


def asked(page: Page, expression: str) -> float:
    """Printed at once: to count the distribution of all traces takes its time."""
    page.get_by_label("Filter expression or trace id").fill(expression)
    first: float
    answer: float
    first, answer = page.evaluate(ASK_AND_WAIT)
    line = f"{first:8.0f} ms, the answer began after {answer:5.0f} ms  {expression}"
    print(line, flush=True)
    whole_and_counted(page)
    return first


def whole_and_counted(page: Page) -> None:
    page.locator(".charts[aria-busy=false]").wait_for(timeout=PATIENCE_MS)
    page.locator(".list-status.search").wait_for(state="detached", timeout=PATIENCE_MS)


def address(url: str) -> str:
    start, end = (
        datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for moment in (WINDOW.start, WINDOW.end)
    )
    return f"{url}/#/traces?timeRange={start}~{end}&by=service"


def measure(directory: Path) -> int:
    kept = {"XRAY_LOCAL_RETENTION_HOURS": "100000"}  # the traces are of the past
    options = ("--data", str(directory), "--relaxed")
    with (
        tempfile.TemporaryDirectory() as folder,
        running_xray_local(Path(folder), *options, environ=kept) as xray,
        launched() as browser,
    ):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(NOTE_ANSWERS)
        page.goto(address(xray.url))
        whole_and_counted(page)
        times = [asked(page, each) for each in (*MIX[1:], "")]
    middle = statistics.median(times)
    print(f"first rows, median   {middle:8.0f} ms")
    return judge(middle / ALLOWED_MS, f"{ALLOWED_MS} ms", most=1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traces", type=int, default=100_000)
    parser.add_argument("--data", type=Path, help="a folder to fill once and keep")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = given.data or Path(name)
        with closing(opened(directory)) as store:
            if not store.contents().traces:
                fill(store, given.traces)
        return measure(directory)


if __name__ == "__main__":
    sys.exit(main())
