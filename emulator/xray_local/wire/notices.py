"""Notices of insights as the events that X-Ray sends to EventBridge.

What is in `detail` is documented by its members' names only: here they are those of
GetInsight, with the change itself as `Event`.
https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-xray.html
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from xray_local.model.arn import Arns
from xray_local.model.insight import Notice
from xray_local.wire.insights import change_members, insight_members

Json = dict[str, Any]


def insight_update(notice: Notice, arns: Arns, event_id: str) -> Json:
    group_arn = arns.group(notice.group)
    moment = datetime.fromtimestamp(notice.change.at, UTC)
    return {
        "version": "0",
        "id": event_id,
        "detail-type": "AWS X-Ray Insight Update",
        "source": "aws.xray",
        "account": arns.account,
        "time": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": arns.region,
        "resources": [group_arn],
        "detail": {
            **insight_members(notice.insight),
            # The guide's event patterns have it in the singular.
            "Category": notice.insight.category.value,
            "GroupName": notice.group.name,
            "GroupARN": group_arn,
            "Summary": notice.change.summary,
            "Event": change_members(notice.change),
        },
    }
