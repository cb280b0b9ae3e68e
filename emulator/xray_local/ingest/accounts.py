"""What became of every document: of those that came here, and of those that came to any
process that shares the store.

The identity of `counters` holds for each account, so it holds for their sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from xray_local.ingest.counters import Counts
from xray_local.ingest.rejections import KEPT_DOCUMENTS
from xray_local.model.rejected import RejectedDocument
from xray_local.store.sharing import Circle, Topic


@dataclass(frozen=True, slots=True)
class Account:
    """What one process had counted at a moment, in epoch seconds."""

    process: str
    started_at: float
    at: float
    counts: Counts


ACCOUNTS = Topic("accounts", Account, lambda each: each.at, lambda each: "")
REJECTED = Topic(
    "rejected",
    RejectedDocument,
    lambda each: each.at,
    lambda each: f"{each.at:.6f} {each.sender} {each.segment_id}",
)


class Accounts:
    """`own` and `own_rejected` are at first hand. Thread-safe."""

    def __init__(
        self,
        own: Callable[[], Account],
        own_rejected: Callable[[], Sequence[RejectedDocument]],
        circle: Circle | None = None,
    ) -> None:
        self.own = own
        self.own_rejected = own_rejected
        self._circle = circle
        self._others: Sequence[Account] = ()

    @property
    def shared(self) -> bool:
        return self._circle is not None

    def listen(self) -> None:
        """Learn what the others told last: `all` does not ask the store, so that it can
        be asked when the store does not answer."""
        if self._circle is not None:
            self._others = self._circle.others(ACCOUNTS)

    def all(self) -> list[Account]:
        """Of every process that told something lately, the latest first; of one that
        ended, the last that it told."""
        every = [self.own(), *self._others]
        return sorted(every, key=lambda each: each.started_at, reverse=True)

    def rejected(self) -> list[RejectedDocument]:
        """The last ones, newest first."""
        own = self.own_rejected()
        if self._circle is None:
            return [*own]
        every = [*own, *self._circle.others(REJECTED, most=KEPT_DOCUMENTS)]
        every.sort(key=lambda each: each.at, reverse=True)
        return every[:KEPT_DOCUMENTS]


def together(accounts: Iterable[Account]) -> Counts:
    """Their counts, added up."""
    counts = [each.counts for each in accounts]
    return Counts(
        received_udp=sum(each.received_udp for each in counts),
        received_http=sum(each.received_http for each in counts),
        stored=sum(each.stored for each in counts),
        pending=sum(each.pending for each in counts),
        rejected=_added(each.rejected for each in counts),
        dropped=_added(each.dropped for each in counts),
        dropped_by_kernel=sum(each.dropped_by_kernel for each in counts),
        refused_requests=_added(each.refused_requests for each in counts),
        notifications=_added(each.notifications for each in counts),
    )


def _added(some: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in some:
        total.update(each)
    return dict(total)
