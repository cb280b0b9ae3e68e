"""Which values the traces of two sets have, counted side by side.

A window has any number of traces, and an attribute may have another value in each (an
order's number, a URL with an id). So a table takes a bounded number of values, and says
how often it met others. Those that it has are counted exactly. What is left out is rare:
a value that a hundredth of the traces have has come up long before so many others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from xray_local.model.segment import Scalar
from xray_local.model.summary import Summary
from xray_local.operations.breakdown.attributes import (
    ANNOTATION,
    ATTRIBUTES,
    Attribute,
    attribute,
)
from xray_local.operations.breakdown.tally import Marked, distinct

MOST_VALUES = 2_000
MOST_KEYS = 200
"""Of annotations."""


@dataclass(slots=True)
class Having:
    """How many traces of each set have a value; `traces` is a sum of their ids' hashes.

    Two values with the same sum are those of the same traces: that a service was called
    and that an annotation bears its name is one finding, not two.
    """

    counts: list[int] = field(default_factory=lambda: [0, 0])
    traces: int = 0


@dataclass(slots=True)
class Table:
    """Of one attribute; `left_out` are encounters with values that had no room."""

    attribute: Attribute
    values: dict[Marked, Having] = field(default_factory=dict)
    left_out: int = 0

    def add(self, which: int, trace: Summary, mark: int) -> None:
        for value in distinct(self.attribute.values(trace)):
            having = self.values.get(value)
            if having is None:
                if len(self.values) == MOST_VALUES:
                    self.left_out += 1
                    continue
                having = self.values[value] = Having()
            having.counts[which] += 1
            having.traces += mark

    def __iter__(self) -> Iterator[tuple[Scalar, Having]]:
        return ((value, having) for (_, value), having in self.values.items())


class Tables:
    """One for each attribute, and one for each key of annotations that turns up."""

    def __init__(self) -> None:
        self.by_name = {name: Table(each) for name, each in ATTRIBUTES.items()}
        self._fixed = tuple(self.by_name.values())
        self._keys: dict[str, Table] = {}

    def add(self, which: int, trace: Summary) -> None:
        """A trace of the first set (0) or of the second (1)."""
        mark = hash(trace.trace_id)
        for table in self._fixed:
            table.add(which, trace, mark)
        for key in trace.annotations:
            table_of_key = self._keys.get(key) or self._new(key)
            if table_of_key is not None:
                table_of_key.add(which, trace, mark)

    def _new(self, key: str) -> Table | None:
        if len(self._keys) == MOST_KEYS:
            return None
        name = f"{ANNOTATION}{key}"
        table = self._keys[key] = self.by_name[name] = Table(attribute(name))
        return table
