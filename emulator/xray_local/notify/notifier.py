"""Tells of insights, as X-Ray tells EventBridge, where there is somebody to tell."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import msgspec

from xray_local.model.arn import Arns
from xray_local.model.insight import Notice
from xray_local.notify.outbox import Outbox
from xray_local.wire.notices import insight_update


class Notifier:
    """Posts each notice to the URL; without one it keeps silent."""

    def __init__(
        self, url: str | None, arns: Arns, count: Callable[[str], None]
    ) -> None:
        self._arns = arns
        self._outbox = None if url is None else Outbox(url, count)

    def __call__(self, notice: Notice) -> None:
        if self._outbox is not None:
            event = insight_update(notice, self._arns, str(uuid.uuid4()))
            self._outbox.put(msgspec.json.encode(event))

    def start(self) -> None:
        if self._outbox is not None:
            self._outbox.start()

    def stop(self) -> None:
        """Harmless when repeated."""
        if self._outbox is not None:
            self._outbox.stop()
