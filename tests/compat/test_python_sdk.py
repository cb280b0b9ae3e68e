"""aws-xray-sdk, unchanged: no setting but the daemon's address."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING, Any

from tests.processes import RunningXRay, eventually

if TYPE_CHECKING:
    from mypy_boto3_xray import XRayClient

PROGRAM = textwrap.dedent(
    """
    from aws_xray_sdk.core import xray_recorder
    xray_recorder.configure(service="checkout", plugins=())
    with xray_recorder.in_segment("checkout") as segment:
        segment.put_annotation("customer", 124)
        segment.put_metadata("cart", {"lines": [1, 2]})
        with xray_recorder.in_subsegment("price"):
            pass
        try:
            with xray_recorder.in_subsegment("pay"):
                raise TimeoutError("the bank did not answer")
        except TimeoutError:
            pass
    print(segment.trace_id)
    """
)


def run_program(xray: RunningXRay) -> str:
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={
            "AWS_XRAY_DAEMON_ADDRESS": f"127.0.0.1:{xray.port}",
            "PATH": "/usr/bin:/bin",
        },
    )
    return finished.stdout.strip()


def test_an_instrumented_program_is_seen_with_all_it_recorded(
    xray: RunningXRay, client: XRayClient
) -> None:
    trace_id = run_program(xray)

    [trace] = eventually(lambda: client.batch_get_traces(TraceIds=[trace_id])["Traces"])

    document: Any = json.loads(trace["Segments"][0]["Document"])
    assert (
        document["name"],
        document["annotations"],
    ) == ("checkout", {"customer": 124})
    pay = next(each for each in document["subsegments"] if each["name"] == "pay")
    assert pay["fault"] is True
    assert pay["cause"]["exceptions"][0]["message"] == "the bank did not answer"
