"""A chart under the mouse."""

from __future__ import annotations

from playwright.sync_api import Locator


def dragged(chart: Locator, corners: tuple[float, float, float, float]) -> None:
    """From one corner to another, in shares of the chart."""
    box = chart.bounding_box()
    assert box is not None
    x, y, to_x, to_y = corners
    mouse = chart.page.mouse
    mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    mouse.down()
    mouse.move(box["x"] + to_x * box["width"], box["y"] + to_y * box["height"], steps=5)
    mouse.up()
