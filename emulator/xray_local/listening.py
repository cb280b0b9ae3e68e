"""The two sockets of one port."""

from __future__ import annotations

import errno
import socket

from xray_local.errors import ConfigError
from xray_local.ingest.udp import bound_socket

PORT_ATTEMPTS = 20


def bound_pair(host: str, port: int) -> tuple[socket.socket, socket.socket]:
    """TCP and UDP on one port; with port 0, on one that is free for both."""
    for _ in range(PORT_ATTEMPTS):
        tcp = _listening(host, port)
        try:
            return tcp, bound_socket(host, tcp.getsockname()[1])
        except OSError as error:
            tcp.close()
            if port:
                raise _taken(host, port, "UDP", error) from error
    raise ConfigError(f"found no port on {host} that is free for both TCP and UDP")


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tcp = socket.socket(family, socket.SOCK_STREAM)
    tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        tcp.bind((host, port))
        tcp.listen(1024)
    except OSError as error:
        tcp.close()
        raise _taken(host, port, "TCP", error) from error
    return tcp


def _taken(host: str, port: int, protocol: str, error: OSError) -> ConfigError:
    """What to change: the host, or else the port."""
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return ConfigError(
            f"cannot listen on the host {host} ({error.strerror}): choose an address of "
            "this machine with --host, such as 127.0.0.1, or 0.0.0.0 for all of them"
        )
    what = "" if error.errno == errno.EACCES else "stop what listens there, or "
    return ConfigError(
        f"{protocol} port {port} on {host} cannot be used ({error.strerror}): {what}"
        "choose another with --port"
    )
