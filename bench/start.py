"""Seconds from the command to the first answer of X-Ray Local.

Beside it, in the same run: a bare Python that imports nothing, and one that imports
botocore and makes an X-Ray client, which is what the caller of an emulator starts anyway.

    python -m bench.start
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.target import judge
from tests.processes import running_xray_local

ROUNDS = 7
ALLOWED_S = 1
CLIENT = (
    "import boto3; boto3.client('xray', region_name='eu-west-1',"
    " aws_access_key_id='a', aws_secret_access_key='a')"
)


def ready() -> float:
    with tempfile.TemporaryDirectory() as name:
        began = time.perf_counter()
        with running_xray_local(Path(name), "--data", f"{name}/data") as xray:
            xray.get("/api/status")
            return time.perf_counter() - began


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
    return judge(started / ALLOWED_S, f"{ALLOWED_S} s", most=1)


if __name__ == "__main__":
    sys.exit(main())
