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

# They begin at once, one after another: they take ports that are always the same, and
# time what a lab does.
LABS = ("tests/e2e/", "tests/mesh/")
# They come last, on all workers, when no lab is left: containers come with network
# devices, and at each Chromium drops what it is loading.
BROWSERS = "tests/browser/"


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """A file is one worker's, since what it starts serves all its tests."""

    def _split_scope(self, nodeid: str) -> str:
        return "labs" if nodeid.startswith(LABS) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda test: (
            not test.nodeid.startswith(LABS),
            test.nodeid.startswith(BROWSERS),
        )
    )
