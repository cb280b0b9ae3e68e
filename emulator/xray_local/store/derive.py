"""What is derived of new traces: a function of their documents and of nothing else.

So any process may call it: `workers` has others do so when there is much to derive.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xray_local.graph.graph import Graph
from xray_local.graph.summarise import summarise
from xray_local.model.names import Names
from xray_local.model.summary import Summary
from xray_local.model.trace import assemble
from xray_local.store.lexicon import Lexicon
from xray_local.store.matching import is_visible
from xray_local.store.mentions import Mention, mentions_of
from xray_local.store.packing import Parts, pack_summary, received_of
from xray_local.store.rollup import minute_of
from xray_local.store.rows import Row, trace_row


class Task(NamedTuple):
    """A trace to derive: its key in the derived tables and all its documents."""

    key: int
    trace_id: str
    documents: Parts


class Derivation(NamedTuple):
    """Rows for the derived tables, mentions in their order, and what to add to each
    minute's graph. `names` only if they were asked for.
    """

    traces: list[Row]
    summaries: list[tuple[int, bytes]]
    mentions: list[Mention]
    graphs: dict[int, Graph]
    names: Names | None


def derive_one(trace_id: str, documents: Parts) -> Summary:
    return summarise(assemble(trace_id, received_of(documents)))


def derive(tasks: Sequence[Task], *, named: bool = False) -> Derivation:
    """Of traces that the derived tables do not have yet."""
    derivation = Derivation([], [], [], {}, None)
    lexicon = Lexicon()
    for task in tasks:
        summary = derive_one(task.trace_id, task.documents)
        row = trace_row(task.key, summary, len(task.documents))
        derivation.traces.append(row)
        derivation.summaries.append((task.key, pack_summary(summary)))
        derivation.mentions.extend(mentions_of(summary, task.key))
        if is_visible(summary):
            minute = minute_of(summary.start)
            derivation.graphs.setdefault(minute, Graph()).add(summary)
        if named:
            lexicon.note(summary)
    derivation.mentions.sort()
    return derivation._replace(names=lexicon.names()) if named else derivation
