"""Every measurement: what it is given for a run of minutes, and how long it may take."""

from __future__ import annotations

from typing import NamedTuple


class Program(NamedTuple):
    name: str
    quick: str | None
    """Its options for a quick run; None where it has no short form."""
    limit_s: int = 900
    """After this it is stopped; a quick run has a third of it."""

    def command(self, *, quick: bool) -> list[str]:
        options = (self.quick or "").split() if quick else []
        return ["python", "-m", f"bench.{self.name}", *options]


PROGRAMS = (
    Program("beside", "--traces 300"),
    Program("phoenix", "--traces 300"),
    Program("ingest_udp", "--rate 15000 --seconds 5"),
    Program("ingest_http", "--segments 70000"),
    Program("overload", None),
    Program("clickhouse", "--traces 1000 --rounds 1"),
    Program("queries", "--traces 5000 --rounds 2"),
    Program("links", "--pairs 500 --rounds 2"),
    Program("scan", None, limit_s=1800),
    Program("start", ""),
    Program("image", ""),
    Program("up", None),
    Program("chain", "--rounds 1 --seconds 6 --hold 6"),
    Program("mesh", None),
    Program("console_load", ""),
    Program("console_map", None),
    Program("console_trace", "--segments 500"),
    Program("console_traces", None),
    Program("console_live", None),
)
