"""How soon a large trace is on screen in Chromium, and how smoothly it scrolls.

A trace of 2,000 segments in 4,000 rows is opened from the list, cold and again; then its
timeline is scrolled from top to bottom, 150 pixels a frame. Beside the clock stands the
time of the processor that the page's main thread took; beside the large trace one of a
single segment, and beside the frames those of a page on which nothing moves. It ends
within a minute on a quiet machine; on one so busy that half a minute is not enough for an
opening, it says so.

    python -m bench.console_trace
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

from playwright.sync_api import CDPSession, Page

from bench.target import judge
from tests.browser.chromium import launched, put
from tests.processes import running_xray_local
from tests.rich_traces import a_large_trace
from tests.segments import a_segment

ALLOWED_MS = 1000
FRAMES_PER_SECOND = 30
ROUNDS = 5

FRAMES = 120
MOST_MS = 30_000
"""An opening, or a scrolling, that takes longer is given up."""

OPEN = """async ([id, most]) => {
    const began = performance.now();
    location.hash = `#/traces/${id}`;
    while (!document.querySelector(".timeline-row")) {
        if (performance.now() - began > most) throw new Error("no row appeared");
        await new Promise(done => setTimeout(done, 4));
    }
    await new Promise(requestAnimationFrame);
    await new Promise(done => setTimeout(done));
    return performance.now() - began;
}"""
"""Until the first rows have been painted."""

SCROLL = """async ([pixels, most, mostMs]) => {
    const timeline = document.querySelector(".timeline-scroller");
    const frames = [];
    let last = await new Promise(requestAnimationFrame);
    const end = last + mostMs;
    for (let top = 0; frames.length < most && last < end; top += pixels) {
        timeline.scrollTop = top;
        const now = await new Promise(requestAnimationFrame);
        frames.push(now - last);
        last = now;
    }
    return frames;
}"""
"""How long each frame lasted, by requestAnimationFrame."""

QUIET = """async most => {
    const end = performance.now() + most;
    let last = await new Promise(requestAnimationFrame);
    for (let quiet = 0; quiet < 30 && last < end;) {
        const now = await new Promise(requestAnimationFrame);
        quiet = now - last < 25 ? quiet + 1 : 0;
        last = now;
    }
}"""
"""Until half a second of frames has passed in time: what is loaded is laid out."""


@dataclass
class Measured:
    """Milliseconds: of each opening, of each frame of scrolling, by clock and processor."""

    opened: list[float] = field(default_factory=list)
    opened_small: list[float] = field(default_factory=list)
    opened_busy: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    frames_idle: list[float] = field(default_factory=list)
    frames_busy: list[float] = field(default_factory=list)


def measure(page: Page, url: str, large: str, small: str) -> Measured:
    measured = Measured()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    for _ in range(ROUNDS):
        go_to_the_list(page, url, small)
        measured.opened_small.append(page.evaluate(OPEN, [small, MOST_MS]))
        go_to_the_list(page, url, large)
        before = busy(devtools)
        measured.opened.append(page.evaluate(OPEN, [large, MOST_MS]))
        measured.opened_busy.append(busy(devtools) - before)
        page.evaluate(QUIET, 3_000)
        measured.frames_idle += page.evaluate(SCROLL, [0, FRAMES // 2, MOST_MS])
        before = busy(devtools)
        frames = page.evaluate(SCROLL, [150, FRAMES, MOST_MS])
        measured.frames += frames
        measured.frames_busy.append((busy(devtools) - before) / len(frames))
    return measured


def go_to_the_list(page: Page, url: str, trace_id: str) -> None:
    page.goto(f"{url}/#/traces?timeRange=PT15M")
    page.get_by_role("link", name=trace_id).wait_for()
    page.evaluate(QUIET, 1_000)


def busy(devtools: CDPSession) -> float:
    """Milliseconds of the processor that the page's main thread has had."""
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    [seconds] = [each["value"] for each in metrics if each["name"] == "TaskDuration"]
    return 1000 * float(seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=2_000)
    segments = parser.parse_args().segments
    with (
        tempfile.TemporaryDirectory() as folder,
        running_xray_local(Path(folder), "--memory") as xray,
        launched() as browser,
    ):
        documents = a_large_trace(time.time() - 40, segments)
        single = a_segment("single", start_time=time.time() - 30, end_time=time.time())
        put(xray, [*documents, single])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        large, small = documents[0]["trace_id"], single["trace_id"]
        measured = measure(page, xray.url, large, small)
    opened = median(measured.opened)
    frame = median(measured.frames)
    print(f"on screen            {opened:8.0f} ms (median of {ROUNDS})")
    print(f"  of the processor   {median(measured.opened_busy):8.0f} ms")
    print(f"  a single segment   {median(measured.opened_small):8.0f} ms")
    print(f"the first time       {measured.opened[0]:8.0f} ms")
    rate = 1000 / mean(measured.frames)
    print(f"a frame of scrolling {frame:8.1f} ms (median of {len(measured.frames)})")
    print(f"  frames a second    {rate:8.1f}")
    print(f"  of the processor   {median(measured.frames_busy):8.1f} ms")
    print(f"  nothing moves      {median(measured.frames_idle):8.1f} ms")
    missed = judge(opened / ALLOWED_MS, f"{ALLOWED_MS} ms", most=1)
    return missed | judge(
        rate / FRAMES_PER_SECOND, f"{FRAMES_PER_SECOND} frames/s", least=1
    )


if __name__ == "__main__":
    sys.exit(main())
