"""Completion over HTTP: what is set for the account is offered, too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import urlopen

if TYPE_CHECKING:
    from mypy_boto3_xray import XRayClient

    from tests.processes import RunningXRay


def offered(xray: RunningXRay, expression: str) -> list[str]:
    query = urlencode({"expression": expression})
    with urlopen(f"{xray.url}/api/complete?{query}") as answer:
        return [each["Insert"] for each in json.load(answer)["Completions"]]


def test_groups_are_offered_as_long_as_they_exist(
    xray: RunningXRay, client: XRayClient
) -> None:
    group = client.create_group(GroupName="slow", FilterExpression="duration > 1")
    arn = group["Group"]["GroupARN"]

    assert offered(xray, "group.name = ") == ['"Default"', '"slow"']
    assert f'"{arn}"' in offered(xray, "ok AND group.arn = ")

    client.delete_group(GroupName="slow")
    assert offered(xray, "group.name = ") == ['"Default"']
