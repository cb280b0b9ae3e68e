"""The AWS CLI, unchanged but for --endpoint-url."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.processes import RunningXRay
from tests.segments import a_segment

AWS = Path(sys.executable).parent / "aws"


@pytest.fixture
def aws(xray: RunningXRay) -> Any:
    def run(*arguments: str) -> Any:
        finished = subprocess.run(
            [AWS, "xray", *arguments, "--endpoint-url", xray.url, "--output", "json"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env={
                **os.environ,
                "AWS_ACCESS_KEY_ID": "any",
                "AWS_SECRET_ACCESS_KEY": "any",
                "AWS_DEFAULT_REGION": "us-east-1",
            },
        )
        assert finished.returncode == 0, finished.stderr
        return json.loads(finished.stdout)

    return run


def test_the_command_line_puts_finds_and_opens_a_trace(aws: Any) -> None:
    now = time.time()
    segment = a_segment("shop", start_time=now, end_time=now + 2, fault=True)

    put = aws("put-trace-segments", "--trace-segment-documents", json.dumps(segment))
    found = aws(
        "get-trace-summaries",
        "--start-time", str(now - 60),
        "--end-time", str(now + 60),
        "--filter-expression", 'service("shop") { fault } AND responsetime > 1.5',
    )  # fmt: skip
    opened = aws("batch-get-traces", "--trace-ids", segment["trace_id"])

    assert put == {"UnprocessedTraceSegments": []}
    assert segment["trace_id"] in [each["Id"] for each in found["TraceSummaries"]]
    assert segment["id"] == opened["Traces"][0]["Segments"][0]["Id"]
