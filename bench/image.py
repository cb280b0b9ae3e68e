"""How much X-Ray Local's image adds to the one that it is built on.

Built by the engine, its layers from the cache where nothing has changed. Both sizes are
those that `docker image ls` shows: all layers, unpacked.

    python -m bench.image
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from bench import table
from bench.target import judge

REPOSITORY = Path(__file__).parent.parent
DOCKERFILE = REPOSITORY / "emulator" / "Dockerfile"
TAG = "xray-local-bench"
MOST_MB = 150


def base_of(dockerfile: str) -> str:
    """What the last stage is built from."""
    stages: list[str] = re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    return stages[-1]


def docker(*words: str) -> str:
    done = subprocess.run(
        ["docker", *words],
        cwd=REPOSITORY,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def size_mb(image: str) -> float:
    """In millions of bytes, as the engine counts them."""
    listed = docker("image", "ls", "--format", "{{.Size}}", image).split()[0]
    number, unit = re.findall(r"([\d.]+)([kMG]?B)", listed)[0]
    millions = {"B": 1e-6, "kB": 1e-3, "MB": 1.0, "GB": 1e3}
    return float(number) * millions[unit]


def main() -> int:
    if not shutil.which("docker"):
        print("no Docker engine: left out")
        table.note("the image", "left out: no Docker engine")
        return 0
    docker("build", "--quiet", "--tag", TAG, "--file", str(DOCKERFILE), ".")
    base, whole = size_mb(base_of(DOCKERFILE.read_text())), size_mb(TAG)
    print(f"its base             {base:8.0f} MB")
    print(f"X-Ray Local          {whole:8.0f} MB")
    print(f"over its base        {whole - base:8.0f} MB")
    return judge((whole - base) / MOST_MB, f"{MOST_MB} MB over its base", most=1)


if __name__ == "__main__":
    sys.exit(main())
