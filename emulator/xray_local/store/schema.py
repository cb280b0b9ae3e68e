"""The SQLite file: its tables, how connections to it are opened, and who may write.

Documents are the truth and only ever appended; every other table is derived from them,
and changes in one transaction, so it is never ahead of or behind what it counts.
Killing the process loses nothing that was committed. A power failure may take the last
moments with it (`synchronous=NORMAL`), but leaves a sound file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xray_local.errors import ConfigError
from xray_local.store.damage import unusable, usable
from xray_local.store.packing import from_deflate

FILE_NAME = "traces.sqlite3"
LOCK_NAME = "writer.lock"
VERSION = 5

_DOCUMENTS = """
CREATE TABLE documents (
    id        INTEGER PRIMARY KEY,  -- order of arrival
    trace_id  TEXT    NOT NULL,
    number    INTEGER NOT NULL,     -- of documents in the blob
    documents BLOB    NOT NULL      -- what one write brought for one trace: packing.py
);
CREATE INDEX documents_of_trace ON documents (trace_id);

CREATE TABLE figures (
    documents      INTEGER NOT NULL,
    traces         INTEGER NOT NULL,
    -- Documents from this id on may not be in the derived tables yet.
    unsettled_from INTEGER NOT NULL
);
INSERT INTO figures VALUES (0, 0, 1)
"""

_SETTINGS = """
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID
"""

# Made anew when what is derived changes: the next opening settles all documents again.
_DERIVED = """
DROP TABLE IF EXISTS traces;
DROP TABLE IF EXISTS summaries;
DROP TABLE IF EXISTS mentions;
DROP TABLE IF EXISTS words;
DROP TABLE IF EXISTS rollups;
DROP TABLE IF EXISTS hours;
DROP TABLE IF EXISTS sums;
DROP TABLE IF EXISTS links;
DROP TABLE IF EXISTS moved;
UPDATE figures SET traces = 0, unsettled_from = 1;

-- Narrow, so that a list can be filtered without touching the summaries.
CREATE TABLE traces (
    key           INTEGER PRIMARY KEY,
    trace_id      TEXT    NOT NULL UNIQUE,
    visible       INTEGER NOT NULL,
    start         REAL    NOT NULL,
    ending        REAL,             -- NULL while work is in progress
    received_at   REAL    NOT NULL,
    documents     INTEGER NOT NULL,
    response_time REAL,
    duration      REAL,
    http_status   INTEGER,
    http_url      TEXT,
    http_method   TEXT,
    has_error     INTEGER NOT NULL,
    has_throttle  INTEGER NOT NULL,
    has_fault     INTEGER NOT NULL,
    partial       INTEGER NOT NULL,
    slowest       REAL,
    roles         BLOB    NOT NULL  -- its words and their figures: vocabulary.py
);
CREATE INDEX traces_by_start ON traces (
    start, trace_id, ending, response_time, duration, http_status,
    has_error, has_throttle, has_fault, partial, slowest, http_method, http_url
) WHERE visible;
CREATE INDEX traces_by_receipt ON traces (received_at, trace_id);

CREATE TABLE summaries (
    key     INTEGER PRIMARY KEY,    -- as in traces
    summary BLOB    NOT NULL
);

CREATE TABLE words (
    word  INTEGER PRIMARY KEY,      -- numbered as they come
    field TEXT    NOT NULL,         -- of a loose text, '' for a role
    value NOT NULL,
    UNIQUE (field, value)
);
CREATE TABLE mentions (
    word  INTEGER NOT NULL,         -- as in words: a trace has this role or text
    start REAL    NOT NULL,         -- as in traces, and so is key
    key   INTEGER NOT NULL,
    PRIMARY KEY (word, start, key)
) WITHOUT ROWID;

CREATE TABLE rollups (
    minute  INTEGER PRIMARY KEY,    -- of the traces' starts, minutes since the epoch
    version INTEGER NOT NULL,       -- never used twice, so readers may keep graphs
    graph   BLOB    NOT NULL
);

-- Sums of rollups, each removed as soon as one of its minutes changes: sums.py.
CREATE TABLE sums (
    span   INTEGER NOT NULL,        -- minutes
    number INTEGER NOT NULL,        -- the first minute, divided by the span
    graph  BLOB    NOT NULL,
    PRIMARY KEY (span, number)
);

-- Which traces name which other ones, so that those know it, too: links.py.
CREATE TABLE links (
    linked_trace_id TEXT    NOT NULL,  -- whom the links name
    key             INTEGER NOT NULL,  -- of the trace that has them, and so is start
    start           REAL    NOT NULL,
    links           BLOB    NOT NULL,  -- with their senders
    PRIMARY KEY (linked_trace_id, key)
) WITHOUT ROWID;

-- By minute, those that were not received in it or did not begin in it: moved.py.
CREATE TABLE moved (
    minute INTEGER PRIMARY KEY,
    came   BLOB    NOT NULL,        -- graph of those that only were received in it
    gone   BLOB    NOT NULL         -- graph of those that only began in it
)
"""

_MADE_ANEW_LATER = ""

# What brings a file from each version to the next one.
_STEPS = (_DOCUMENTS, _SETTINGS, _MADE_ANEW_LATER, _MADE_ANEW_LATER, _DERIVED)
_DEFLATE_UNTIL = 3
"""The last version that compressed documents by zlib."""


def open_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes; makes the tables in a new file.

    Raises ConfigError for a file of a later version, one that is no database and one
    that may only be read.
    """
    connection = _connect(path)
    try:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # only before any table
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")  # pages: 16 MB
        connection.execute("PRAGMA journal_size_limit = 67108864")
        _make_tables(connection, path)
        with transaction(connection):
            pass  # fails here, not at the first document, if the file may only be read
    except sqlite3.DatabaseError as error:
        connection.close()
        raise unusable(path, error) from error
    except ConfigError:
        connection.close()
        raise
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    connection = _connect(path)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA mmap_size = 268435456")
    return connection


def claim(directory: Path) -> sqlite3.Connection:
    """Become the directory's only writer until the connection is closed.

    A lock of SQLite's own, because the system lets go of it when the process is killed.
    """
    file = directory / LOCK_NAME
    with usable(file):
        lock = sqlite3.connect(
            file, timeout=0, isolation_level=None, check_same_thread=False
        )
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        lock.close()
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise unusable(file, error) from error
        raise ConfigError(
            f"{directory} is in use by another X-Ray Local: "
            "stop that one or choose another directory"
        ) from error
    return lock


@contextmanager
def transaction(writer: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    writer.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        writer.execute("ROLLBACK")
        raise
    writer.execute("COMMIT")


@contextmanager
def snapshot(reader: sqlite3.Connection) -> Iterator[None]:
    """Several reads that see one and the same moment."""
    reader.execute("BEGIN")
    try:
        yield
    finally:
        reader.execute("COMMIT")


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        path, timeout=30, isolation_level=None, check_same_thread=False
    )


def _make_tables(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise ConfigError(
            f"{path} has schema version {version}, this X-Ray Local knows up to "
            f"{VERSION}: use a newer X-Ray Local or another directory"
        )
    if version == VERSION:
        return
    with transaction(connection):
        for step in _STEPS[version:]:
            for statement in step.split(";"):
                connection.execute(statement)
        if 0 < version <= _DEFLATE_UNTIL:
            connection.create_function("from_deflate", 1, from_deflate)
            connection.execute(
                "UPDATE documents SET documents = from_deflate(documents)"
            )
        connection.execute(f"PRAGMA user_version = {VERSION}")
