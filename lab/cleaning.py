"""`make clean`: away with whatever the other targets made, and nothing a user wrote."""

import shutil
from pathlib import Path

from lab import containers
from lab.config import Config

MADE = (
    ".venv",
    ".run",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    "emulator/console/node_modules",
    "emulator/console/dist",
    "emulator/xray_local/console",
)


def clean(config: Config, root: Path) -> None:
    """The lab must be down. Images and traces kept by Docker go as well."""
    if config.docker != "off" and containers.available():
        containers.remove_images(config)
    config.faults_file.unlink(missing_ok=True)
    for name in MADE:
        shutil.rmtree(root / name, ignore_errors=True)
    for cache in list(root.rglob("__pycache__")):
        shutil.rmtree(cache, ignore_errors=True)
