"""For all tests: how Hypothesis searches, and which tests share a process.

Hypothesis has no deadline for a single example: on a busy machine it would fail tests
that have found nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("project", deadline=None)
settings.load_profile("project")

TESTS = Path(__file__).parent
# These start whole labs and browsers, which take all of a machine: one after another.
ONE_AFTER_ANOTHER = {"mesh", "e2e", "browser"}


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """With `-n`, a file is one process's; the long stories are one's, and begin at once."""
    if not hasattr(config, "workerinput"):
        return
    for test in items:
        group = "stories" if is_story(test) else str(test.path)
        test.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=is_story, reverse=True)


def is_story(test: pytest.Item) -> bool:
    return test.path.relative_to(TESTS).parts[0] in ONE_AFTER_ANOTHER
