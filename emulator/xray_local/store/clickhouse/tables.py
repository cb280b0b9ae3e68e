"""The tables: documents as they came, a summary for each trace, and settings.

`documents` is the truth and only ever added to. A trace has a row in `summaries` for each
time it was derived; the one that counts the most documents is the trace's, the others go
when ClickHouse merges. On a cluster each table is two: `..._local`, replicated, and a
Distributed one of the plain name, by a hash of the trace id, so that all rows of a trace
are on one shard. Settings are few and are kept whole on every server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xray_local.addresses import ClickHouseServer
from xray_local.store.clickhouse.engine import Address, on_cluster

DAY = 86_400

DOCUMENTS: Mapping[str, str] = {
    "day": "UInt32",  # of receipt
    "trace_id": "String",
    "arrival": "Int64",
    "received_at": "Float64",
    "document": "String",
}

SUMMARIES: Mapping[str, str] = {
    "day": "UInt32",  # of the start
    "trace_id": "String",
    "version": "UInt64",
    "documents": "UInt64",
    "stamp": "UInt64",
    "visible": "Bool",
    "start": "Float64",
    "ending": "Nullable(Float64)",
    "received_at": "Float64",
    "response_time": "Nullable(Float64)",
    "duration": "Nullable(Float64)",
    "http_status": "Nullable(Int64)",
    "http_url": "Nullable(String)",
    "http_method": "LowCardinality(Nullable(String))",
    "has_error": "Bool",
    "has_throttle": "Bool",
    "has_fault": "Bool",
    "partial": "Bool",
    "slowest": "Nullable(Float64)",
    "words": "Array(Int64)",
    "figures.service": "Array(LowCardinality(String))",
    "figures.target": "Array(LowCardinality(String))",
    "figures.alias": "Array(LowCardinality(String))",
    "figures.kind": "Array(UInt8)",
    "figures.microseconds": "Array(Int64)",
    "figures.milliseconds": "Array(Int64)",
    "figures.settled": "Array(Int64)",
    "links": "Array(String)",
    "summary": "String",
}

SETTINGS: Mapping[str, str] = {
    "name": "String",
    "revision": "UInt64",
    "attempts": "Array(UInt64)",
    "value": "String",
}

_CODECS = {
    "document": "CODEC(ZSTD(3))",
    "arrival": "CODEC(DoubleDelta, LZ4)",
    "stamp": "CODEC(NONE)",
}
_INDICES = (
    "INDEX by_start start TYPE minmax GRANULARITY 1",
    "INDEX by_ending ending TYPE minmax GRANULARITY 1",
    "INDEX by_receipt received_at TYPE minmax GRANULARITY 1",
    "INDEX by_word words TYPE bloom_filter(0.01) GRANULARITY 1",
)
_MERGE_TREE = {"index_granularity": "1024"}
"""Rows read at least for one trace; the usual 8,192 documents are some 10 MB."""

DEDUPLICATED = "10000"
"""Settings' latest changes that are told apart: see settings.py."""


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: Mapping[str, str]
    engine: str
    version: str | None
    order: str
    partition: str | None
    indices: tuple[str, ...] = ()


_TRACES = (
    _Table("documents", DOCUMENTS, "MergeTree", None, "trace_id, arrival", "day"),
    _Table(
        "summaries",
        SUMMARIES,
        "ReplacingMergeTree",
        "version",
        "trace_id",
        "day",
        _INDICES,
    ),
)
_SETTINGS = _Table("settings", SETTINGS, "ReplacingMergeTree", "revision", "name", None)


def statements(address: Address, max_age: float) -> Iterator[str]:
    """What makes the tables that are not there yet.

    On a server the tables themselves end a document's life, by whole days; in process,
    `retention` does it to the second.
    """
    cluster = address.cluster if isinstance(address, ClickHouseServer) else None
    shared = isinstance(address, ClickHouseServer)
    each = on_cluster(address)
    for table in _TRACES:
        local = table.name if cluster is None else f"{table.name}_local"
        yield (
            f"CREATE TABLE IF NOT EXISTS {local}{each} ({_columns(table)})"
            f" ENGINE = {_engine(table, cluster, '{shard}', '{replica}')}"
            f" PARTITION BY {table.partition} ORDER BY ({table.order})"
            + (f" TTL {life(max_age)}" if shared else "")
            + _options(_MERGE_TREE | ({"ttl_only_drop_parts": "1"} if shared else {}))
        )
        if cluster is not None:
            yield (
                f"CREATE TABLE IF NOT EXISTS {table.name}{each} AS {local}"
                f" ENGINE = Distributed('{cluster}', currentDatabase(), {local},"
                " cityHash64(trace_id))"
            )
    window = {
        "non_replicated_deduplication_window": DEDUPLICATED,
        "replicated_deduplication_window": DEDUPLICATED,
    }
    yield (
        f"CREATE TABLE IF NOT EXISTS settings{each} ({_columns(_SETTINGS)})"
        f" ENGINE = {_engine(_SETTINGS, cluster, 'all', '{shard}-{replica}')}"
        f" ORDER BY ({_SETTINGS.order}){_options(window)}"
    )


def life(max_age: float) -> str:
    """When a row may go: TTL counts from the last update of what is in it."""
    return f"toDateTime(received_at) + toIntervalSecond({int(max_age)})"


def _engine(table: _Table, cluster: str | None, shard: str, replica: str) -> str:
    version = [] if table.version is None else [table.version]
    if cluster is None:
        return f"{table.engine}({', '.join(version)})"
    path = f"'/clickhouse/tables/{{database}}/{shard}/{table.name}'"
    return f"Replicated{table.engine}({', '.join([path, repr(replica), *version])})"


def _columns(table: _Table) -> str:
    columns = [
        f"`{name}` {kind} {_CODECS.get(name, '')}".rstrip()
        for name, kind in table.columns.items()
    ]
    return ", ".join([*columns, *table.indices])


def _options(options: Mapping[str, str]) -> str:
    return " SETTINGS " + ", ".join(
        f"{key} = {value}" for key, value in options.items()
    )
