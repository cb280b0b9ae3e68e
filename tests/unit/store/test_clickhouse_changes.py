"""Which traces a process still has to summarise, also when ClickHouse did not answer."""

from __future__ import annotations

from xray_local.store.clickhouse.changes import Changes
from xray_local.store.open_traces import PATIENCE, QUIET

from tests.contract.traces import NOON, a_trace, trace_id_of

CHILD, ROOT = TRACE = a_trace()
NAME = trace_id_of(TRACE)


def test_a_trace_is_ripe_when_it_has_been_quiet() -> None:
    changes = Changes()
    changes.add([CHILD], NOON)
    changes.add([ROOT], NOON + QUIET / 2)

    assert changes.ripe(NOON + QUIET) == []
    assert changes.ripe(NOON + 2 * QUIET) == [NAME]


def test_a_trace_that_is_never_quiet_is_ripe_after_a_while() -> None:
    changes = Changes()
    changes.add([CHILD], NOON)
    changes.add([ROOT], NOON + PATIENCE)

    assert changes.ripe(NOON + PATIENCE) == [NAME]


def test_what_was_taken_is_not_there_and_back_when_it_failed() -> None:
    """With what came in between behind it."""
    changes = Changes()
    changes.add([CHILD], NOON)
    taken = changes.take([NAME, "another"])
    after_taking = changes.all()
    changes.add([ROOT], NOON + 1)
    changes.put_back(taken)
    again = changes.take(changes.all())

    assert after_taking == []
    assert [*again] == [NAME]
    assert [CHILD.segment, ROOT.segment] == [
        each.segment for each in again[NAME].documents
    ]
    assert len(changes) == 0


def test_a_trace_that_another_left_behind_has_nothing_at_hand() -> None:
    changes = Changes()
    changes.note([NAME], NOON)

    assert changes.take([NAME])[NAME].documents == []
