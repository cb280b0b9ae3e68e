"""Seconds from `make up` to the first trace on the map, everything being installed.

The lab runs without Docker, on ports of its own and with an empty store. A name is asked
for as soon as `make up` ends, then the map until the gateway, names and a handler of
each category are on it. The ratio is to the 60 s that a first user may have to wait.

    python -m bench.up
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.target import judge
from lab.config import CATEGORIES
from tests.processes import eventually

REPOSITORY = Path(__file__).parent.parent
GATEWAY, XRAY, LOCUST, INTERNAL = 18180, 12100, 18189, 17200
ROUNDS = 3
ALLOWED_S = 60
EVERY_PART = {"gateway", "names", *CATEGORIES}


def make(target: str, folder: Path) -> None:
    settings = {
        "DOCKER": "off",
        "GATEWAY_PORT": GATEWAY,
        "XRAY_PORT": XRAY,
        "LOCUST_PORT": LOCUST,
        "INTERNAL_PORT": INTERNAL,
        "RUN_DIR": folder,
        "FAULTS_DIR": folder / "faults",
    }
    subprocess.run(
        ["make", "--silent", target],
        cwd=REPOSITORY,
        env=os.environ | {name: str(value) for name, value in settings.items()},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def on_the_map() -> set[str]:
    """`names`, `adjective` for adjective-4, ...: what the console draws."""
    now = time.time()
    window = json.dumps({"StartTime": now - 300, "EndTime": now + 1}).encode()
    with urllib.request.urlopen(
        f"http://127.0.0.1:{XRAY}/ServiceGraph", window
    ) as answer:
        services = json.load(answer)["Services"]
    return {
        service["Name"].rpartition("-")[0] or service["Name"] for service in services
    }


def first_trace() -> tuple[float, float]:
    """Seconds until `make up` has ended, and until the trace is on the map."""
    with tempfile.TemporaryDirectory() as name:
        began = time.monotonic()
        try:
            make("up", Path(name))
            up = time.monotonic() - began
            with urllib.request.urlopen(f"http://127.0.0.1:{GATEWAY}/") as answer:
                answer.read()
            eventually(lambda: on_the_map() >= EVERY_PART or None, ALLOWED_S)
            return up, time.monotonic() - began
        finally:
            make("down", Path(name))


def main() -> int:
    make("install", REPOSITORY / ".run")
    rounds = [first_trace() for _ in range(ROUNDS)]
    up, seen = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"make up              {up:8.2f} s (median of {ROUNDS})")
    print(
        f"first trace seen     {seen:8.2f} s {[round(each[1], 1) for each in rounds]}"
    )
    return judge(seen / ALLOWED_S, f"the {ALLOWED_S} s allowed", most=1)


if __name__ == "__main__":
    sys.exit(main())
