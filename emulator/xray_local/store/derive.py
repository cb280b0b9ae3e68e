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
from xray_local.store.moved import Minutes, minutes_of
from xray_local.store.packing import Parts, pack_summary, received_of
from xray_local.store.rows import Row, trace_row
from xray_local.store.spelling import Speller, Spelt, Word
from xray_local.store.variety import NO_FIELD_LOOSE, Loose


class Task(NamedTuple):
    """A trace to derive: its key in the derived tables and all its documents."""

    key: int
    trace_id: str
    documents: Parts


class Derivation(NamedTuple):
    """Rows for the derived tables, how each trace is spelt, by which words, and graphs:
    of the traces that began in one minute and were received in another or the same.
    `names` only if they were asked for. `holders` are the summaries that have links, by
    their keys: what those lead to, only other traces can tell.
    """

    traces: list[Row]
    summaries: list[tuple[int, bytes]]
    spelt: list[Spelt]
    words: list[Word]
    graphs: dict[Minutes, Graph]
    holders: dict[int, Summary]
    names: Names | None


def derive_one(trace_id: str, documents: Parts) -> Summary:
    return summarise(assemble(trace_id, received_of(documents)))


def derive(
    tasks: Sequence[Task], loose: Loose = NO_FIELD_LOOSE, *, named: bool = False
) -> Derivation:
    """Of traces that the derived tables do not have yet."""
    speller = Speller(loose)
    derivation = Derivation([], [], [], speller.words, {}, {}, None)
    lexicon = Lexicon()
    for task in tasks:
        summary = derive_one(task.trace_id, task.documents)
        row = trace_row(task.key, summary, len(task.documents))
        derivation.traces.append(row)
        derivation.summaries.append((task.key, pack_summary(summary)))
        derivation.spelt.append(speller.spell(task.key, summary))
        if is_visible(summary):
            minutes = minutes_of(summary)
            graph = derivation.graphs.get(minutes)
            if graph is None:
                graph = derivation.graphs[minutes] = Graph()
            graph.add(summary)
        if summary.links:
            derivation.holders[task.key] = summary
        if named:
            lexicon.note(summary)
    return derivation._replace(names=lexicon.names()) if named else derivation
