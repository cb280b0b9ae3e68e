"""What has changed, asked of a store that others write too."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

from xray_local.model.summary import Summary
from xray_local.operations.live import Asked
from xray_local.query.plan import Plan

from tests.contract.traces import NOON, a_trace, trace_id_of
from tests.in_process import InProcess


def test_what_comes_during_the_first_look_is_told() -> None:
    """Else it would be among what was there before, and be told to nobody."""
    xray = InProcess()
    xray.clock.set(NOON)
    before, meanwhile = a_trace(NOON - 2), a_trace(NOON)
    xray.store.write(before)
    look = xray.store.summaries

    def slow(plan: Plan) -> Iterator[Summary]:
        xray.store.write(meanwhile)
        return look(plan)

    with patch.object(xray.store, "summaries", slow):
        changes = Asked(xray.backend)
    xray.clock.advance(1)

    assert [trace_id_of(meanwhile)] == [each.trace_id for each in changes.take().traces]
    assert changes.take().traces == []
