"""Only what is new is told, and only where a group wants it."""

from __future__ import annotations

import msgspec
import pytest
from xray_local.model.group import DEFAULT, Group
from xray_local.model.insight import Category, Change, Impact, Insight
from xray_local.model.summary import ServiceId
from xray_local.operations.notices import NEWS_SECONDS, notices

from tests.segments import T

VERB = ServiceId("verb-6")
LOUD = msgspec.structs.replace(
    DEFAULT, insights_enabled=True, notifications_enabled=True
)
QUIET = msgspec.structs.replace(LOUD, notifications_enabled=False)


def changes(*moments: float) -> tuple[Change, ...]:
    return tuple(Change(at, f"at {at}", Impact(), Impact(), (VERB,)) for at in moments)


def an_insight(*moments: float, id: str = "1", group: str = "Default/") -> Insight:
    return Insight(
        id=id,
        group=group,
        category=Category.FAULT,
        start=T,
        end=None,
        updated_at=T,
        root_cause=VERB,
        anomalous=(VERB,),
        of_clients=Impact(),
        of_root_cause=Impact(),
        changes=changes(*moments),
    )


def told(
    before: list[Insight], after: list[Insight], group: Group = LOUD
) -> list[tuple[str, float]]:
    found = notices(
        {each.id: each for each in before},
        {each.id: each for each in after},
        {"Default/": group},
        now=T + 60,
    )
    return [(each.insight.id, each.change.at) for each in found]


def test_each_new_change_is_told_once() -> None:
    known, other = an_insight(T, T + 1), an_insight(T, id="2")
    grown = an_insight(T, T + 1, T + 2, T + 3)

    assert told([], [known]) == [("1", T), ("1", T + 1)]
    assert told([known], [grown, other]) == [("1", T + 2), ("1", T + 3), ("2", T)]
    assert told([known], [known]) == []


@pytest.mark.parametrize("group", ["deleted/x", "Default/older"])
def test_an_insight_of_a_group_that_is_gone_is_not_told(group: str) -> None:
    assert told([], [an_insight(T, group=group)]) == []


def test_a_group_without_notifications_is_left_in_peace() -> None:
    assert told([], [an_insight(T)], QUIET) == []


def test_history_is_no_news() -> None:
    """What is found as insights are enabled may have been over for long."""
    long_ago = T + 60 - NEWS_SECONDS

    assert told([], [an_insight(long_ago - 1, long_ago)]) == [("1", long_ago)]
