"""What a store is: a Writer and a Reader over the same traces.

Documents are kept as an append-only list per trace, in arrival order; a trace's tree and
its summary are derived from them by pure functions, so no store knows X-Ray's rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from xray_local.graph.graph import Graph
from xray_local.model.names import Names
from xray_local.model.position import Position
from xray_local.model.segment import Received
from xray_local.model.summary import Summary
from xray_local.model.window import Window
from xray_local.query.plan import Plan


@dataclass(frozen=True, slots=True)
class Limits:
    """What retention keeps: whichever bound is reached first ends a trace's life.

    `max_age` in seconds since the trace's last update, `max_bytes` of the whole store.
    """

    max_age: float
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Contents:
    """How much the store holds. Times are epoch seconds, of the traces' starts.

    `pruned` counts the documents that retention has removed since the store was opened.
    """

    traces: int
    documents: int
    bytes: int
    oldest: float | None
    newest: float | None
    pruned: int


class Writer(Protocol):
    def write(self, batch: Sequence[Received]) -> None:
        """Keep these documents, in this order.

        When it returns, they survive the process being killed (stores on disk) and every
        later read sees them.
        """
        ...

    def settle(self, now: float) -> None:
        """Derive what has been quiet for a moment, so that readers need not.

        Its owner calls it a few times a second; reads are right without it, but slower.
        """
        ...

    def prune(self, now: float) -> int:
        """Remove what the limits no longer allow, oldest first; documents removed."""
        ...

    def close(self) -> None:
        """Finish what is under way and let go of files. Harmless when repeated."""
        ...


class Reader(Protocol):
    def documents(self, trace_id: str) -> Sequence[Received]:
        """All documents of a trace in arrival order; empty for an unknown id."""
        ...

    def summary(self, trace_id: str) -> Summary | None: ...

    def summaries(self, plan: Plan, after: Position | None = None) -> Iterator[Summary]:
        """The traces of the plan, newest first, by (moment, trace id) descending.

        May hold traces that the conditions exclude; never lacks one that they admit.
        A trace with nothing visible (`Summary.occurrences` empty) is left out.
        """
        ...

    def graph(self, window: Window) -> Graph:
        """The graph of all traces whose start lies in the window."""
        ...

    def names(self) -> Names:
        """Names of services and annotations seen lately, quickly: for completion.

        Those of the newest traces are there as far as the bounds of `lexicon` go, and
        none that no trace had; a trace that retention has removed may leave its own.
        """
        ...

    def contents(self) -> Contents: ...


class Store(Writer, Reader, Protocol):
    """Thread-safe: one thread writes while many read."""
