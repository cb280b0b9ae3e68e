"""Says at the end of a run how many of the recorded cases hold."""

from __future__ import annotations

import pytest

CASE = "::test_the_recorded_case_holds["


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts = {
        outcome: sum(
            CASE in report.nodeid for report in terminalreporter.getreports(outcome)
        )
        for outcome in ("passed", "xfailed", "failed")
    }
    if sum(counts.values()):
        terminalreporter.write_line(
            f"conformance: {counts['passed']} of {sum(counts.values())} recorded cases "
            f"hold, {counts['xfailed']} do not for a written reason"
        )
