"""The tags that are kept, by ARN; whoever makes or deletes a resource says so here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xray_local.errors import InvalidRequest
from xray_local.operations.backend import Backend
from xray_local.operations.setting import Setting

MAX_TAGS = 50

Tags = dict[str, str]
_TAGS = Setting("tags", dict[str, Tags], {})


def kept_tags(backend: Backend, arn: str) -> Tags:
    return _TAGS.read(backend.settings).get(arn, {})


def unique(brought: Sequence[tuple[str, str]]) -> Tags:
    """A key twice is refused; the service itself fails on it."""
    found = dict(brought)
    if len(found) < len(brought):
        raise InvalidRequest("A tag key may be given only once")
    return found


def check_tags(brought: Tags) -> None:
    """Raises InvalidRequest for tags that no resource may have."""
    if any(key.lower().startswith("aws:") for key in brought):
        raise InvalidRequest(
            "Caller is an end user and not allowed to mutate system tags"
        )
    if len(brought) > MAX_TAGS:
        raise InvalidRequest(
            f"The resultant tag set must not have more than {MAX_TAGS} user tags."
        )


def keep_tags(backend: Backend, arn: str, brought: Tags) -> None:
    """The first tags of a resource that was just made."""
    if brought:
        change_tags(backend, arn, lambda _: brought)


def forget_tags(backend: Backend, arn: str) -> None:
    """The resource is gone."""
    change_tags(backend, arn, lambda _: {})


def change_tags(backend: Backend, arn: str, change: Callable[[Tags], Tags]) -> None:
    """Raises InvalidRequest when the resource may not have what comes out."""

    def replace(every: dict[str, Tags]) -> dict[str, Tags]:
        after = change(every.get(arn, {}))
        check_tags(after)
        others = {each: kept for each, kept in every.items() if each != arn}
        return {**others, arn: after} if after else others

    _TAGS.change(backend.settings, replace)
