"""A document that is an array: several of them in one.

The API's text allows "an array of subsegments". As with the subsegments of one segment,
all of them are taken or none: the first bad one rejects the array, under its own id.
"""

from __future__ import annotations

import msgspec

from xray_local.errors import DocumentRejected
from xray_local.model.segment import Received
from xray_local.wire.documents import MAX_DOCUMENT_BYTES, accept

_decoder = msgspec.json.Decoder(list[msgspec.Raw])


def accept_documents(document: bytes, received_at: float) -> list[Received]:
    """The value of a document, or of each member of an array.

    Raises DocumentRejected with X-Ray's ErrorCode.
    """
    try:
        return [accept(document, received_at)]
    except DocumentRejected:
        members = _members(document)
        if members is None:
            raise
    return [accept(bytes(member), received_at) for member in members]


def _members(document: bytes) -> list[msgspec.Raw] | None:
    """None of what is no array, or beyond the limit as a whole."""
    if len(document) > MAX_DOCUMENT_BYTES or not document.lstrip().startswith(b"["):
        return None
    try:
        members = _decoder.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not members:
        raise DocumentRejected("MissingId")  # as was seen of the service
    return members
