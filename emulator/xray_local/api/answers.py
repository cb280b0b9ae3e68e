"""JSON answers as X-Ray sends them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from xray_local.wire.numbers import encode


def answer(body: Any, status: int = 200, headers: Mapping[str, str] = {}) -> Response:
    return Response(
        encode(body),
        status,
        {"x-amzn-RequestId": str(uuid.uuid4()), **headers},
        media_type="application/json",
    )
