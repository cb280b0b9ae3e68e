"""Asks the SDK ten times a second whether to record a request, and records it."""

from __future__ import annotations

import sys
import time

from aws_xray_sdk.core import (  # type: ignore[import-untyped] # it ships no types
    xray_recorder,
)
from aws_xray_sdk.ext.util import (  # type: ignore[import-untyped] # likewise
    calculate_sampling_decision,
    construct_xray_header,
)

REQUEST = {"host": "shop", "method": "GET", "path": "/buy", "service": "shop"}

xray_recorder.configure(service="shop", plugins=())
while True:
    header = construct_xray_header({})
    decision = calculate_sampling_decision(header, xray_recorder, dict(REQUEST))
    xray_recorder.begin_segment("shop", sampling=decision)
    xray_recorder.end_segment()
    sys.stdout.write("1\n" if decision else "0\n")
    sys.stdout.flush()
    time.sleep(0.1)
