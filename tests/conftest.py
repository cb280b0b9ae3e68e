"""For all tests: how Hypothesis searches, and which tests share a worker of xdist.

Hypothesis has no deadline for a single example: on a busy machine it would fail tests
that have found nothing.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import settings
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

settings.register_profile("project", deadline=None)
settings.load_profile("project")

TESTS = Path(__file__).parent
# These start whole labs, on ports and under names that are always the same.
LABS = ("mesh", "e2e")
# Long ones first: what is left at the end is short, and the workers end together.
BEGIN_WITH = (*LABS, "browser")


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """A file is one worker's; all the labs are one's, which has them one after another."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "labs" if PurePosixPath(file).parts[1] in LABS else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


def _turn(test: pytest.Item) -> int:
    folder = test.path.relative_to(TESTS).parts[0]
    return BEGIN_WITH.index(folder) if folder in BEGIN_WITH else len(BEGIN_WITH)
