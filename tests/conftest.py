"""For all tests: how Hypothesis searches.

Without a deadline for a single example: on a busy machine it would fail tests that have
found nothing.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("project", deadline=None)
settings.load_profile("project")
