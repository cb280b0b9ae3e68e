"""The operations on groups and on tags."""

from __future__ import annotations

from typing import Any

from xray_local.errors import InvalidRequest
from xray_local.model.group import Group
from xray_local.operations import groups, tags
from xray_local.operations.backend import Backend
from xray_local.operations.groups import Insights
from xray_local.operations.tag_sets import unique
from xray_local.wire.groups import group_members
from xray_local.wire.tags import tag_pairs

Json = dict[str, Any]


def create_group(backend: Backend, members: Json) -> Json:
    created = groups.create_group(
        backend,
        members["GroupName"],
        members.get("FilterExpression"),
        _insights(members) or Insights(),
        unique(tag_pairs(members)),
    )
    return _group(backend, created)


def update_group(backend: Backend, members: Json) -> Json:
    updated = groups.update_group(
        backend,
        (members.get("GroupName"), members.get("GroupARN")),
        members.get("FilterExpression"),
        _insights(members),
    )
    return _group(backend, updated)


def delete_group(backend: Backend, members: Json) -> Json:
    groups.delete_group(backend, members.get("GroupName"), members.get("GroupARN"))
    return {}


def get_group(backend: Backend, members: Json) -> Json:
    found = groups.group(backend, members.get("GroupName"), members.get("GroupARN"))
    return _group(backend, found)


def get_groups(backend: Backend, members: Json) -> Json:
    if members.get("NextToken") is not None:
        raise InvalidRequest("Next Token not supported")
    found = groups.groups(backend)
    return {"Groups": [group_members(each, backend.arns) for each in found]}


def tag_resource(backend: Backend, members: Json) -> Json:
    tags.tag(backend, members["ResourceARN"], tag_pairs(members))
    return {}


def untag_resource(backend: Backend, members: Json) -> Json:
    tags.untag(backend, members["ResourceARN"], members["TagKeys"])
    return {}


def list_tags_for_resource(backend: Backend, members: Json) -> Json:
    """One page holds them all; a token is ignored, as the service does."""
    found = tags.tags(backend, members["ResourceARN"])
    return {
        "Tags": [{"Key": key, "Value": found[key]} for key in sorted(found)],
    }


def _group(backend: Backend, found: Group) -> Json:
    return {"Group": group_members(found, backend.arns)}


def _insights(members: Json) -> Insights | None:
    stated = members.get("InsightsConfiguration")
    if stated is None:
        return None
    return Insights(stated.get("InsightsEnabled"), stated.get("NotificationsEnabled"))
