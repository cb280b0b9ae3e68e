"""Coverage-guided fuzzing with atheris, by hand: see CONTRIBUTING.md.

    python -m tests.fuzz.by_hand documents corpus/documents -max_total_time=300

An input that ends it is written to a file `crash-...`; given as the last argument, that
file is tried again. It stops at every InternalFailure and at every failed assertion.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["xray_local"]):
    from xray_local.errors import DatagramRejected, DocumentRejected, ExpressionError
    from xray_local.query.expression import compile_filter, parse
    from xray_local.wire.datagram import document_of
    from xray_local.wire.documents import accept
    from xray_local.wire.service_model import service_model

    from tests.in_process import InProcess

from tests.asgi import post_body
from tests.fuzz.test_documents import look_at_everything
from tests.segments import T
from tests.unit.query.summaries import FINE

OPERATIONS = service_model().operations


def documents(data: bytes) -> None:
    """A whole datagram, which then goes all the way to the answers."""
    xray = InProcess()
    try:
        received = accept(document_of(data), T)
    except (DatagramRejected, DocumentRejected):
        return
    xray.submit([received])
    look_at_everything(xray, [received.segment.trace_id])


def expressions(data: bytes) -> None:
    text = data.decode(errors="surrogateescape")
    try:
        tree = parse(text)
    except ExpressionError as error:
        assert 0 <= error.position <= error.position + error.length <= len(text)
        return
    compile_filter(tree)(FINE)
    assert parse(str(tree)) == tree


def requests(data: bytes) -> None:
    """The first byte chooses the operation, the rest is the body."""
    operation = OPERATIONS[(data[0] if data else 0) % len(OPERATIONS)]
    xray = InProcess()
    answered = post_body(xray.application, operation.path, data[1:])
    assert answered.status < 500, (operation.name, answered.body)
    assert xray.counters.snapshot(0).unaccounted == 0


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (documents, expressions, requests)
}

if __name__ == "__main__":
    logging.disable(logging.WARNING)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
