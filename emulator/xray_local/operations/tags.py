"""TagResource and its like: tags of groups and of sampling rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xray_local.errors import ResourceNotFound
from xray_local.operations import groups
from xray_local.operations.backend import Backend
from xray_local.operations.tag_sets import (
    Tags,
    change_tags,
    check_tags,
    kept_tags,
    unique,
)


def tags(backend: Backend, arn: str) -> Tags:
    """Raises ResourceNotFound for an ARN that names nothing."""
    _check_exists(backend, arn)
    return kept_tags(backend, arn)


def tag(backend: Backend, arn: str, brought: Sequence[tuple[str, str]]) -> None:
    """Add tags, or replace the values of those that are there."""
    _check_exists(backend, arn)
    added = unique(brought)
    check_tags(added)
    change_tags(backend, arn, lambda present: {**present, **added})


def untag(backend: Backend, arn: str, keys: Sequence[str]) -> None:
    """A key that is not there is no error."""
    _check_exists(backend, arn)
    change_tags(
        backend,
        arn,
        lambda present: {
            key: value for key, value in present.items() if key not in keys
        },
    )


def _check_exists(backend: Backend, arn: str) -> None:
    if arn not in set(_resources(backend)):
        raise ResourceNotFound(arn)


def _resources(backend: Backend) -> Iterator[str]:
    arns = backend.arns
    yield from map(arns.group, groups.groups(backend))
    yield from (arns.sampling_rule(rule.name) for rule in backend.sampling.rules())
