"""NextToken: where a page of summaries ended, opaque to the client."""

from __future__ import annotations

import base64
import binascii

import msgspec

from xray_local.errors import InvalidRequest
from xray_local.model.position import Position

_decoder = msgspec.msgpack.Decoder(Position)


def token_of(position: Position) -> str:
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(position)).decode()


def position_from(token: str) -> Position:
    """Raises InvalidRequest for a token that is not ours."""
    try:
        return _decoder.decode(base64.urlsafe_b64decode(token))
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise InvalidRequest(f"Invalid token {token}") from error


def offset_from(token: str | None) -> int:
    """Where a page of a short list begins; such a token is the number itself.

    Raises InvalidRequest for a token that is not ours.
    """
    return _whole(token, 9) if token is not None else 0


def moment_from(token: str | None) -> int | None:
    """Before which second a page of a series lies; such a token is the second itself.

    Raises InvalidRequest for a token that is not ours.
    """
    return _whole(token, 12) if token is not None else None


def _whole(token: str, digits: int) -> int:
    if not (token.isascii() and token.isdecimal() and len(token) <= digits):
        raise InvalidRequest(f"Invalid token {token}")
    return int(token)
