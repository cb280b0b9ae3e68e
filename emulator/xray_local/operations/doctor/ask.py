"""The doctor's use case: gathers the facts, and has them examined."""

from __future__ import annotations

from xray_local.model.ids import trace_id_from
from xray_local.operations.backend import Backend
from xray_local.operations.doctor.finding import Finding
from xray_local.operations.doctor.process import (
    Arrivals,
    ProcessFacts,
    examine_process,
)
from xray_local.operations.doctor.process_findings import NothingWrong
from xray_local.operations.doctor.trace import TraceFacts, examine_trace
from xray_local.operations.doctor.trace_findings import NoTraceId


def ask_doctor(
    backend: Backend, arrivals: Arrivals, asked: str | None
) -> list[Finding]:
    """Findings about the trace that was asked for, if it is missing about the process
    as well; without a trace about the process alone."""
    if asked is None:
        return examine_process(_process(backend, arrivals))
    trace_id = trace_id_from(asked.strip())
    if trace_id is None:
        return [NoTraceId(asked)]
    documents = backend.store.documents(trace_id)
    contents = backend.store.contents()
    found = examine_trace(
        TraceFacts(
            trace_id=trace_id,
            documents=documents,
            rejected=arrivals.recently_rejected,
            oldest=contents.oldest if contents.pruned else None,
            address=arrivals.address,
            now=backend.clock.now(),
        )
    )
    if documents:
        return found
    process = examine_process(_process(backend, arrivals))
    return found + [each for each in process if not isinstance(each, NothingWrong)]


def _process(backend: Backend, arrivals: Arrivals) -> ProcessFacts:
    return ProcessFacts(
        now=backend.clock.now(),
        arrivals=arrivals,
        contents=backend.store.contents(),
        rules=backend.sampling.rules(),
        statistics=backend.sampling.statistics(),
    )
