"""The names of X-Ray's resources, and of the keys they are encrypted with."""

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
        return self._xray(f"group/{group.name}{suffix}")

    def sampling_rule(self, name: str) -> str:
        return self._xray(f"sampling-rule/{name}")

    def kms_key(self, key_id: str) -> str:
        return f"arn:aws:kms:{self.region}:{self.account}:key/{key_id}"

    def _xray(self, resource: str) -> str:
        return f"arn:aws:xray:{self.region}:{self.account}:{resource}"
