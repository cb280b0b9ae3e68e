"""What a resource policy's document forbids, in IAM's policy language.

Only what is needed to know whether the policy would lock its author out: statements that
deny without a condition. Who falls under a condition cannot be known beforehand.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from xray_local.model.policy import Denial

Json = dict[str, Any]


def denials(document: str) -> tuple[Denial, ...]:
    """None of a document that is no policy: it is refused for what it is."""
    try:
        policy = msgspec.json.decode(document, type=dict)
    except (msgspec.DecodeError, RecursionError):
        return ()
    return tuple(
        _denial(each)
        for each in _listed(policy.get("Statement"))
        if isinstance(each, dict)
        and each.get("Effect") == "Deny"
        and not each.get("Condition")
    )


def _denial(statement: Json) -> Denial:
    return Denial(
        principals=_principals(statement.get("Principal")),
        other_principals=_principals(statement.get("NotPrincipal")),
        actions=_texts(statement.get("Action")),
        other_actions=_texts(statement.get("NotAction")),
    )


def _principals(stated: Any) -> tuple[str, ...]:
    """`*`, accounts and users; services and the like are never who calls here."""
    if isinstance(stated, dict):
        stated = stated.get("AWS")
    return _texts(stated)


def _texts(stated: Any) -> tuple[str, ...]:
    return tuple(each for each in _listed(stated) if isinstance(each, str))


def _listed(stated: Any) -> Iterator[Any]:
    """IAM takes one value in place of a list of one."""
    if isinstance(stated, list):
        yield from stated
    elif stated is not None:
        yield stated
