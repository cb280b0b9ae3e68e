"""Two sets compared count what brute force counts, whatever the store and the parts."""

from __future__ import annotations

from collections import Counter
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from xray_local.model.segment import Received, Scalar
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import portion
from xray_local.operations.breakdown.attributes import ATTRIBUTES
from xray_local.operations.comparison.compare import Comparison, compare
from xray_local.operations.portion import Question
from xray_local.query.syntax import Tree
from xray_local.store.base import Store

from tests.contract.conftest import OpenStore
from tests.contract.random_traces import BATCHES
from tests.contract.test_filters import WINDOWS, backend, brute_force, written
from tests.contract.traces import NOON, a_trace, summaries_of
from tests.unit.query.trees import trees

Counted = dict[tuple[str, Scalar], int]


def compared(store: Store, first: Question, second: Question) -> Comparison:
    """By parts of two traces."""
    with patch.object(portion, "TRACES_PER_PART", 2):
        last = [*compare(backend(store), first, second)][-1]
    assert isinstance(last, Comparison)
    return last


def values_of(found: Comparison, which: str) -> Counted:
    counted = {
        (row.attribute, row.value): getattr(row.shares, which)
        for rows in found.compared.rows.values()
        for row in rows
        if row.attribute in ATTRIBUTES
    }
    return {value: count for value, count in counted.items() if count}


def counted(traces: list[Summary]) -> Counted:
    values: Counter[tuple[str, Scalar]] = Counter()
    for trace in traces:
        for name, each in ATTRIBUTES.items():
            known = {value for value in each.values(trace) if value is not None}
            values.update((name, value) for value in known)
    return dict(values)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(BATCHES, trees(), trees(), WINDOWS, WINDOWS)
def test_both_sets_have_what_brute_force_finds(
    open_store: OpenStore,
    batches: list[list[Received]],
    tree: Tree,
    other: Tree,
    window: Window,
    other_window: Window,
) -> None:
    """And so have the traces that are in both."""
    with open_store() as store:
        summaries = summaries_of(written(store, batches))
        found = compared(
            store,
            Question(window, str(tree)),
            Question(other_window, str(other)),
        )
        a, b = (
            {*brute_force(summaries, each, TimeRangeType.TRACE_ID, asked)}
            for each, asked in ((window, tree), (other_window, other))
        )

        assert len(a & b) == found.in_both
        for ids, side, which in zip((a, b), found.sides, "ab", strict=True):
            there = [summaries[each] for each in ids]
            assert side.tally.all.traces == len(there)
            assert values_of(found, which) == counted(there)


def test_windows_are_looked_through_to_their_ends(store: Store) -> None:
    """The one has many parts and the other few."""
    many = [a_trace(NOON + second) for second in range(9)]
    few = [a_trace(NOON + 1000 + second) for second in range(2)]
    store.write([document for trace in [*many, *few] for document in trace])

    found = compared(
        store,
        Question(Window(NOON - 60, NOON + 60)),
        Question(Window(NOON + 900, NOON + 1100)),
    )

    assert [(side.scanned, side.total) for side in found.sides] == [(9, 9), (2, 2)]
    assert found.in_both == 0
