"""Groups: made, changed, found."""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass

import msgspec

from xray_local.errors import GroupNotFound, InvalidRequest
from xray_local.model.group import DEFAULT, Group, GroupVersion
from xray_local.operations.backend import Backend
from xray_local.operations.setting import Setting
from xray_local.operations.tag_sets import Tags, check_tags, forget_tags, keep_tags
from xray_local.query.expression import fill_groups, parse

MAX_GROUPS = 25
"""A region's quota, Default included."""

_NAME = re.compile(r"[0-9A-Za-z-]{1,32}")
_GROUPS = Setting("groups", tuple[Group, ...], (DEFAULT,))
Groups = tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Insights:
    """An InsightsConfiguration of a request; None leaves as it is."""

    enabled: bool | None = None
    notifications: bool | None = None


def groups(backend: Backend) -> Groups:
    """By name, Default among them."""
    return tuple(sorted(_GROUPS.read(backend.settings), key=lambda each: each.name))


def group(backend: Backend, name: str | None, arn: str | None) -> Group:
    """Raises InvalidRequest unless exactly one is given, and names a group."""
    return _selected(backend, _GROUPS.read(backend.settings), name, arn)


def create_group(
    backend: Backend,
    name: str,
    expression: str | None,
    insights: Insights,
    tagged: Tags,
) -> Group:
    """Raises ExpressionError or InvalidRequest."""
    if not _NAME.fullmatch(name):
        raise InvalidRequest("A group's name has letters, digits and hyphens only")
    check_tags(tagged)
    suffix = base64.b32encode(secrets.token_bytes(32)).decode().rstrip("=")

    def add(present: Groups) -> Groups:
        if any(each.name == name for each in present):
            raise InvalidRequest(f"{name} already exists")
        if len(present) >= MAX_GROUPS:
            raise InvalidRequest(f"A region has at most {MAX_GROUPS} groups")
        version = GroupVersion(_stated(expression), backend.clock.now())
        created = _configured(Group(name, suffix, (version,)), insights)
        _check_references(backend, (*present, created), created)
        return (*present, created)

    created = _GROUPS.change(backend.settings, add)[-1]
    keep_tags(backend, backend.arns.group(created), tagged)
    return created


def update_group(
    backend: Backend,
    selector: tuple[str | None, str | None],
    expression: str | None,
    insights: Insights | None,
) -> Group:
    """The changed group; a trace that came before stays judged by the old expression.

    `selector` is a name or an ARN. Raises ExpressionError or InvalidRequest.
    """
    updated: list[Group] = []

    def update(present: Groups) -> Groups:
        before = _selected(backend, present, *selector)
        after = _configured(before, insights or Insights())
        if expression is not None or insights is None:
            after = _refiltered(backend, after, expression)
        changed = tuple(after if each == before else each for each in present)
        _check_references(backend, changed, after)
        updated.append(after)
        return changed

    _GROUPS.change(backend.settings, update)
    return updated[-1]


def delete_group(backend: Backend, name: str | None, arn: str | None) -> None:
    """The name can be created again, the ARN is dead."""
    doomed: list[Group] = []

    def delete(present: Groups) -> Groups:
        doomed.append(_selected(backend, present, name, arn))
        if doomed[-1].is_default:
            raise InvalidRequest("The Default group cannot be deleted")
        return tuple(each for each in present if each != doomed[-1])

    _GROUPS.change(backend.settings, delete)
    forget_tags(backend, backend.arns.group(doomed[-1]))


def references(backend: Backend) -> dict[str, str]:
    """What `group.name` and `group.arn` stand for in an expression, now."""
    return _references(backend, _GROUPS.read(backend.settings))


def _selected(
    backend: Backend, present: Groups, name: str | None, arn: str | None
) -> Group:
    if (name is None) == (arn is None):
        raise InvalidRequest("Provide either GroupName or GroupARN")
    for each in present:
        if name == each.name or arn == backend.arns.group(each):
            return each
    raise GroupNotFound("Group not found")


def _references(backend: Backend, present: Groups) -> dict[str, str]:
    names = {each.name: each.expression for each in present}
    return names | {backend.arns.group(each): each.expression for each in present}


def _stated(expression: str | None) -> str:
    if expression is None or not expression.strip():
        raise InvalidRequest("Filter Expression is empty")
    return expression


def _refiltered(backend: Backend, group: Group, expression: str | None) -> Group:
    if group.is_default:
        raise InvalidRequest("The Default group takes every trace: it has no filter")
    version = GroupVersion(_stated(expression), backend.clock.now())
    if version.expression == group.expression:
        return group
    return msgspec.structs.replace(group, versions=(*group.versions, version))


def _configured(group: Group, insights: Insights) -> Group:
    enabled, notifications = insights.enabled, insights.notifications
    after = msgspec.structs.replace(
        group,
        insights_enabled=group.insights_enabled if enabled is None else enabled,
        notifications_enabled=(
            group.notifications_enabled if notifications is None else notifications
        ),
    )
    if after.notifications_enabled and not after.insights_enabled:
        raise InvalidRequest("Notifications need insights to be enabled")
    return after


def _check_references(backend: Backend, present: Groups, changed: Group) -> None:
    """Raises ExpressionError when the group refers to itself, or has a mistake."""
    expression = changed.expression
    fill_groups(parse(expression), expression, _references(backend, present))
