"""Which traces are in a group: each is judged by the expression of its time."""

from __future__ import annotations

from xray_local.model.group import Group, GroupVersion
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations.backend import Backend
from xray_local.operations.groups import references
from xray_local.query.expression import (
    Tree,
    compile_filter,
    fill_groups,
    parse,
    plan_of,
)
from xray_local.query.plan import Plan
from xray_local.store.base import Selection


class Membership:
    """A group's expressions, ready to be asked."""

    def __init__(self, backend: Backend, group: Group) -> None:
        self._group = group
        self._trees = tuple(_tree(backend, version) for version in group.versions)
        self._filters = {
            version: compile_filter(tree)
            for version, tree in zip(group.versions, self._trees, strict=True)
        }

    def admits(self, summary: Summary) -> bool:
        version = self._group.version_at(summary.received_at)
        return version is not None and self._filters[version](summary)

    def by_old_version(self, summary: Summary) -> bool:
        """Admitted, but by an expression that the group no longer has."""
        version = self._group.version_at(summary.received_at)
        return version != self._group.versions[-1] and self.admits(summary)

    @property
    def selection(self) -> Selection:
        return Selection(("members", *self._key), self.admits)

    @property
    def old_selection(self) -> Selection | None:
        """Those that an old expression admitted; None where there is no old one."""
        if len(self._trees) == 1:
            return None
        return Selection(("old members", *self._key), self.by_old_version)

    @property
    def _key(self) -> tuple[object, ...]:
        """All that decides: the expressions, groups filled in, and since when."""
        return (self._trees, tuple(each.since for each in self._group.versions))

    def plan(self, window: Window, by: TimeRangeType) -> Plan:
        """Of one expression what a store may skip; of several only the window."""
        tree = self._trees[0] if len(self._trees) == 1 else parse("")
        return plan_of(tree, window, by)


def _tree(backend: Backend, version: GroupVersion) -> Tree:
    expression = version.expression
    return fill_groups(parse(expression), expression, references(backend))
