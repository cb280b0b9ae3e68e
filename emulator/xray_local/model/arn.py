"""The names of X-Ray's own resources."""

from __future__ import annotations

from dataclasses import dataclass

from xray_local.model.group import Group


@dataclass(frozen=True, slots=True)
class Arns:
    """Amazon Resource Names of one region and account."""

    region: str
    account: str

    def group(self, group: Group) -> str:
        suffix = f"/{group.suffix}" if group.suffix else ""
        return self._named(f"group/{group.name}{suffix}")

    def sampling_rule(self, name: str) -> str:
        return self._named(f"sampling-rule/{name}")

    def _named(self, resource: str) -> str:
        return f"arn:aws:xray:{self.region}:{self.account}:{resource}"
