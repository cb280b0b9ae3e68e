"""What axe-core says of a page: https://github.com/dequelabs/axe-core."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

CONSOLE = Path(__file__).parents[2] / "emulator" / "console"
AXE = CONSOLE / "node_modules" / "axe-core" / "axe.min.js"
BAD = ("serious", "critical")


def faults(page: Page) -> list[str]:
    """Those that keep somebody from using it: the rule, and the elements it is about."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "() => axe.run(document, { resultTypes: ['violations'] })"
    )
    return [
        f"{rule['id']}: {rule['help']}: {node['target']} {node['html'][:160]} "
        f"{node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in BAD
        for node in rule["nodes"]
    ]
