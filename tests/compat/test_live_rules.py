"""A rule that is changed while programs run: the SDKs follow without a restart.

They follow with their next report, ten seconds after the last at most. A new rate comes
with the target that answers it. For anything else an SDK has to see by
`LastRuleModification` that its rules are old, and fetch them again; the one for Node
cannot (it reads the seconds as milliseconds) and waits for its poll every 300 seconds,
with AWS as here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.processes import RunningXRay, eventually, running_xray_local

PROGRAMS = Path(__file__).parent / "programs"
NODE_SDK = "aws-xray-sdk-core@3.12.0"

IN_A_ROW = 20
"""Decisions of two seconds: one of the SDK's local rules records one a second."""


@pytest.fixture(scope="module")
def node_modules(pytestconfig: pytest.Config) -> Path:
    """Where the Node SDK is installed, once for this and later runs."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node or npm is missing: the Node SDK cannot run")
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir(NODE_SDK)
    if not (folder / "node_modules" / "aws-xray-sdk-core").exists():
        install = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder)]
        subprocess.run([*install, NODE_SDK], check=True, timeout=120)
    return folder / "node_modules"


@pytest.fixture
def xray(tmp_path: Path) -> Iterator[RunningXRay]:
    with running_xray_local(tmp_path, "--memory") as running:
        yield running


def test_the_python_sdk_follows_a_changed_rule(
    xray: RunningXRay, tmp_path: Path
) -> None:
    """A changed path leaves the shop to the Default rule: only a fetch tells that."""
    command = [sys.executable, "-W", "ignore", PROGRAMS / "decide.py"]
    follows(xray, tmp_path, command, {}, {"URLPath": "/elsewhere"})


def test_the_node_sdk_follows_a_changed_rule(
    xray: RunningXRay, tmp_path: Path, node_modules: Path
) -> None:
    environ = {"NODE_PATH": str(node_modules)}
    follows(xray, tmp_path, ["node", PROGRAMS / "decide.js"], environ, {"FixedRate": 1})


def follows(
    xray: RunningXRay,
    folder: Path,
    command: list[Any],
    environ: Mapping[str, str],
    change: dict[str, Any],
) -> None:
    """From recording nothing to recording everything, by one update of the rule."""
    client = boto3.client(
        "xray",
        endpoint_url=xray.url,
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
    )
    client.create_sampling_rule(SamplingRule=NOTHING_OF_THE_SHOP)
    address = {"AWS_XRAY_DAEMON_ADDRESS": f"127.0.0.1:{xray.port}"}
    with deciding(folder, command, {**address, **environ}) as decisions:
        eventually(lambda: decisions()[-IN_A_ROW:] == ["0"] * IN_A_ROW)
        client.update_sampling_rule(
            SamplingRuleUpdate={"RuleName": "shop", **change}  # type: ignore[typeddict-item] # one member of it
        )
        eventually(lambda: decisions()[-IN_A_ROW:] == ["1"] * IN_A_ROW, seconds=25)

    first = client.get_sampling_statistic_summaries()["SamplingStatisticSummaries"][0]
    assert first["RequestCount"] > IN_A_ROW
    assert (first.get("RuleName"), first["SampledCount"]) == ("shop", 0)
    now = datetime.now(UTC)
    recorded = client.get_trace_summaries(
        StartTime=now - timedelta(minutes=1),
        EndTime=now,
        FilterExpression='service("shop")',
    )
    assert recorded["TracesProcessedCount"] >= IN_A_ROW


NOTHING_OF_THE_SHOP: Any = {
    "RuleName": "shop",
    "Priority": 1,
    "FixedRate": 0,
    "ReservoirSize": 0,
    "ServiceName": "shop",
    "ServiceType": "*",
    "Host": "*",
    "HTTPMethod": "*",
    "URLPath": "/buy",
    "ResourceARN": "*",
    "Version": 1,
}


@contextmanager
def deciding(
    folder: Path, command: list[Any], environ: Mapping[str, str]
) -> Iterator[Any]:
    """A running program; called, the context's value is its decisions so far."""
    output = folder / "decisions"
    with output.open("w") as sink:
        process = subprocess.Popen(
            command, stdout=sink, env={"PATH": os.environ["PATH"], **environ}
        )
    try:
        yield lambda: output.read_text().split()
    finally:
        process.terminate()
        process.wait(10)
