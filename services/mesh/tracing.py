"""All that the mesh has to do with the X-Ray SDK; no other module imports it.

The surprising one: the SDK's emitter asks DNS for the daemon's address at every segment
and drops what it cannot send, so `Emitter` below remembers the address and counts the
loss. It sends while the request ends, in the request's own thread: when gunicorn has let
the last request finish, every segment is out, and there is no buffer left to flush.
"""

import logging
import socket
import threading
import traceback
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any, ParamSpec, TypeVar

# The SDK has no types of its own.
from aws_xray_sdk import global_sdk_config  # type: ignore[import-untyped]
from aws_xray_sdk.core import patch, xray_recorder  # type: ignore[import-untyped]
from aws_xray_sdk.core.emitters.udp_emitter import (  # type: ignore[import-untyped]
    PROTOCOL_HEADER,
    UDPEmitter,
)
from aws_xray_sdk.ext.flask.middleware import (  # type: ignore[import-untyped]
    XRayMiddleware,
)
from flask import Flask

from mesh.config import Config

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)

LOOK_UP_EVERY_S = 10.0
COMPLAIN_EVERY_S = 60.0
ASK_RULES_EVERY_S = 2.0


class Emitter(UDPEmitter):  # type: ignore[misc]
    """Sends to the daemon, and counts: `segments finished = sent + lost`."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.sent = 0
        self.lost = 0
        self._lock = threading.Lock()
        self._address: tuple[str, int] | None = None
        self._look_up_at = 0.0
        self._first_look_up = threading.Lock()
        self._complain_at = 0.0

    def send_entity(self, entity: Any) -> None:
        document = f"{PROTOCOL_HEADER}\n{entity.serialize()}"
        try:
            self._socket.sendto(document.encode(), self._daemon())
        except OSError as reason:
            self._lose(reason)
        else:
            with self._lock:
                self.sent += 1

    def _daemon(self) -> tuple[str, int]:
        if self._address is not None:
            return self._looked_up() or self._address
        with self._first_look_up:  # all who come meanwhile wait for its answer
            address = self._looked_up() or self._address
        if address is None:
            raise OSError(f"{self.ip} has no address")
        return address

    def _looked_up(self) -> tuple[str, int] | None:
        """The daemon's address now, if it is time to ask for it."""
        now = monotonic()
        if now < self._look_up_at:
            return None
        # Set first: while DNS has no answer, the old address serves, and one
        # request in ten seconds waits for the look-up, not every one.
        self._look_up_at = now + LOOK_UP_EVERY_S
        found = socket.getaddrinfo(self.ip, self.port, socket.AF_INET)
        self._address = (str(found[0][4][0]), self.port)
        return self._address

    def _lose(self, reason: OSError) -> None:
        with self._lock:
            self.lost += 1
            now = monotonic()
            if now < self._complain_at:
                return
            self._complain_at = now + COMPLAIN_EVERY_S
        log.warning("%d segments lost so far; the last one: %s", self.lost, reason)


class HandlerNaming:
    """A handler's segment is named after the host that was asked for.

    A host that is no handler gets its category's name, or a wrong address would draw
    a node of its own on the map.
    """

    def __init__(self, category: str, handlers: frozenset[str]) -> None:
        self._category = category
        self._handlers = handlers

    def get_name(self, host: str) -> str:
        return host if host in self._handlers else self._category


class Middleware(XRayMiddleware):  # type: ignore[misc]
    """The SDK's own, but the stack is the exception's.

    The SDK asks for the stack when Flask has already left the except block, and so
    records that of the server's thread.
    """

    def _teardown_request(self, exception: BaseException | None) -> None:
        segment = self._recorder.current_segment()
        if segment and exception:
            stack = traceback.extract_tb(exception.__traceback__)
            segment.add_exception(exception, stack)
        super()._teardown_request(None)


def install(app: Flask, config: Config, naming: HandlerNaming | str) -> None:
    """Trace every request of the app; call it before anything else hooks a request.

    `naming` is the service's name, or the naming that takes it from the host.
    """
    global_sdk_config.set_sdk_enabled(config.tracing)
    if not config.tracing:
        return
    xray_recorder.configure(
        service=naming if isinstance(naming, str) else app.name,
        dynamic_naming=None if isinstance(naming, str) else naming,
        emitter=Emitter(config.daemon_address),
        daemon_address=config.daemon_address,
        # A readiness probe calls DynamoDB and the handlers outside any segment.
        context_missing="IGNORE_ERROR",
        # No host metadata: it is asked for at start, and there is none off AWS.
        plugins=(),
    )
    # Not httplib: with it every call would have up to four subsegments.
    patch(("requests", "boto3"))
    Middleware(app, xray_recorder)
    _start_sampler(config.daemon_address)


def _start_sampler(daemon_address: str) -> None:
    """Ask for the sampling rules now, and go on asking until there are some.

    Left alone, the SDK first asks at the first request, and when the daemon is not up
    yet it asks again five minutes later; until then it records 1/s and 5 %.
    """
    # The SDK logs a stack each time; the line below says it once.
    logging.getLogger("aws_xray_sdk.core.sampling").setLevel(logging.CRITICAL)
    logging.getLogger("aws_xray_sdk.core").setLevel(logging.ERROR)
    sampler = xray_recorder.sampler
    sampler.start()

    def insist() -> None:
        complained = False
        sleep(ASK_RULES_EVERY_S)
        while sampler._cache.last_updated is None:
            if not complained:
                log.warning("no sampling rules from %s yet", daemon_address)
                complained = True
            sampler._rule_poller.wake_up()
            sleep(ASK_RULES_EVERY_S)

    threading.Thread(target=insist, name="sampling-rules", daemon=True).start()


def annotate(**annotations: str | float | bool) -> None:
    """Annotate the request's segment; without one it does nothing."""
    for key, value in annotations.items():
        xray_recorder.put_annotation(key, value)


def last_call_was_expected() -> None:
    """The call that has just failed did so in the ordinary course: no fault on the map.

    The SDK flags every error that DynamoDB answers, also "this name is taken". Its
    status and its exception stay; only the flags go.
    """
    if not isinstance(xray_recorder.emitter, Emitter):
        return  # nothing is traced, as in the table's command
    segment = xray_recorder.current_segment()
    if segment is not None and segment.subsegments:
        for flag in ("fault", "error"):
            vars(segment.subsegments[-1]).pop(flag, None)


def carried(function: Callable[P, R]) -> Callable[P, R]:
    """The function, to be run in another thread under this thread's segment."""
    if not global_sdk_config.sdk_enabled():
        return function
    entity = xray_recorder.get_trace_entity()

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        xray_recorder.set_trace_entity(entity)
        try:
            return function(*args, **kwargs)
        finally:
            xray_recorder.clear_trace_entities()

    return run


def trace_id() -> str | None:
    """The trace this request belongs to, also when it is not recorded.

    The SDK gives a request that is not sampled a segment with an id of zeros, so the
    caller's header is asked first.
    """
    if not global_sdk_config.sdk_enabled():
        return None
    segment = xray_recorder.current_segment()
    if segment is None:
        return None
    header = segment.get_origin_trace_header()
    if header is not None and header.root:
        return str(header.root)
    return str(segment.trace_id) if segment.sampled else None


def segment_counts() -> dict[str, int]:
    """What this process has sent and lost; all of it is logged as well."""
    emitter = xray_recorder.emitter
    if not isinstance(emitter, Emitter):
        return {"sent": 0, "lost": 0}
    return {"sent": emitter.sent, "lost": emitter.lost}
