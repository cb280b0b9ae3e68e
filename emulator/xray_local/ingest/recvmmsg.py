"""Many datagrams with one system call: recvmmsg(2) by ctypes, on Linux.

Python's socket module has no such call. The interpreter's lock is given away once for a
whole batch, which is what keeps the kernel's buffer from overflowing while another
thread stores.
"""

from __future__ import annotations

import ctypes
import socket
import sys
from collections.abc import Callable
from functools import lru_cache

MAX_DATAGRAM = 65_536
DATAGRAMS_PER_CALL = 128
_NAME_BYTES = 28  # sizeof(struct sockaddr_in6)


class _IoVec(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


class _MsgHdr(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_void_p),
        ("namelen", ctypes.c_uint32),
        ("iov", ctypes.POINTER(_IoVec)),
        ("iovlen", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("controllen", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    ]


class _MMsgHdr(ctypes.Structure):
    _fields_ = [("header", _MsgHdr), ("length", ctypes.c_uint)]


def many_reader(
    receiver: socket.socket,
) -> Callable[[], list[tuple[bytes, str]]] | None:
    """A reader by recvmmsg(2), or None where the platform has none."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "recvmmsg"):
        return None
    buffer = bytearray(MAX_DATAGRAM * DATAGRAMS_PER_CALL)
    names = bytearray(_NAME_BYTES * DATAGRAMS_PER_CALL)
    at = ctypes.addressof(ctypes.c_char.from_buffer(buffer))
    names_at = ctypes.addressof(ctypes.c_char.from_buffer(names))
    vectors = (_IoVec * DATAGRAMS_PER_CALL)()
    headers = (_MMsgHdr * DATAGRAMS_PER_CALL)()
    for index in range(DATAGRAMS_PER_CALL):
        vectors[index].base = at + index * MAX_DATAGRAM
        vectors[index].length = MAX_DATAGRAM
        header = headers[index].header
        header.name = names_at + index * _NAME_BYTES
        header.namelen = _NAME_BYTES
        header.iov = ctypes.pointer(vectors[index])
        header.iovlen = 1
    content = memoryview(buffer)
    family = receiver.family

    def read() -> list[tuple[bytes, str]]:
        count = libc.recvmmsg(receiver.fileno(), headers, DATAGRAMS_PER_CALL, 0, None)
        if count < 0:
            raise OSError(ctypes.get_errno(), "recvmmsg failed")
        return [
            (
                bytes(content[start : start + headers[index].length]),
                _sender(family, bytes(names[name : name + _NAME_BYTES])),
            )
            for index, start, name in zip(
                range(count),
                range(0, count * MAX_DATAGRAM, MAX_DATAGRAM),
                range(0, count * _NAME_BYTES, _NAME_BYTES),
                strict=True,
            )
        ]

    return read


@lru_cache(maxsize=4096)
def _sender(family: int, name: bytes) -> str:
    """host:port from a struct sockaddr_in or sockaddr_in6."""
    port = int.from_bytes(name[2:4], "big")
    if family == socket.AF_INET:
        return f"{socket.inet_ntop(family, name[4:8])}:{port}"
    return f"[{socket.inet_ntop(family, name[8:24])}]:{port}"
