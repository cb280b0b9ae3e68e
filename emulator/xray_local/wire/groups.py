"""Groups in X-Ray's words."""

from __future__ import annotations

from typing import Any

from xray_local.model.arn import Arns
from xray_local.model.group import Group

Json = dict[str, Any]


def group_members(group: Group, arns: Arns) -> Json:
    return {
        "GroupName": group.name,
        "GroupARN": arns.group(group),
        "FilterExpression": group.expression or None,
        "InsightsConfiguration": {
            "InsightsEnabled": group.insights_enabled,
            "NotificationsEnabled": group.notifications_enabled,
        },
    }
