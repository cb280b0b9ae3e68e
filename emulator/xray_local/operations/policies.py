"""Resource policies, with their revision as an optimistic lock.

They are kept and given back; X-Ray Local asks nobody who they are, so no policy ever
refuses a call.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from xray_local.errors import InvalidRequest, PolicyProblem, PolicyRefused
from xray_local.model.policy import Denial, ResourcePolicy
from xray_local.operations.backend import Backend
from xray_local.operations.setting import Setting

MAX_POLICIES = 5
MAX_BYTES = 5 * 1024
PUT = "xray:PutResourcePolicy"

Policies = tuple[ResourcePolicy, ...]
_POLICIES = Setting("policies", tuple[ResourcePolicy, ...], ())


def policies(backend: Backend) -> Policies:
    """In order of their last change."""
    return _POLICIES.read(backend.settings)


def put_policy(
    backend: Backend,
    name: str,
    document: str,
    revision: str | None,
    denials: Sequence[Denial] = (),
) -> ResourcePolicy:
    """Without a revision it is put in any case; "0" means that there must be none yet.

    `denials` are the document's, to be checked for locking the account out. Raises
    PolicyRefused.
    """
    _check_document(document)
    if any(denial.forbids(PUT, backend.account) for denial in denials):
        raise PolicyRefused(
            PolicyProblem.LOCKOUT,
            f"The policy denies {PUT} to account {backend.account}, which could not "
            "change it any more: allow that, or set BypassPolicyLockoutCheck",
        )

    def put(present: Policies) -> Policies:
        before = _named(present, name)
        count = 0 if before is None else before.revision
        if revision is not None and revision != str(count):
            raise PolicyRefused(
                PolicyProblem.STALE,
                f"Another concurrent request has modified the resource policy {name}",
            )
        others = tuple(each for each in present if each.name != name)
        if len(others) >= MAX_POLICIES:
            raise PolicyRefused(
                PolicyProblem.TOO_MANY,
                f"An account has at most {MAX_POLICIES} resource policies",
            )
        now = backend.clock.now()
        return (*others, ResourcePolicy(name, document, count + 1, now))

    return _POLICIES.change(backend.settings, put)[-1]


def delete_policy(backend: Backend, name: str, revision: str | None) -> None:
    """Raises PolicyRefused for a stale revision, InvalidRequest for a missing policy."""

    def delete(present: Policies) -> Policies:
        before = _named(present, name)
        count = None if before is None else str(before.revision)
        if revision is not None and revision != count:
            raise PolicyRefused(
                PolicyProblem.STALE,
                "Another concurrent request has modified or deleted the resource "
                f"policy {name}",
            )
        if before is None:
            raise InvalidRequest(f"The resource policy {name} does not exist.")
        return tuple(each for each in present if each.name != name)

    _POLICIES.change(backend.settings, delete)


def _named(present: Policies, name: str) -> ResourcePolicy | None:
    return next((each for each in present if each.name == name), None)


def _check_document(document: str) -> None:
    if len(document.encode()) > MAX_BYTES:
        raise PolicyRefused(
            PolicyProblem.TOO_LARGE, f"A policy has at most {MAX_BYTES} bytes"
        )
    try:
        msgspec.json.decode(document, type=dict)
    except (msgspec.DecodeError, RecursionError) as error:
        raise PolicyRefused(PolicyProblem.MALFORMED) from error
