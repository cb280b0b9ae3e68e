"""The service graph of a window."""

from __future__ import annotations

from xray_local.graph.graph import Graph
from xray_local.model.window import Window
from xray_local.operations.backend import Backend
from xray_local.operations.traces import check_window

MAX_RANGE_SECONDS = 6 * 3600


def service_graph(backend: Backend, window: Window) -> Graph:
    """All traces that start in the window; at most six hours, as in X-Ray."""
    check_window(window, MAX_RANGE_SECONDS, "6 hours")
    return backend.store.graph(window)
