"""Coverage-guided fuzzing with atheris, by hand: see CONTRIBUTING.md.

    python -m tests.fuzz.by_hand datagrams corpus/datagrams -max_total_time=300

An input that ends it is written to a file `crash-...`; given as the last argument, that
file is tried again. It stops at every InternalFailure and at every failed assertion.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

import atheris  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

with atheris.instrument_imports(include=["xray_local", "lark"]):
    from xray_local.errors import DatagramRejected, DocumentRejected, ExpressionError
    from xray_local.query.expression import compile_filter, parse
    from xray_local.wire.datagram import document_of
    from xray_local.wire.documents import accept
    from xray_local.wire.service_model import service_model

    from tests.in_process import InProcess

from tests.asgi import post, post_body
from tests.fuzz.hostile import documents
from tests.fuzz.requests import bodies
from tests.fuzz.test_documents import look_at_everything
from tests.segments import T
from tests.unit.query.summaries import FINE

# Of every operation: its path and a body for it.
ASKED = st.sampled_from(service_model().operations).flatmap(
    lambda operation: st.tuples(st.just(operation.path), bodies(operation.input_shape))
)


def datagrams(data: bytes) -> None:
    """A whole datagram, which then goes all the way to the answers."""
    xray = InProcess()
    try:
        received = accept(document_of(data), T)
    except (DatagramRejected, DocumentRejected):
        return
    xray.submit([received])
    look_at_everything(xray, [received.segment.trace_id])


def check_place(error: ExpressionError, text: str) -> None:
    assert 0 <= error.position <= error.position + error.length <= len(text)


def expressions(data: bytes) -> None:
    text = data.decode(errors="surrogateescape")
    try:
        tree = parse(text)
    except ExpressionError as error:
        check_place(error, text)
        return
    compile_filter(tree)(FINE)
    assert parse(str(tree)) == tree


def raw_requests(data: bytes) -> None:
    """The first byte chooses the operation, the rest is the body."""
    operations = service_model().operations
    chosen = operations[(data[0] if data else 0) % len(operations)]
    request((chosen.path, data[1:]))


@given(ASKED)
def requests(asked: tuple[str, bytes]) -> None:
    request(asked)


@given(st.lists(documents(), min_size=1, max_size=4))
def batches(batch: list[bytes]) -> None:
    xray = InProcess()
    texts = [each.decode(errors="replace") for each in batch]
    members = {"TraceSegmentDocuments": texts}
    assert post(xray.application, "/TraceSegments", members).status == 200
    look_at_everything(xray)


def request(asked: tuple[str, bytes]) -> None:
    xray = InProcess()
    answered = post_body(xray.application, asked[0], asked[1])
    assert answered.status < 500, (asked, answered.body)
    assert xray.counters.snapshot(0).unaccounted == 0


def given_bytes(test: Any) -> Callable[[bytes], object]:
    """Hypothesis makes its values of the fuzzer's bytes, so that it gets deep."""
    fuzzed: Callable[[bytes], object] = test.hypothesis.fuzz_one_input
    return fuzzed


TARGETS: dict[str, Callable[[bytes], object]] = {
    "datagrams": datagrams,
    "batches": given_bytes(batches),
    "expressions": expressions,
    "raw-requests": raw_requests,
    "requests": given_bytes(requests),
}

if __name__ == "__main__":
    logging.disable(logging.WARNING)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
