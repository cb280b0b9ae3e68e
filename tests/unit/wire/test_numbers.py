"""Numbers as Java prints doubles, and nothing else changed."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xray_local.wire.numbers import encode

JAVA = {
    1790158405.0: "1.790158405E9",
    1790164769.125: "1.790164769125E9",
    -1790158405.5: "-1.7901584055E9",
    10_000_000.0: "1.0E7",
    9_999_999.9: "9999999.9",
    0.001: "0.001",
    0.000999: "9.99E-4",
    0.0001: "1.0E-4",
    1.5e-7: "1.5E-7",
    1e21: "1.0E21",
    1.25e300: "1.25E300",
    0.0: "0.0",
    0.5: "0.5",
}


@pytest.mark.parametrize("number", JAVA)
def test_a_double_is_printed_as_java_prints_it(number: float) -> None:
    assert JAVA[number] == encode(number).decode()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_reads_back_as_itself(number: float) -> None:
    assert json.loads(encode([number])) == [number]


def test_whole_numbers_and_texts_stay_as_they_are() -> None:
    """A text that looks like a time, too."""
    value = {"Count": 1790158405, "Name": "at 1790158405.0,1790158405.0", "No": None}

    assert json.loads(encode(value)) == value
    assert b"1790158405," in encode(value)
    assert b"at 1790158405.0,1790158405.0" in encode(value)


def test_what_is_no_number_in_json_is_null() -> None:
    assert encode([math.nan, math.inf]) == b"[null,null]"
