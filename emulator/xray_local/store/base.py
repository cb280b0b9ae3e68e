"""What a store is: a Writer and a Reader over the same traces.

Documents are kept as an append-only list per trace, in arrival order; a trace's tree and
its summary are derived from them by pure functions, so no store knows X-Ray's rules.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

from xray_local.graph.graph import Graph
from xray_local.graph.series import Minute
from xray_local.model.names import Names
from xray_local.model.position import Position
from xray_local.model.segment import Received
from xray_local.model.summary import Summary, TraceLink
from xray_local.model.window import Window
from xray_local.query.plan import Plan, RoleTest


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


@dataclass(frozen=True, slots=True)
class Selection:
    """Some of the traces: a group's, say.

    Equal keys admit the same summaries, so a store may keep what it has added up.
    """

    key: Hashable
    admits: Callable[[Summary], bool]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a store reads a plan.

    `looked_up` are the tests whose traces come from an index; of none, the window is
    walked through. `visited` counts the traces that are met on the way, each once for
    every word that led to it, `opened` the summaries that are read and judged. `roles`
    says how many of all `known_roles` a test admits; None where a store has no roles.
    """

    looked_up: tuple[RoleTest, ...]
    visited: int
    opened: int
    roles: Mapping[RoleTest, int] = field(default_factory=dict)
    known_roles: int | None = None


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

    def summary(self, trace_id: str) -> Summary | None:
        """A trace in brief; like every summary here, its links have their senders."""
        ...

    def links_to(self, trace_id: str) -> Sequence[TraceLink]:
        """The links that name a trace, whether it is known or not.

        Those of the newest traces come first, by (start, trace id) descending.
        """
        ...

    def summaries(self, plan: Plan, after: Position | None = None) -> Iterator[Summary]:
        """The traces of the plan, newest first, by (moment, trace id) descending.

        May hold traces that the conditions exclude; never lacks one that they admit.
        A trace with nothing visible (`Summary.occurrences` empty) is left out.
        """
        ...

    def count(self, plan: Plan, after: Position | None, upto: Position | None) -> int:
        """How many traces of the plan's WINDOW lie after one position, up to another.

        The conditions are not asked: it is the number of traces that a page of
        `summaries`, which may have skipped some, stands for.
        """
        ...

    def graph(self, window: Window, selection: Selection | None = None) -> Graph:
        """The graph of the traces whose start lies in the window; all without a selection."""
        ...

    def received(self, window: Window) -> Iterator[Minute]:
        """The minutes of receipt in the window in which any trace came, newest first.

        Of visible traces, by their last update. The window begins and ends with a minute.
        """
        ...

    def names(self) -> Names:
        """Names of services and annotations seen lately, quickly: for completion.

        Those of the newest traces are there as far as the bounds of `lexicon` go, and
        none that no trace had; a trace that retention has removed may leave its own.
        """
        ...

    def contents(self) -> Contents: ...


@runtime_checkable
class Explaining(Protocol):
    """A reader that can say how it reads; any other reads every summary."""

    def reading(self, plan: Plan) -> Reading: ...


@runtime_checkable
class Telling(Protocol):
    """A store that nobody else writes and that says what has changed; any other is asked."""

    def listen(self, hear: Callable[[Sequence[str]], None] | None) -> None:
        """Call `hear` with the ids of traces that have changed; nobody with None.

        A trace is told when it is settled, each time. `hear` must be quick: the one who
        settles calls it, with the store's lock held.
        """
        ...


class Settings(Protocol):
    """Small named values that are kept with the traces: groups, tags, policies.

    Retention leaves them alone. A value is bytes; who owns a name knows what they mean.
    """

    def setting(self, name: str) -> bytes | None:
        """The value, None as long as it was never changed."""
        ...

    def change_setting(
        self, name: str, change: Callable[[bytes | None], bytes]
    ) -> None:
        """Replace a value by what `change` makes of it, with no other change between.

        When it returns, the value is kept as a document is. Where `change` raises, the
        value stays and the error is the caller's.
        """
        ...


class Note(NamedTuple):
    """What a process tells the others that share its store, at some moment of its own.

    It takes the place of what the process told before under the same topic and key.
    """

    topic: str
    key: str
    at: float
    value: bytes


@runtime_checkable
class Board(Protocol):
    """Where the processes that share a store tell each other what they know.

    A process's notes stay when it ends, and go when they have not been told for a day.
    """

    def tell(self, process: str, notes: Sequence[Note]) -> None: ...

    def told(
        self, topic: str, *, besides: str, since: float, most: int
    ) -> Sequence[Note]:
        """The newest notes of all processes but one, newest first."""
        ...


class Store(Writer, Reader, Settings, Protocol):
    """Thread-safe: one thread writes while many read."""
