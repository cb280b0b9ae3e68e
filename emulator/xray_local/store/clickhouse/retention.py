"""Ending the life of traces in process, those updated least recently first.

A server's tables end it by TTL instead, by whole days and without being asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from xray_local.store.base import Limits
from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.rows import DERIVED

STEP = 5_000
"""Traces removed at once."""

_SLACK = 0.05
"""Share of the bound that is freed beyond it, so that not each new trace costs an old."""

_TABLES = ("documents", "summaries")


def prune_aged(engine: Engine, limits: Limits, now: float) -> int:
    """Traces that were not updated for too long; documents removed."""
    removed = 0
    while doomed := _oldest(engine, STEP, now - limits.max_age):
        removed += _remove(engine, doomed)
    return removed


def prune_excess(engine: Engine, limits: Limits) -> int:
    """The oldest traces, until the rest fits; documents removed."""
    removed = 0
    target = limits.max_bytes * (1 - _SLACK)
    while (used := used_bytes(engine)) > limits.max_bytes:
        ((traces,),) = engine.rows(
            f"SELECT count() FROM summaries FINAL WHERE {DERIVED}"
        )
        doomed = _oldest(engine, ceil(traces * (1 - target / used)), None)
        if not doomed:
            break
        removed += _remove(engine, doomed)
        for table in _TABLES:  # until then the rows are only hidden
            engine.command(
                f"ALTER TABLE {table} APPLY DELETED MASK SETTINGS mutations_sync = 1"
            )
    return removed


def used_bytes(engine: Engine, cluster: str | None = None) -> int:
    """Size of the traces on disk, compressed; on a cluster without the replicas."""
    parts = "system.parts"
    if cluster is not None:
        parts = f"cluster('{cluster}', system.parts)"
    ((size,),) = engine.rows(
        f"SELECT sum(bytes_on_disk) FROM {parts} WHERE active"
        " AND database = currentDatabase() AND table != 'settings'"
    )
    return int(size)


def _oldest(
    engine: Engine, most: int, updated_before: float | None
) -> Sequence[tuple[str, int]]:
    """Trace ids with their numbers of documents."""
    where = DERIVED
    if updated_before is not None:
        where += " AND received_at < {before:Float64}"
    rows = engine.rows(
        f"SELECT trace_id, documents FROM summaries FINAL WHERE {where}"
        f" ORDER BY received_at, trace_id LIMIT {most}",
        {} if updated_before is None else {"before": updated_before},
    )
    return [(trace_id, documents) for trace_id, documents in rows]


def _remove(engine: Engine, doomed: Sequence[tuple[str, int]]) -> int:
    ids = ", ".join(f"'{trace_id}'" for trace_id, _ in doomed)
    for table in _TABLES:
        engine.command(f"DELETE FROM {table} WHERE trace_id IN ({ids})")
    return sum(documents for _, documents in doomed)
