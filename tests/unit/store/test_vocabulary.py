"""Traces share their words, and what is ever new is told apart in time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from xray_local.model.role import ANNOTATIONS, ServiceRole
from xray_local.model.summary import Summary
from xray_local.store.schema import open_writer
from xray_local.store.spelling import (
    ROLE,
    Speller,
    packed,
    unpacked,
    unpacked_figures,
)
from xray_local.store.vocabulary import Vocabulary, decoded_role

from tests.contract.traces import (
    NOON,
    a_segment,
    a_trace,
    a_trace_id,
    summaries_of,
)

FEW = 4


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_writer(tmp_path / "traces.sqlite3")) as opened:
        yield opened


@pytest.fixture
def vocabulary(writer: sqlite3.Connection) -> Vocabulary:
    return Vocabulary(writer, FEW)


def a_summary(start: float = NOON, **members: Any) -> Summary:
    (summary,) = summaries_of(a_trace(start, **members)).values()
    return summary


def words_of(vocabulary: Vocabulary, summary: Summary) -> set[int]:
    speller = Speller(vocabulary.loose())
    places = speller.spell(1, summary).words
    numbers = vocabulary.numbers(speller.words)
    return {numbers[place] for place in places}


def roles(writer: sqlite3.Connection) -> list[ServiceRole]:
    """Of the frontend."""
    rows = writer.execute("SELECT value FROM words WHERE field = ?", (ROLE,))
    known = [decoded_role(value) for (value,) in rows]
    return [
        role
        for role in known
        if isinstance(role, ServiceRole) and role.service.name == "frontend"
    ]


def values(writer: sqlite3.Connection, field: str) -> list[object]:
    rows = writer.execute("SELECT value FROM words WHERE field = ?", (field,))
    return [value for (value,) in rows]


def test_traces_that_differ_in_times_alone_have_the_same_words(
    vocabulary: Vocabulary,
) -> None:
    first = words_of(vocabulary, a_summary(NOON, took=0.5, user="alice"))
    later = words_of(vocabulary, a_summary(NOON + 60, took=0.75, user="alice"))
    other = words_of(vocabulary, a_summary(NOON, took=0.5, user="bob"))

    assert first == later != other


def test_words_come_out_as_they_were_packed(vocabulary: Vocabulary) -> None:
    """With the times of the trace."""
    speller = Speller(vocabulary.loose())
    spelt = speller.spell(1, a_summary(took=0.5))
    numbers = vocabulary.numbers(speller.words)
    blob = packed(numbers, spelt.figures)
    least, most = unpacked_figures(blob)

    assert numbers == [*unpacked(blob)]
    assert (0.5, 0.5) in zip(least, most, strict=True)


def test_words_are_known_again_by_another_process(
    writer: sqlite3.Connection, vocabulary: Vocabulary
) -> None:
    summary = a_summary(user="alice")

    assert words_of(vocabulary, summary) == words_of(Vocabulary(writer, FEW), summary)


def test_a_text_that_is_ever_new_becomes_a_word_of_its_own(
    writer: sqlite3.Connection, vocabulary: Vocabulary
) -> None:
    """So that a thousand orders do not make a thousand roles."""
    for number in range(50):
        words_of(vocabulary, a_summary(annotations={"order": number, "shop": "north"}))

    assert len(roles(writer)) <= FEW + 2
    assert len(values(writer, "annotation.order")) >= 50 - FEW - 2
    assert values(writer, "annotation.shop") == []
    assert roles(writer)[-1].annotations == {"shop": ("north",)}


def test_what_is_loose_stays_so_in_another_process(
    writer: sqlite3.Connection, vocabulary: Vocabulary
) -> None:
    for number in range(FEW + 3):
        words_of(vocabulary, a_summary(user=f"user {number}"))
    before = len(roles(writer))
    words_of(Vocabulary(writer, FEW), a_summary(user="a new one"))

    assert before == len(roles(writer))


def test_a_service_of_too_many_roles_lets_everything_go(
    writer: sqlite3.Connection, vocabulary: Vocabulary
) -> None:
    """Few values of each field, but all of their combinations."""
    for number in range(4**4):
        digits = {f"d{place}": number // 4**place % 4 for place in range(4)}
        words_of(vocabulary, a_summary(annotations=digits))

    assert len(roles(writer)) < 4 * FEW * 4
    assert ANNOTATIONS in roles(writer)[-1].loose


def test_a_long_text_is_kept_in_part(
    writer: sqlite3.Connection, vocabulary: Vocabulary
) -> None:
    """As bytes: whoever asks for it must not take the part for the whole."""
    words_of(vocabulary, a_summary(user="x" * 1000))
    words_of(vocabulary, a_summary(user="y" * 1000))

    assert values(writer, "user") == [b"y" * 200]


def test_retired_words_are_gone_unless_a_trace_has_them(
    writer: sqlite3.Connection, vocabulary: Vocabulary
) -> None:
    gone = words_of(vocabulary, a_summary(user="alice"))
    kept = words_of(vocabulary, a_summary(user="bob"))
    writer.executemany(
        "INSERT INTO mentions VALUES (?, ?, ?)", [(word, NOON, 1) for word in kept]
    )
    vocabulary.retire(gone)
    left = {word for (word,) in writer.execute("SELECT word FROM words")}

    assert kept == left
    assert kept == words_of(vocabulary, a_summary(user="bob"))


def test_an_integer_without_bounds_is_a_word(vocabulary: Vocabulary) -> None:
    """JSON has no largest one."""
    for number in range(FEW + 3):
        assert words_of(vocabulary, a_summary(annotations={"big": 10**400 + number}))


def test_a_trace_that_nobody_sees_has_none(vocabulary: Vocabulary) -> None:
    orphan = a_segment(a_trace_id(), parent_id=f"{7:016x}", type="subsegment")
    (summary,) = summaries_of([orphan]).values()

    assert set() == words_of(vocabulary, summary)
