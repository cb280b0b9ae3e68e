"""Seconds from the command to the first answer of X-Ray Local, and its size when idle.

Beside it, in the same run: a bare Python that imports nothing, and one that imports
botocore and makes an X-Ray client, which is what the caller of an emulator starts anyway;
and for the size, uvicorn with an application of Starlette's that does nothing.

    python -m bench.start
"""

from __future__ import annotations

import http.client
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.overload import resident_mib
from bench.target import judge
from tests.processes import running_xray_local

ROUNDS = 7
ALLOWED_S = 0.5
ALLOWED_MIB = 80
IDLE_S = 2.0
CLIENT = (
    "import boto3; boto3.client('xray', region_name='eu-west-1',"
    " aws_access_key_id='a', aws_secret_access_key='a')"
)
SERVER = """
import socket, uvicorn
from starlette.applications import Starlette
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(Starlette(), log_config=None)).run(sockets=[listening])
"""


def ready() -> float:
    with tempfile.TemporaryDirectory() as name:
        began = time.perf_counter()
        with running_xray_local(Path(name), "--data", f"{name}/data") as xray:
            xray.get("/api/status")
            return time.perf_counter() - began


def size() -> float:
    """MiB resident of all its processes, a moment after its first answer."""
    with (
        tempfile.TemporaryDirectory() as name,
        running_xray_local(Path(name), "--data", f"{name}/data") as xray,
    ):
        xray.get("/api/status")
        time.sleep(IDLE_S)
        return resident_mib(xray.process.pid)


def size_of_bare_server() -> float:
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", SERVER], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        calls = http.client.HTTPConnection("127.0.0.1", int(process.stdout.readline()))
        calls.request("GET", "/")
        calls.getresponse().read()
        time.sleep(IDLE_S)
        found = resident_mib(process.pid)
        calls.close()
        process.terminate()
    return found


def python(program: str) -> Callable[[], float]:
    def run() -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True)
        return time.perf_counter() - began

    return run


def median(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(ROUNDS))


def main() -> int:
    bare, client, started = median(python("")), median(python(CLIENT)), median(ready)
    print(f"bare Python          {bare:8.3f} s")
    print(f"a boto3 client       {client:8.3f} s")
    print(f"X-Ray Local ready    {started:8.3f} s (median of {ROUNDS})")
    print(f"beside               {started / client:8.2f} of a boto3 client's start")
    soon = judge(started / ALLOWED_S, f"{ALLOWED_S} s", most=1)
    idle, bare_server = size(), size_of_bare_server()
    print(f"uvicorn, Starlette   {bare_server:8.1f} MiB")
    print(f"X-Ray Local idle     {idle:8.1f} MiB")
    print(f"beside               {idle / bare_server:8.2f} of the bare server")
    return soon | judge(idle / ALLOWED_MIB, f"{ALLOWED_MIB} MiB", most=1)


if __name__ == "__main__":
    sys.exit(main())
