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
