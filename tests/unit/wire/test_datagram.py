"""The daemon's datagram, as the daemon reads it."""

from __future__ import annotations

import pytest
from xray_local.errors import DatagramRejected
from xray_local.wire.datagram import document_of


@pytest.mark.parametrize(
    "header",
    [
        b'{"format":"json","version":1}',
        b'{"format": "json", "version": 1}',
        b'{"version":1,"format":"JSON","extra":true}',
    ],
)
def test_the_document_is_everything_after_the_first_newline(header: bytes) -> None:
    assert document_of(header + b'\n{\n"id": 1}') == b'{\n"id": 1}'


@pytest.mark.parametrize(
    ("code", "datagram"),
    [
        ("MissingHeaderOrSegment", b""),
        ("MissingHeaderOrSegment", b'{"format":"json","version":1}'),
        ("MissingHeaderOrSegment", b'{"format":"json","version":1}\n \n'),
        ("InvalidHeader", b"\n{}"),
        ("InvalidHeader", b"\xff\xfe\n{}"),
        ("InvalidHeader", b'{"format":"xml","version":1}\n{}'),
        ("InvalidHeader", b'{"format":"json","version":2}\n{}'),
        ("InvalidHeader", b'{"format":"json"}\n{}'),
        ("InvalidHeader", b"[" * 5000 + b"\n{}"),
    ],
)
def test_a_datagram_that_the_daemon_refuses_is_refused(
    code: str, datagram: bytes
) -> None:
    with pytest.raises(DatagramRejected) as rejected:
        document_of(datagram)

    assert code == rejected.value.code
