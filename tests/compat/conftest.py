"""Real clients against the live process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config

from tests.processes import RunningXRay, running_xray_local

if TYPE_CHECKING:
    from mypy_boto3_xray import XRayClient


@pytest.fixture(scope="module", params=["--memory", "--data"])
def xray(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningXRay]:
    """X-Ray Local with either store."""
    folder = tmp_path_factory.mktemp("xray")
    data = [] if request.param == "--memory" else [str(folder / "data")]
    with running_xray_local(folder, request.param, *data) as running:
        yield running


@pytest.fixture(scope="module")
def client(xray: RunningXRay) -> XRayClient:
    return boto3.client(
        "xray",
        endpoint_url=xray.url,
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
        config=Config(retries={"total_max_attempts": 1}),
    )
