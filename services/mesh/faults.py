"""What goes wrong on purpose, at the edge of an app and nowhere in its business code.

The flags come through OpenFeature from flagd's file provider, which reads the file again
when it has changed. That provider polls by its deadline setting, not by the poll
interval its configuration also has.
"""

import builtins
import logging
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, Response, jsonify, request
from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.contrib.provider.flagd import FlagdProvider
from openfeature.contrib.provider.flagd.config import ResolverType
from openfeature.evaluation_context import EvaluationContext

from mesh import flags, tracing
from mesh.config import Config
from mesh.flags import EXCEPTIONS, Fault

POLL_MS = 250
log = logging.getLogger(__name__)


def install(app: Flask, config: Config) -> None:
    """Let the flag named like the request's host go wrong; off without a flag file.

    Call it after `tracing.install`, so that the segment is open when a fault strikes.
    """
    if config.faults_file is None:
        return
    client = _client(config.faults_file)

    @app.before_request
    def _strike() -> Response | None:
        fault = fault_of(client, request.host)
        return strike(fault) if fault else None


def fault_of(client: OpenFeatureClient, handler: str) -> Fault | None:
    # A targeting key of its own for each request: the rate is a share of requests.
    context = EvaluationContext(targeting_key=uuid4().hex)
    variant: Any = client.get_object_value(handler, {}, context)
    return flags.to_fault(variant)


def strike(fault: Fault) -> Response | None:
    """Be slow, then raise, answer with the status, or let the request go on."""
    tracing.annotate(fault=str(fault))
    if fault.delay_s:
        time.sleep(fault.delay_s)
    if fault.exception:
        raise exception_of(fault)
    if fault.status:
        response = jsonify(error=f"injected fault: {fault}", status=fault.status)
        response.status_code = fault.status
        return response
    return None


def exception_of(fault: Fault) -> Exception:
    name = fault.exception if fault.exception in EXCEPTIONS else "RuntimeError"
    kind: type[Exception] = getattr(builtins, name)
    return kind(fault.message or "injected fault")


def _client(faults_file: str) -> OpenFeatureClient:
    # The provider logs a stack at every poll while the file is not there, and the
    # client one at every request for a handler that the file does not know.
    for name in ("openfeature", "openfeature.contrib"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if not Path(faults_file).exists():
        log.warning("%s is not there yet: faults begin when it is", faults_file)
    provider = FlagdProvider(
        resolver_type=ResolverType.FILE,
        offline_flag_source_path=faults_file,
        deadline_ms=POLL_MS,
    )
    api.set_provider(provider)
    return api.get_client()
