"""Resource policies: documents about who may send to this account."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

import msgspec


class ResourcePolicy(msgspec.Struct, frozen=True, array_like=True):
    """`revision` counts the puts from 1; `updated_at` is epoch seconds."""

    name: str
    document: str
    revision: int
    updated_at: float


@dataclass(frozen=True, slots=True)
class Denial:
    """A statement that forbids. Of each pair, `other_` means everything but these."""

    principals: tuple[str, ...] = ()
    other_principals: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    other_actions: tuple[str, ...] = ()

    def forbids(self, action: str, account: str) -> bool:
        """Whether the account as a whole may no longer do this."""
        names = {"*", account, f"arn:aws:iam::{account}:root"}
        meant = bool(names & {*self.principals})
        if self.other_principals:
            meant = not names & {*self.other_principals}
        return meant and (
            _any_like(action, self.actions)
            if self.actions
            else bool(self.other_actions) and not _any_like(action, self.other_actions)
        )


def _any_like(action: str, patterns: tuple[str, ...]) -> bool:
    """IAM's `*` and `?`, without regard to case; a `[` means itself."""
    return any(
        fnmatchcase(action.lower(), pattern.lower().replace("[", "[[]"))
        for pattern in patterns
    )
