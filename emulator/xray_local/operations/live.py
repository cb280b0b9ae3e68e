"""Which traces have changed: while somebody watches, and since a moment of the past.

A store that only this process writes tells what it settles. Any other, a ClickHouse that
several processes write, is asked again and again for what it received lately.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from xray_local.clock import Clock
from xray_local.model.position import Position
from xray_local.model.summary import Summary
from xray_local.model.window import TimeRangeType, Window
from xray_local.operations import groups
from xray_local.operations.backend import Backend
from xray_local.operations.portion import in_group
from xray_local.query.expression import compile_filter, fill_groups, parse
from xray_local.query.plan import Plan
from xray_local.store.base import Reader, Telling
from xray_local.store.matching import is_visible

MOST_READ = 500
"""Summaries read at once: some 50 ms. What changed beside them is only counted."""

MOST_CAUGHT_UP = 2_000
LOOKED_BACK_SECONDS = 10.0
"""A document is visible so much after it was received at the latest, unless the process
is overloaded or the clocks of several differ by more."""

Filter = Callable[[Summary], bool]


@dataclass(frozen=True, slots=True)
class News:
    """Traces as they are now, what changed last at the end; `left_out` changed as well."""

    traces: Sequence[Summary] = ()
    left_out: int = 0


class Changes(Protocol):
    """What has changed since it was made, or taken from last."""

    def take(self) -> News: ...
    def close(self) -> None: ...


def changes_of(backend: Backend) -> Changes:
    store = backend.store
    return Told(store, store) if isinstance(store, Telling) else Asked(backend)


def watched(backend: Backend, expression: str, group: str | None) -> Filter:
    """Raises ExpressionError. A group is what it is now, as long as somebody watches."""
    text = in_group(expression, group)
    return compile_filter(fill_groups(parse(text), text, groups.references(backend)))


def changed_since(backend: Backend, moment: float, admits: Filter) -> News:
    """What has changed since then; of much, what changed last."""
    plan = _received(moment - LOOKED_BACK_SECONDS, backend.clock)
    newest = list(islice(backend.store.summaries(plan), MOST_CAUGHT_UP))
    left_out = 0
    if len(newest) == MOST_CAUGHT_UP:
        last = Position(newest[-1].received_at, newest[-1].trace_id)
        left_out = backend.store.count(plan, last, None)
    return News([each for each in reversed(newest) if admits(each)], left_out)


class Told:
    """By the store; a trace that changes again before it is taken is taken once."""

    def __init__(self, store: Reader, telling: Telling) -> None:
        self._store = store
        self._telling = telling
        self._lock = threading.Lock()
        self._changed: dict[str, None] = {}  # in order of their latest change
        self._left_out = 0
        telling.listen(self._hear)

    def take(self) -> News:
        with self._lock:
            changed, self._changed = self._changed, {}
            left_out, self._left_out = self._left_out, 0
        found = map(self._store.summary, changed)
        return News([each for each in found if each and is_visible(each)], left_out)

    def close(self) -> None:
        self._telling.listen(None)

    def _hear(self, trace_ids: Sequence[str]) -> None:
        with self._lock:
            for trace_id in trace_ids:
                self._changed.pop(trace_id, None)
                self._changed[trace_id] = None
            while len(self._changed) > MOST_READ:
                del self._changed[next(iter(self._changed))]
                self._left_out += 1


class Asked:
    """What the store received lately, without what was found the time before."""

    def __init__(self, backend: Backend) -> None:
        self._store = backend.store
        self._clock = backend.clock
        self._known: dict[str, float] = {}  # until when its documents had come
        self._newest = 0.0
        began = self._clock.now()
        self.take()
        # What came while it was looked for has been told to nobody.
        self._known = {
            trace_id: until for trace_id, until in self._known.items() if until < began
        }

    def take(self) -> News:
        plan = _received(self._clock.now() - LOOKED_BACK_SECONDS, self._clock)
        found = list(islice(self._store.summaries(plan), MOST_READ))
        new = [each for each in found if self._known.get(each.trace_id) != _until(each)]
        left_out = 0
        if len(new) == MOST_READ:
            since = Plan(Window(self._newest, plan.window.end), plan.by)
            left_out = max(0, self._store.count(since, None, None) - MOST_READ)
        self._known = {each.trace_id: _until(each) for each in found}
        self._newest = max(map(_until, found), default=self._newest)
        return News(new[::-1], left_out)

    def close(self) -> None:
        """Nothing to let go of."""


def _received(since: float, clock: Clock) -> Plan:
    """Whose latest document came since then; another process's clock may be ahead."""
    until = clock.now() + LOOKED_BACK_SECONDS
    return Plan(Window(max(0.0, since), until), TimeRangeType.EVENT)


def _until(summary: Summary) -> float:
    return summary.received_at
