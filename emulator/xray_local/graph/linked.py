"""Traces that are linked with one another, seen from one of them.

Only one of two linked traces has the link. Whichever it is: where the one says `parent`
of the other, the other says `child` of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from xray_local.model.summary import ServiceId, Summary, TraceLink

PARENT, CHILD = "parent", "child"


@dataclass(frozen=True, slots=True)
class Linked:
    """The other traces by their ids, each with the links to it or from it.

    `causes` made this trace happen, `effects` happened because of it.
    """

    causes: dict[str, list[TraceLink]] = field(default_factory=dict)
    effects: dict[str, list[TraceLink]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.causes or self.effects)


def linked_with(
    trace_id: str, own: Iterable[TraceLink], others: Iterable[TraceLink]
) -> Linked:
    """By the trace's `own` links and those that `others` have to it."""
    linked = Linked()
    for link in own:
        side = linked.causes if link.to_cause else linked.effects
        side.setdefault(link.linked_trace_id, []).append(link)
    for link in others:
        side = linked.effects if link.to_cause else linked.causes
        side.setdefault(link.trace_id, []).append(link)
    for side in (linked.causes, linked.effects):
        side.pop(trace_id, None)  # a trace that names itself is linked with no other
    return linked


class Reference(NamedTuple):
    """One link as the trace on either side of it sees it."""

    service: ServiceId
    trace_id: str
    reference_type: str | None
    linked_trace_id: str


def references(summary: Summary, others: Iterable[TraceLink]) -> Iterator[Reference]:
    """What links the trace, by its own links and those that `others` have to it.

    Where it cannot be told which of its services was meant, it is the first. A trace
    that shows no service has none.
    """
    for link in summary.links:
        yield Reference(
            link.service, link.trace_id, link.reference_type, link.linked_trace_id
        )
    for service in summary.services[:1]:
        for link in others:
            meant = service if link.sender is None else link.sender.service
            seen_from_here = CHILD if link.to_cause else PARENT
            yield Reference(meant, summary.trace_id, seen_from_here, link.trace_id)
