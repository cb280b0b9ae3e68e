"""X-Ray Local beside Arize Phoenix: the same traces taken in and listed.

Phoenix takes spans by OTLP: each segment and each subsegment is one, with its name, times,
parent and attributes. It is installed into an environment of its own, once, which takes
minutes; where the package index does not have it, that is said and is no failure.
X-Ray Local takes the segments by PutTraceSegments. Both are asked for the newest hundred
when all has arrived: spans there, traces here.

    python -m bench.phoenix --traces 1000
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import beside, processor, table
from bench.segments import datagrams
from tests.mesh.lab import free_port
from tests.processes import eventually

REPOSITORY = Path(__file__).parent.parent
ENVIRONMENT = REPOSITORY / ".run" / "phoenix"
SENDER = Path(__file__).with_name("phoenix_sender.py")
STARTS_S = 120
SPREAD_S = 60


def installed() -> Path | None:
    """The Python of Phoenix's environment, or nothing when it cannot be had."""
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / "installed"
    if stamp.exists():
        return python
    print("Installing arize-phoenix into an environment of its own", flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    commands = [
        [sys.executable, "-m", "venv", str(ENVIRONMENT)],
        [*pip, "--disable-pip-version-check", "arize-phoenix"],
    ]
    for command in commands:
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
    stamp.touch()
    return python


@contextmanager
def phoenix(python: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """Its URL and its process id."""
    port = free_port()
    settings = {
        "PHOENIX_WORKING_DIR": str(folder / "phoenix"),
        "PHOENIX_HOST": "127.0.0.1",
        "PHOENIX_PORT": str(port),
        "PHOENIX_GRPC_PORT": str(free_port()),
        "PHOENIX_TELEMETRY_ENABLED": "false",
    }
    with (folder / "phoenix.log").open("w") as log:
        process = subprocess.Popen(
            [python.with_name("phoenix"), "serve"],
            env=os.environ | settings,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        eventually(lambda: beside.answers(f"{url}/healthz"), STARTS_S)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(30)


def sent(python: Path, url: str, documents: list[str]) -> dict[str, Any]:
    """What the sender in Phoenix's environment measured."""
    done = subprocess.run(
        [python, SENDER, url],
        input="\n".join(documents),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def entities(documents: list[str]) -> int:
    """Segments and their subsegments: what Phoenix has as spans."""
    return sum(_entities(json.loads(document)) for document in documents)


def _entities(entity: dict[str, Any]) -> int:
    return 1 + sum(_entities(each) for each in entity.get("subsegments", []))


def show(
    count: int, ours: beside.Figures, theirs: dict[str, Any], spent: float
) -> None:
    rows = [
        (
            f"{count:,} segments and subsegments taken, until they are found",
            f"{count / ours.put.seconds:,.0f}/s, "
            f"{1e6 * ours.put.processor / count:,.0f} µs of the processor each",
            f"Phoenix by OTLP: {count / theirs['taken']:,.0f}/s, "
            f"{1e6 * spent / count:,.0f} µs of the processor each",
        ),
        (
            "the newest hundred listed",
            f"{1000 * ours.newest.seconds:,.1f} ms",
            f"Phoenix: {1000 * theirs['listed']:,.1f} ms",
        ),
    ]
    for what, measured, other in rows:
        print(f"{what}\n    {measured}\n    beside {other}")
        table.note(what, measured, beside=other)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traces", type=int, default=1_000)
    given = parser.parse_args()
    python = installed()
    if python is None:
        print("arize-phoenix cannot be installed here: left out")
        table.note("beside Arize Phoenix", "left out: the package cannot be had here")
        return 0
    began = time.time() - SPREAD_S - 60
    contents = list(datagrams(given.traces, began, SPREAD_S))
    documents = beside.documents_of(contents)
    count = entities(documents)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with beside.xray_local(folder) as server:
            ours = beside.measure(server, documents, began)
        with phoenix(python, folder) as (url, pid):
            before = processor.of_process(pid)
            theirs = sent(python, url, documents)
            spent = processor.of_process(pid) - before
    show(count, ours, theirs, spent)
    return int(theirs["found"] != count)


if __name__ == "__main__":
    sys.exit(main())
