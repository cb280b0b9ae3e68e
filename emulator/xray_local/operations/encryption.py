"""How the account's traces would be encrypted: kept, and given back."""

from __future__ import annotations

import uuid

import msgspec

from xray_local.errors import InvalidRequest
from xray_local.operations.backend import Backend
from xray_local.operations.setting import Setting


class Encryption(msgspec.Struct, frozen=True, array_like=True):
    """With a key of KMS (its ARN), or with none of the account's own."""

    key: str | None = None


_ENCRYPTION = Setting("encryption", Encryption, Encryption())


def encryption(backend: Backend) -> Encryption:
    return _ENCRYPTION.read(backend.settings)


def put_encryption(backend: Backend, *, kms: bool, key: str | None) -> Encryption:
    """`key` is a key's id or ARN, or an alias, which stands for a key of its own."""
    if kms and key is None:
        raise InvalidRequest("Encryption of type KMS needs a KeyId")
    if not kms and key is not None:
        raise InvalidRequest("Encryption of type NONE takes no KeyId")
    chosen = Encryption(None if key is None else _key_arn(backend, key))
    return _ENCRYPTION.change(backend.settings, lambda _: chosen)


def _key_arn(backend: Backend, key: str) -> str:
    """There is no KMS to ask, so an alias always leads to the same made-up key."""
    _, _, alias = key.rpartition("alias/")
    if "alias/" in key:
        return backend.arns.kms_key(str(uuid.uuid5(uuid.NAMESPACE_URL, alias)))
    return key if key.startswith("arn:") else backend.arns.kms_key(key)
