"""ClickHouse's HTTP interface over chDB, so that the client's side of it can be tested.

Where these tests run there is no server, but there is its engine: this answers what
clickhouse-connect asks for, from a process of its own. Run as
`python -m tests.clickhouse_server FOLDER`, which prints its port.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import chdb
import lz4.frame  # type: ignore[import-untyped]

TRANSPORT = {
    "client_protocol_version",
    "enable_http_compression",
    "http_headers_progress_interval_ms",
    "quota_key",
    "query_id",
    "send_progress_in_http_headers",
    "session_id",
    "wait_end_of_query",
}
NATIVE = b" FORMAT Native\n"
"""Between an INSERT and its data."""


def connected(folder: str) -> Any:
    return chdb.connect(folder)  # type: ignore[no-untyped-call]


def answer(folder: str, parameters: dict[str, str], body: bytes) -> bytes:
    """Run one request's statement; raises RuntimeError with ClickHouse's message."""
    connection = connected(folder)
    try:
        database = parameters.pop("database", None)
        if database:
            connection.query(f"USE {database}")
        bound = {
            name.removeprefix("param_"): parameters.pop(name)
            for name in [*parameters]
            if name.startswith("param_")
        }
        for name, value in parameters.items():
            if name not in TRANSPORT:
                connection.query(f"SET {name} = '{value}'")
        statement, separator, data = body.partition(NATIVE)
        if separator:
            return insert(connection, statement.decode(), data)
        return run(connection, body.decode(), bound)
    finally:
        connection.close()


def run(connection: Any, statement: str, bound: dict[str, str]) -> bytes:
    result: bytes = connection.query(statement, "TabSeparated", params=bound).bytes()
    return result


def insert(connection: Any, statement: str, data: bytes) -> bytes:
    """chDB takes what is inserted from a file."""
    with tempfile.NamedTemporaryFile(suffix=".native") as file:
        file.write(data)
        file.flush()
        whole = f"{statement} FROM INFILE '{file.name}' FORMAT Native"
        return run(connection, whole, {})


def form_fields(content_type: str, body: bytes) -> dict[str, str]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    return {
        str(part.get_param("name", header="content-disposition")): payload.decode()
        for part in message.iter_parts()
        if isinstance(payload := part.get_payload(decode=True), bytes)
    }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder = ""

    def do_GET(self) -> None:
        self.respond(200, b"Ok.\n")

    def do_POST(self) -> None:
        body = self.body()
        if self.headers["Content-Encoding"] == "lz4":
            body = lz4.frame.decompress(body)
        parameters = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        form = self.headers["Content-Type"] or ""
        if form.startswith("multipart/form-data"):  # where parameters are too long
            fields = form_fields(form, body)
            body = fields.pop("query").encode()
            parameters |= fields
        try:
            self.respond(200, answer(self.folder, parameters, body))
        except RuntimeError as error:
            found = re.search(r"Code: (\d+)", str(error))
            self.respond(500, str(error).encode(), found[1] if found else "1000")

    def body(self) -> bytes:
        if self.headers["Transfer-Encoding"] != "chunked":
            return self.rfile.read(int(self.headers["Content-Length"] or 0))
        chunks = []
        while size := int(self.rfile.readline(), 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def respond(self, status: int, body: bytes, code: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if code is not None:
            self.send_header("X-ClickHouse-Exception-Code", code)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: its standard error is the test's."""


class RunningServer(NamedTuple):
    port: int
    pid: int


@contextmanager
def clickhouse_server(folder: Path) -> Iterator[RunningServer]:
    """One that keeps its data in the folder."""
    command = [sys.executable, "-m", "tests.clickhouse_server", str(folder)]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield RunningServer(int(server.stdout.readline()), server.pid)
        finally:
            server.terminate()


def main(folder: str) -> None:
    keep = connected(folder)  # the engine stays open as long as the process
    keep.query("SELECT 1")
    Handler.folder = folder
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
