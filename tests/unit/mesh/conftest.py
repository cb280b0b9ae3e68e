"""The X-Ray SDK opens its UDP socket when it is imported and never closes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aws_xray_sdk.core import xray_recorder  # type: ignore[import-untyped]


@pytest.fixture(scope="session", autouse=True)
def _sdk_socket_closed() -> Iterator[None]:
    yield
    xray_recorder.emitter._socket.close()
