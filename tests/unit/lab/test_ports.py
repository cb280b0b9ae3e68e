"""A taken port is found before anything starts, and its holder named."""

import os
import socket

from lab import ports

TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11111 1
   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 22222 1
   2: 00000000:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 33333 1
"""


def test_only_the_listening_socket_of_a_port_counts() -> None:
    """A client connected to the port does not hold it."""
    assert ports.listening_inodes(TABLE, 8080, "0A") == {"11111"}


def test_a_taken_tcp_port_names_this_process() -> None:
    """The message can say who to stop."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        found = ports.taken([(port, "tcp")])

    assert [port] == [taken.port for taken in found]
    assert f"(process {os.getpid()})" in str(found[0])


def test_a_taken_udp_port_names_this_process() -> None:
    """X-Ray's UDP port can be held by a daemon that has no TCP port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        port = receiver.getsockname()[1]
        found = ports.taken([(port, "udp"), (port, "tcp")])

    assert [(port, "udp")] == [(taken.port, taken.protocol) for taken in found]
    assert f"(process {os.getpid()})" in str(found[0])


def test_a_port_given_back_is_free() -> None:
    """Nothing is reported once the holder has closed it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert ports.taken([(port, "tcp")]) == []
