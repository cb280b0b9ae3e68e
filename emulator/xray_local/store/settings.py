"""Named values in the SQLite file, beside the traces."""

from __future__ import annotations

import sqlite3


def read(connection: sqlite3.Connection, name: str) -> bytes | None:
    row = connection.execute(
        "SELECT value FROM settings WHERE name = ?", (name,)
    ).fetchone()
    return None if row is None else bytes(row[0])


def write(writer: sqlite3.Connection, name: str, value: bytes) -> None:
    writer.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))
