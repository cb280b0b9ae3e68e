"""The X-Ray daemon's UDP datagram: a header line, a newline, one document.

The split is at the FIRST newline, as in the daemon, so a document may be printed over
many lines. Source: github.com/aws/aws-xray-daemon, daemon/tracesegment.
"""

from __future__ import annotations

import msgspec

from xray_local.errors import DatagramRejected

_USUAL_HEADERS = (
    b'{"format":"json","version":1}',
    b'{"format": "json", "version": 1}',
)


class _Header(msgspec.Struct):
    format: str
    version: float


_decoder = msgspec.json.Decoder(_Header)


def document_of(datagram: bytes) -> bytes:
    """The document in a datagram; raises DatagramRejected as the daemon refuses it."""
    header, newline, document = datagram.partition(b"\n")
    if not newline or not document.strip():
        raise DatagramRejected("MissingHeaderOrSegment")
    if header not in _USUAL_HEADERS:
        _check(header)
    return document


def _check(header: bytes) -> None:
    try:
        read = _decoder.decode(header)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DatagramRejected("InvalidHeader") from error
    if read.format.lower() != "json" or read.version != 1:
        raise DatagramRejected("InvalidHeader")
