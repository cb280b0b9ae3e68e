"""For all tests: how Hypothesis searches, and which tests share a worker of xdist.

Hypothesis has no deadline for a single example: on a busy machine it would fail tests
that have found nothing.
"""

from __future__ import annotations

import pytest
from hypothesis import settings
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

settings.register_profile("project", deadline=None)
settings.load_profile("project")

# Each is one worker's, as are all other files one by one. They begin in this order, the
# long ones first: so the workers end together.
TOGETHER = {
    # Containers come with network devices; at each, Chromium drops what it is loading.
    "tests/e2e/test_compose.py": "containers and browsers",
    "tests/browser/": "containers and browsers",
    # Both take ports that are always the same, and time what a lab does.
    "tests/e2e/test_without_docker.py": "labs",
    "tests/mesh/": "labs",
}


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """A file is never split: what it starts serves all its tests."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((TOGETHER[way] for way in TOGETHER if file.startswith(way)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


def _turn(test: pytest.Item) -> int:
    ways = (n for n, way in enumerate(TOGETHER) if test.nodeid.startswith(way))
    return next(ways, len(TOGETHER))
