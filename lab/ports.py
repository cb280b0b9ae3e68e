"""Who holds a port: tried by binding it, then looked up in /proc/net for the message."""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lab import members

PROC = Path("/proc")
LISTENING = {"tcp": "0A", "udp": "07"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A port that something else holds; `owner` is empty when it cannot be seen."""

    port: int
    protocol: str
    owner: str

    def __str__(self) -> str:
        who = self.owner or "a process of another user"
        return f"port {self.port}/{self.protocol} is taken by {who}"


def taken(ports: Iterable[tuple[int, str]]) -> list[Taken]:
    """Of `(port, "tcp" | "udp")`, those that cannot be bound on this machine."""
    return [
        Taken(port, protocol, owner(port, protocol))
        for port, protocol in ports
        if not _free(port, protocol)
    ]


def _free(port: int, protocol: str) -> bool:
    kind = socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM
    with socket.socket(socket.AF_INET, kind) as probe:
        if protocol == "tcp":
            # Without it, connections of a run that has just ended count as taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def owner(port: int, protocol: str) -> str:
    """`nginx -c … (process 123)`, or an empty string when it cannot be told."""
    inodes = {
        inode
        for table in (PROC / "net" / protocol, PROC / "net" / f"{protocol}6")
        if table.exists()
        for inode in listening_inodes(table.read_text(), port, LISTENING[protocol])
    }
    pid = _holder(inodes)
    return f"{members.name_of(pid)} (process {pid})" if pid else ""


def listening_inodes(table: str, port: int, state: str) -> set[str]:
    """Socket inodes of a /proc/net table's rows for `port` in `state`.

    A row: `0: 0100007F:1F90 00000000:0000 0A … uid timeout inode …`
    """
    rows = (row.split() for row in table.splitlines()[1:])
    return {
        row[9]
        for row in rows
        if int(row[1].rpartition(":")[2], 16) == port and row[3] == state
    }


def _holder(inodes: set[str]) -> int | None:
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for member in members.processes():
        try:
            links = list((PROC / str(member.pid) / "fd").iterdir())
        except OSError:
            continue
        if any(_target(link) in wanted for link in links):
            return member.pid
    return None


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
