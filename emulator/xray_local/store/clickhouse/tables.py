"""The tables: documents as they came, a summary for each trace, and what they share.

`documents` is the truth and only ever added to. A trace has a row in `summaries` for each
time it was derived; the one that counts the most documents is the trace's, the others go
when ClickHouse merges. On a cluster each table is two: `..._local`, replicated, and a
Distributed one of the plain name, by a hash of the trace id, so that all rows of a trace
are on one shard. Settings, the roles
that traces have, and what processes tell each other (`notes`) are few and are kept whole
on every server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xray_local.addresses import ClickHouseServer
from xray_local.store.clickhouse.engine import Address, Engine, on_cluster

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
    "roles": "Array(Int64)",
    "texts": "Array(Int64)",
    "figures.service": "Array(LowCardinality(String))",
    "figures.target": "Array(LowCardinality(String))",
    "figures.alias": "Array(LowCardinality(String))",
    "figures.kind": "Array(UInt8)",
    "figures.microseconds": "Array(Int64)",
    "figures.milliseconds": "Array(Int64)",
    "figures.settled": "Array(Int64)",
    "links": "Array(String)",
    "linked": "Array(String)",
    "summary": "String",
}

SETTINGS: Mapping[str, str] = {
    "name": "String",
    "revision": "UInt64",
    "attempts": "Array(UInt64)",
    "value": "String",
}

ROLES: Mapping[str, str] = {"role": "Int64", "value": "String"}

NOTES: dict[str, str] = {
    "topic": "LowCardinality(String)",
    "process": "String",
    "key": "String",
    "at": "Float64",
    "value": "String",
}
_TOLD_AT = {"told_at": "DateTime64(6) DEFAULT now64(6)"}

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
    "INDEX by_linked linked TYPE bloom_filter(0.01) GRANULARITY 1",
)
_MERGE_TREE = "index_granularity = 1024"
"""Rows read at least for one trace; the usual 8,192 documents are some 10 MB."""

NOTES_SECONDS = DAY
"""For how long a note is kept that is not told again, by ClickHouse's clock."""

_LONGEST_LIFE = 20 * 365 * DAY


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
_ROLES = _Table("roles", ROLES, "ReplacingMergeTree", None, "role", None)
_NOTES = _Table(
    "notes",
    NOTES | _TOLD_AT,
    "ReplacingMergeTree",
    "told_at",
    "topic, process, key",
    None,
)


def make_tables(engine: Engine, address: Address, max_age: float) -> None:
    """Those that are not there yet; on a server, they learn how long documents live."""
    for statement in statements(address, max_age):
        engine.command(statement)
    _add_columns(engine, address)
    if not isinstance(address, ClickHouseServer):
        return
    for table in _TRACES:
        local = _local(table, address)
        ((made,),) = engine.rows(
            "SELECT create_table_query FROM system.tables"
            " WHERE database = currentDatabase() AND name = {name:String}",
            {"name": local},
        )
        wanted = life(max_age)
        if wanted is not None and wanted not in made:
            engine.command(
                f"ALTER TABLE {local}{on_cluster(address)} MODIFY TTL {wanted}"
                " SETTINGS materialize_ttl_after_modify = 0"
            )


def _add_columns(engine: Engine, address: Address) -> None:
    """Those that summaries of an earlier version have not; in their rows, empty."""
    there = engine.rows(
        "SELECT name FROM system.columns"
        " WHERE database = currentDatabase() AND table = 'summaries'"
    )
    server = address if isinstance(address, ClickHouseServer) else None
    tables = dict.fromkeys([_local(_TRACES[1], server), "summaries"])
    for name in SUMMARIES.keys() - {name for (name,) in there}:
        for table in tables:
            engine.command(
                f"ALTER TABLE {table}{on_cluster(address)}"
                f" ADD COLUMN IF NOT EXISTS `{name}` {SUMMARIES[name]}"
            )


def statements(address: Address, max_age: float) -> Iterator[str]:
    """What makes every table."""
    server = address if isinstance(address, ClickHouseServer) else None
    for table in _TRACES:
        yield _table_of_traces(table, server, max_age)
        if server is not None and server.cluster is not None:
            yield _distributed(table, server)
    yield (
        f"{_on_every_server(_SETTINGS, server)}"
        " SETTINGS non_replicated_deduplication_window = 10000,"
        " replicated_deduplication_window = 10000"
    )
    yield _on_every_server(_ROLES, server)
    yield (
        f"{_on_every_server(_NOTES, server)}"
        f" TTL toDateTime(told_at) + toIntervalSecond({NOTES_SECONDS})"
    )


def life(max_age: float) -> str | None:
    """When a row may go, as TTL has it, which counts from the trace's last update then.

    None where it would be later than ClickHouse's DateTime reaches.
    """
    if max_age > _LONGEST_LIFE:
        return None
    return f"toDateTime(received_at) + toIntervalSecond({int(max_age)})"


def _table_of_traces(
    table: _Table, server: ClickHouseServer | None, max_age: float
) -> str:
    """On a server the table itself ends a document's life, by whole days; in process
    `retention` does it to the second."""
    local = _local(table, server)
    where = "" if server is None else on_cluster(server)
    options = _MERGE_TREE
    ttl = None if server is None else life(max_age)
    if server is not None:
        options += ", ttl_only_drop_parts = 1"
    return (
        f"CREATE TABLE IF NOT EXISTS {local}{where} ({_columns(table)})"
        f" ENGINE = {_engine(table, server, '{shard}', '{replica}')}"
        f" PARTITION BY {table.partition} ORDER BY ({table.order})"
        + ("" if ttl is None else f" TTL {ttl}")
        + f" SETTINGS {options}"
    )


def _on_every_server(table: _Table, server: ClickHouseServer | None) -> str:
    """A table that is whole wherever it is."""
    where = "" if server is None else on_cluster(server)
    engine = _engine(table, server, "all", "{shard}-{replica}")
    return (
        f"CREATE TABLE IF NOT EXISTS {table.name}{where} ({_columns(table)})"
        f" ENGINE = {engine} ORDER BY ({table.order})"
    )


def _distributed(table: _Table, server: ClickHouseServer) -> str:
    local = _local(table, server)
    return (
        f"CREATE TABLE IF NOT EXISTS {table.name}{on_cluster(server)} AS {local}"
        f" ENGINE = Distributed('{server.cluster}', currentDatabase(), {local},"
        " cityHash64(trace_id))"
    )


def _local(table: _Table, server: ClickHouseServer | None) -> str:
    clustered = server is not None and server.cluster is not None
    return f"{table.name}_local" if clustered else table.name


def _engine(
    table: _Table, server: ClickHouseServer | None, shard: str, replica: str
) -> str:
    version = [] if table.version is None else [table.version]
    if server is None or server.cluster is None:
        return f"{table.engine}({', '.join(version)})"
    path = f"'/clickhouse/tables/{{database}}/{shard}/{table.name}'"
    return f"Replicated{table.engine}({', '.join([path, repr(replica), *version])})"


def _columns(table: _Table) -> str:
    columns = [
        f"`{name}` {kind} {_CODECS.get(name, '')}".rstrip()
        for name, kind in table.columns.items()
    ]
    return ", ".join([*columns, *table.indices])
