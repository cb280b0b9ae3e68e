"""Tags in X-Ray's words: a list of keys and values."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def tag_pairs(members: Json) -> list[tuple[str, str]]:
    """The Tags of a request, which may have none."""
    return [(each["Key"], each["Value"]) for each in members.get("Tags", ())]
