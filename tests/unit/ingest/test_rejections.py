"""The log shows a few rejections a second, and how many it left out."""

from __future__ import annotations

import pytest
from xray_local.clock import ManualClock
from xray_local.errors import DocumentRejected
from xray_local.ingest.rejections import LINES_PER_SECOND, RejectionLog
from xray_local.model.rejected import Transport

from tests.segments import T


def test_a_burst_is_told_in_a_few_lines_and_a_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The number comes when the second is over, also when nothing else does."""
    clock = ManualClock(T)
    rejections = RejectionLog(clock)
    for _ in range(26):
        rejection = DocumentRejected("MissingName")
        rejections.note(rejection, "127.0.0.1:40000", Transport.UDP, b"{}")
    assert len(caplog.messages) == LINES_PER_SECOND

    rejections.tell_left_out(T + 0.5)
    assert len(caplog.messages) == LINES_PER_SECOND
    rejections.tell_left_out(T + 1)
    rejections.tell_left_out(T + 2)

    assert caplog.messages[LINES_PER_SECOND:] == ["21 more documents rejected"]
