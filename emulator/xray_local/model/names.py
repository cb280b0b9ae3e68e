"""Names that traces have used lately: what a person may want to ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xray_local.model.segment import Scalar
from xray_local.model.summary import ServiceId


@dataclass(frozen=True, slots=True)
class Names:
    """Services, and annotations by key with their values; what was seen last is first.

    `groups` and `group_arns` are those that exist now.
    """

    services: tuple[ServiceId, ...] = ()
    annotations: Mapping[str, tuple[Scalar, ...]] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    group_arns: tuple[str, ...] = ()
