"""X-Ray Local answers as the real service was recorded to answer."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from xray_local.config import Config

from tests.conformance.cases import Case, load_cases, load_reasons
from tests.conformance.matching import Moment
from tests.conformance.run import differences
from tests.conformance.service import running_service

CASES = load_cases()
REASONS = load_reasons()


def _parameter(case: Case) -> object:
    reason = REASONS.get(case.name)
    marks = [] if reason is None else [pytest.mark.xfail(reason=reason)]
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_the_recorded_case_holds(case: Case, tmp_path: Path) -> None:
    base = _base(case)
    clock = None
    if case.clock == "controlled":
        clock = tmp_path / "clock"
        clock.write_text(repr(base + _first_call(case)))
    defaults = Config(port=0, data=tmp_path / "data", sampling="aws")
    config = replace(
        defaults,
        account=case.account or defaults.account,
        region=case.region or defaults.region,
    )
    with running_service(config, clock) as service:
        found = differences(case, service, Moment(base, service.now))

    assert found == []


def _base(case: Case) -> float:
    """T: now where the case is about receipt, else an hour ago."""
    now = int(time.time())
    base = now if case.clock == "receipt" else now - 3600
    return float(base - base % case.base_multiple)


def _first_call(case: Case) -> float:
    """The earliest moment, relative to T, at which the case makes a call."""
    return min((call.at["$t"] for call in case.calls if call.at), default=0.0)


def test_every_reason_is_about_a_case() -> None:
    assert set() == REASONS.keys() - {case.name for case in CASES}
