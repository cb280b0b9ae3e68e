"""The service map: how a story finds what it has, and calls to draw on it."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import Locator, Page

from tests.segments import a_segment, a_subsegment

MAP = "#/service-map?timeRange=PT15M"


def node(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^{name},"))


def a_call(
    caller: str, callee: str, seconds: float = 0.5, *, called: str | None = None
) -> list[dict[str, Any]]:
    """The caller waits a fifth of a second longer than the callee works.

    It may have called it by another name.
    """
    end = time.time() - 1
    call = a_subsegment(
        called or callee,
        namespace="remote",
        start_time=end - seconds - 0.1,
        end_time=end + 0.1,
    )
    outer = a_segment(
        caller, start_time=end - seconds - 0.2, end_time=end + 0.2, subsegments=[call]
    )
    inner = a_segment(
        callee,
        trace_id=outer["trace_id"],
        parent_id=call["id"],
        start_time=end - seconds,
        end_time=end,
    )
    return [outer, inner]
