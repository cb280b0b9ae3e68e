"""Groups: named filters. A trace's membership is decided by when it came.

A group remembers every expression it has had and since when, so which one decides about
a trace follows from the trace's time of receipt; no trace has to carry its groups.
"""

from __future__ import annotations

import msgspec


class GroupVersion(msgspec.Struct, frozen=True, array_like=True):
    """An expression, in force from `since` (epoch seconds) until the next version."""

    expression: str
    since: float


class Group(msgspec.Struct, frozen=True, array_like=True):
    """`suffix` ends the ARN; it is new each time that a name is created again."""

    name: str
    suffix: str
    versions: tuple[GroupVersion, ...]
    insights_enabled: bool = False
    notifications_enabled: bool = False

    @property
    def expression(self) -> str:
        return self.versions[-1].expression

    @property
    def is_default(self) -> bool:
        """The one that always exists and takes every trace."""
        return self.name == "Default"

    def version_at(self, received_at: float) -> GroupVersion | None:
        """What decides about a trace received then; None before there was a group."""
        for version in reversed(self.versions):
            if version.since <= received_at:
                return version
        return None


DEFAULT = Group("Default", suffix="", versions=(GroupVersion("", float("-inf")),))
