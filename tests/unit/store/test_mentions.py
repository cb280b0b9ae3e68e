"""Conditions and summaries must hash the same words."""

from __future__ import annotations

import pytest
from xray_local.model.segment import Scalar
from xray_local.query.plan import AnnotationCondition, ServiceCondition
from xray_local.store.mentions import mentions_of, word_of

from tests.contract.traces import a_trace, summaries_of


def mentioned(
    condition: ServiceCondition | AnnotationCondition, **members: Scalar
) -> bool:
    (summary,) = summaries_of(a_trace(annotations=members)).values()
    return word_of(condition) in {word for word, _, _ in mentions_of(summary, 1)}


@pytest.mark.parametrize(
    ("sent", "asked"),
    [(3, 3.0), (3.0, 3), (True, True), ("3", "3"), ("", ""), (10**400, 10**400)],
)
def test_equal_values_are_the_same_word(sent: Scalar, asked: Scalar) -> None:
    """However a client writes its numbers."""
    assert mentioned(AnnotationCondition("items", asked), items=sent)


def test_a_key_is_a_word_of_its_own() -> None:
    """For conditions that only ask whether it is there."""
    assert mentioned(AnnotationCondition("items"), items=3)
    assert not mentioned(AnnotationCondition("item"), items=3)


def test_text_and_number_are_two_words() -> None:
    """As they are two values."""
    assert not mentioned(AnnotationCondition("items", "3"), items=3)


def test_a_service_is_not_an_annotation() -> None:
    """Nor the other way round."""
    assert mentioned(ServiceCondition("orders"))
    assert not mentioned(ServiceCondition("customer"), customer="orders")
