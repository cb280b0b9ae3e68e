"""From documents to summaries: any process may do it, for any trace, at any time.

A summary follows from the documents alone, so two processes that saw the same ones write
the same row; of rows that differ, the one that counts more documents wins, whenever it
was written. Whoever brought a trace's last document sees all of them, and derives last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from xray_local.graph.summarise import summarise
from xray_local.model.segment import Received, decode_accepted
from xray_local.model.trace import assemble
from xray_local.store.clickhouse.changes import Change
from xray_local.store.clickhouse.engine import Engine, Row
from xray_local.store.clickhouse.rows import DERIVED, day_of, hiding_row, row_of
from xray_local.store.clickhouse.tables import DOCUMENTS, SUMMARIES
from xray_local.store.clickhouse.vocabulary import Vocabulary
from xray_local.store.rollup import minute_of

_OF_TRACES = "trace_id IN {ids:Array(String)}"

_UNSETTLED = """
SELECT trace_id FROM (
    SELECT trace_id, count() AS number FROM documents
    WHERE trace_id IN (SELECT trace_id FROM documents WHERE {late})
    GROUP BY trace_id
) AS arrived LEFT JOIN (
    SELECT trace_id, max(documents) AS counted FROM summaries
    WHERE trace_id IN (SELECT trace_id FROM documents WHERE {late})
    GROUP BY trace_id
) AS settled USING (trace_id)
WHERE number > counted
""".replace("{late}", "day >= {day:UInt32} AND arrival >= {since:Int64}")


class Version(NamedTuple):
    """A row of a trace, of those that are not merged away yet."""

    trace_id: str
    version: int
    start: float
    received_at: float


def write_documents(engine: Engine, batch: Sequence[Received], arrival: int) -> None:
    """The first document's arrival; each of the others comes after the one before."""
    rows = [
        (
            day_of(each.received_at),
            each.segment.trace_id,
            arrival + number,
            each.received_at,
            each.document,
        )
        for number, each in enumerate(batch)
    ]
    engine.insert("documents", DOCUMENTS, rows)


def read_documents(
    engine: Engine, trace_ids: Sequence[str]
) -> dict[str, list[Received]]:
    """Each trace's documents in order of arrival; no entry for an unknown id."""
    rows = engine.rows(
        "SELECT trace_id, received_at, document FROM documents"
        f" WHERE {_OF_TRACES} ORDER BY trace_id, arrival, document",
        {"ids": [*trace_ids]},
        blobs=["document"],
    )
    return {
        trace_id: [
            Received(decode_accepted(document), document, received_at)
            for _, received_at, document in some
        ]
        for trace_id, some in groupby(rows, key=lambda row: row[0])
    }


def settle(
    engine: Engine, vocabulary: Vocabulary, changed: Mapping[str, Change]
) -> None:
    """Bring the summaries of these traces up to date with what is stored of them."""
    whole = _whole(engine, changed)
    summaries = [summarise(assemble(*each)) for each in whole.items()]
    rows = [
        row_of(summary, len(whole[summary.trace_id]), spelt)
        for summary, spelt in zip(summaries, vocabulary.spell(summaries), strict=True)
    ]
    engine.insert("summaries", SUMMARIES, rows)
    if rows:
        # After the insert, so that of two who move a trace the later sees the other.
        engine.insert("summaries", SUMMARIES, _hiding(_versions(engine, [*whole])))


def unsettled(engine: Engine, since: float) -> list[str]:
    """Traces that got documents since then which no summary counts."""
    parameters = {"day": max(0, day_of(since)), "since": int(since * 1e9)}
    return [trace_id for (trace_id,) in engine.rows(_UNSETTLED, parameters)]


def _whole(engine: Engine, changed: Mapping[str, Change]) -> dict[str, list[Received]]:
    """All documents of each: those at hand where there are no others, else read back."""
    rows = engine.rows(
        f"SELECT trace_id, count() FROM documents WHERE {_OF_TRACES} GROUP BY trace_id",
        {"ids": [*changed]},
    )
    stored = {str(trace_id): int(number) for trace_id, number in rows}
    elsewhere = [
        trace_id
        for trace_id, number in stored.items()
        if number != len(changed[trace_id].documents)
    ]
    at_hand = {trace_id: changed[trace_id].documents for trace_id in stored}
    return at_hand | (read_documents(engine, elsewhere) if elsewhere else {})


def _versions(engine: Engine, trace_ids: Sequence[str]) -> list[Version]:
    rows = engine.rows(
        "SELECT trace_id, version, start, received_at FROM summaries"
        f" WHERE {_OF_TRACES} AND {DERIVED} ORDER BY trace_id, version DESC",
        {"ids": [*trace_ids]},
    )
    return [Version(*row) for row in rows]


def _hiding(versions: Iterable[Version]) -> list[Row]:
    """One row for each minute in which only an older version of a trace is."""
    rows: list[Row] = []
    for trace_id, some in groupby(versions, key=lambda each: each.trace_id):
        newest, *older = some
        left = {minute_of(each.start): each.start for each in older}
        left.pop(minute_of(newest.start), None)
        rows += [
            hiding_row(trace_id, start, newest.version, newest.received_at)
            for start in left.values()
        ]
    return rows
