"""Where segments go and how many of them are indexed: kept, and given back.

X-Ray Local keeps every trace itself whatever is set. What a client can see of the
destination, beyond reading it back, is how bad documents are refused.
"""

from __future__ import annotations

import msgspec

from xray_local.errors import InvalidRequest, ResourceNotFound
from xray_local.operations.backend import Backend
from xray_local.operations.setting import Setting

DEFAULT_RULE = "Default"
CLOUD_WATCH_LOGS = "CloudWatchLogs"


class IndexingRule(msgspec.Struct, frozen=True, array_like=True):
    """The one there is. `percentage` is of all traces; `modified_at` epoch seconds."""

    percentage: float = 1.0
    modified_at: float | None = None


_DESTINATION = Setting("destination", str, "XRay")
_INDEXING = Setting("indexing", IndexingRule, IndexingRule())


def destination(backend: Backend) -> str:
    return _DESTINATION.read(backend.settings)


def change_destination(backend: Backend, chosen: str | None) -> str:
    if chosen is None:
        raise InvalidRequest("Provide a Destination: XRay or CloudWatchLogs")
    return _DESTINATION.change(backend.settings, lambda _: chosen)


def indexing_rule(backend: Backend) -> IndexingRule:
    return _INDEXING.read(backend.settings)


def change_indexing_rule(
    backend: Backend, name: str, percentage: float | None
) -> IndexingRule:
    """Raises ResourceNotFound for any other name than Default."""
    if name != DEFAULT_RULE:
        raise ResourceNotFound(name)
    if percentage is None or not 0 <= percentage <= 100:
        raise InvalidRequest("DesiredSamplingPercentage must be between 0 and 100")
    changed = IndexingRule(percentage, backend.clock.now())
    return _INDEXING.change(backend.settings, lambda _: changed)
