"""Steps done once: a stamp holds the digest of what the step was made from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(inputs: Iterable[Path]) -> str:
    """Of the files' names and contents, so that a touched file alone changes nothing."""
    total = hashlib.sha256()
    for path in sorted(inputs):
        total.update(f"{path.name}\0".encode())
        total.update(path.read_bytes() if path.exists() else b"missing")
    return total.hexdigest()


def fresh(stamp: Path, inputs: Iterable[Path]) -> bool:
    return stamp.exists() and stamp.read_text() == digest(inputs)


def write(stamp: Path, inputs: Iterable[Path]) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest(inputs))
