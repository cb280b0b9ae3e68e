"""A test can rule the time of the whole process."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.request import Request, urlopen

from tests.processes import COMMAND, running_xray_local
from tests.segments import a_segment

LONG_AGO = 1_600_000_000.0


def test_the_clock_file_says_what_time_it_is(tmp_path: Path) -> None:
    """Read at each question: what was received then is found by that time."""
    clock = tmp_path / "clock"
    clock.write_text(str(LONG_AGO))
    with running_xray_local(tmp_path, "--memory", "--clock-file", str(clock)) as xray:
        assert xray.get("/api/status")["StartedAt"] == LONG_AGO

        clock.write_text(str(LONG_AGO + 3600))
        put = {"TraceSegmentDocuments": [json.dumps(a_segment())]}
        urlopen(Request(f"{xray.url}/TraceSegments", json.dumps(put).encode())).close()
        asked = {
            "StartTime": LONG_AGO + 3590,
            "EndTime": LONG_AGO + 3610,
            "TimeRangeType": "Event",
        }
        with urlopen(
            Request(f"{xray.url}/TraceSummaries", json.dumps(asked).encode())
        ) as answer:
            [found] = json.load(answer)["TraceSummaries"]

    assert found["MatchedEventTime"] == LONG_AGO + 3600


def test_a_clock_file_without_a_time_ends_the_start(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("noon")
    ended = subprocess.run(
        [COMMAND, "serve", "--memory", "--clock-file", str(tmp_path / "clock")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    assert "must hold epoch seconds, such as 1790000000.5" in ended.stderr
