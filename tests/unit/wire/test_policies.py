"""Which policies would keep their author from changing them again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from xray_local.wire.policies import denials

ACCOUNT = "123456789012"
PUT = "xray:PutResourcePolicy"
DENY: dict[str, Any] = {"Effect": "Deny", "Principal": "*", "Action": PUT}


def locks_out(*statements: dict[str, Any]) -> bool:
    document = json.dumps({"Version": "2012-10-17", "Statement": [*statements]})
    return any(denial.forbids(PUT, ACCOUNT) for denial in denials(document))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"Action": "xray:Put*"},
        {"Action": ["xray:GetGroup", "XRAY:*"]},
        {"Action": "*"},
        {"Action": None, "NotAction": "xray:Get*"},
        {"Principal": {"AWS": "*"}},
        {"Principal": {"AWS": ACCOUNT}},
        {"Principal": {"AWS": ["000000000000", f"arn:aws:iam::{ACCOUNT}:root"]}},
        {"Principal": None, "NotPrincipal": {"AWS": "000000000000"}},
    ],
)
def test_denying_the_account_its_next_put_locks_it_out(change: dict[str, Any]) -> None:
    assert locks_out({"Effect": "Allow", **change}, DENY | change)


@pytest.mark.parametrize(
    "change",
    [
        {"Effect": "Allow"},
        {"Action": "xray:PutTraceSegments"},
        {"Action": "xray:[P]utResourcePolicy"},
        {"Action": None},
        {"Action": None, "NotAction": ["xray:Get*", "xray:Put*"]},
        {"Principal": {"Service": "sns.amazonaws.com"}},
        {"Principal": {"AWS": "000000000000"}},
        {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/bob"}},
        {"Principal": None, "NotPrincipal": {"AWS": ACCOUNT}},
        {"Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}}},
    ],
)
def test_anything_less_does_not(change: dict[str, Any]) -> None:
    """Somebody else, something else, or on a condition."""
    assert not locks_out(DENY | change)


@pytest.mark.parametrize(
    "document",
    ["{", "[]", "{}", '{"Statement": 1}', '{"Statement": ["Deny"]}', "[" * 2000],
)
def test_what_is_no_policy_denies_nothing(document: str) -> None:
    assert denials(document) == ()


def test_one_statement_may_stand_without_a_list() -> None:
    assert len(denials(json.dumps({"Statement": DENY}))) == 1
