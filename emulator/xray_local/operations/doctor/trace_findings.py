"""What can be wrong with one trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from xray_local.graph.annotations import MAX_VALUE
from xray_local.graph.facts import MAX_TEXT
from xray_local.model.rejected import RejectedDocument
from xray_local.operations.doctor.finding import (
    Finding,
    Severity,
    clock_time,
    counted,
    listed,
)
from xray_local.operations.doctor.process_findings import remedy


@dataclass(frozen=True, slots=True)
class NoTraceId(Finding):
    text: str
    severity: ClassVar[Severity] = Severity.PROBLEM

    @property
    def sentence(self) -> str:
        return (
            f"'{self.text[:100]}' is no trace id: give 1-, 8 hex digits, -, 24 hex "
            "digits, or the 32 hex digits of a W3C id."
        )


@dataclass(frozen=True, slots=True)
class TraceUnknown(Finding):
    """`address` is where programs should send."""

    trace_id: str
    address: str
    severity: ClassVar[Severity] = Severity.PROBLEM

    @property
    def sentence(self) -> str:
        return (
            f"No document of trace {self.trace_id} is here. See that its trace header "
            "says Sampled=1, that the program sends here (AWS_XRAY_DAEMON_ADDRESS="
            f"{self.address}), and that it has closed the segment."
        )


@dataclass(frozen=True, slots=True)
class TraceRejected(Finding):
    """A document of this trace that was rejected."""

    document: RejectedDocument
    severity: ClassVar[Severity] = Severity.PROBLEM

    @property
    def sentence(self) -> str:
        return (
            f"A document of {counted(self.document.size, 'byte')} of this trace, from "
            f"{self.document.sender} at {clock_time(self.document.at)}, was rejected "
            f"with {self.document.code}: {remedy(self.document.code)}."
        )


@dataclass(frozen=True, slots=True)
class TracePruned(Finding):
    """Its id tells a time before the oldest trace that retention has left."""

    began: float
    oldest: float
    severity: ClassVar[Severity] = Severity.PROBLEM

    @property
    def sentence(self) -> str:
        return (
            f"Its id is of {clock_time(self.began)}, and retention has left nothing "
            f"from before {clock_time(self.oldest)}. Keep more with "
            "XRAY_LOCAL_RETENTION_HOURS and XRAY_LOCAL_RETENTION_MB."
        )


@dataclass(frozen=True, slots=True)
class Orphans(Finding):
    """Subsegments whose parent has not come; `alone` if the trace has nothing else."""

    names: tuple[str, ...]
    parents: tuple[str, ...]
    alone: bool
    severity: ClassVar[Severity] = Severity.PROBLEM

    @property
    def sentence(self) -> str:
        hidden = (
            "so the trace is in no list and no graph"
            if self.alone
            else "so BatchGetTraces leaves them out"
        )
        return (
            f"{counted(len(self.names), 'subsegment')} came without a parent "
            f"({listed(self.names)} below {listed(self.parents)}), {hidden}. Close the "
            "parent segment and send it; see that its document was not rejected."
        )


@dataclass(frozen=True, slots=True)
class ParentMissing(Finding):
    """A segment names a parent that nobody sent: the trace is partial."""

    name: str
    parent_id: str
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"'{self.name}' was called by {self.parent_id}, which has not come: the "
            "trace is partial. See that the caller sends its segments here, that it "
            "records the request too, and that its segment has been closed."
        )


@dataclass(frozen=True, slots=True)
class RootMissing(Finding):
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            "No segment is the root: the list shows no URL, status or response time. "
            "The entry point's segment, the one without parent_id, has not come."
        )


@dataclass(frozen=True, slots=True)
class SeveralRoots(Finding):
    names: tuple[str, ...]
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"{len(self.names)} segments have no parent ({listed(self.names)}): each is "
            "drawn as called by a client. Pass the whole trace header on, Parent "
            "included, where one calls the other."
        )


@dataclass(frozen=True, slots=True)
class StillInProgress(Finding):
    name: str
    seconds: float
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"'{self.name}' is in progress for {self.seconds:.0f} s and counts in no "
            "statistics until it ends. Close it in the program, on errors too."
        )


@dataclass(frozen=True, slots=True)
class ChildBeforeParent(Finding):
    child: str
    parent: str
    seconds: float
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"'{self.child}' starts {self.seconds:.3f} s before '{self.parent}', which "
            "calls it: their clocks differ. Synchronise them (NTP); the timeline and "
            "the trace's duration are off by as much."
        )


@dataclass(frozen=True, slots=True)
class ClockAhead(Finding):
    name: str
    seconds: float
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"'{self.name}' starts {self.seconds:.1f} s after it was received: the "
            "sender's clock is ahead, and a list up to now may not show the trace. "
            "Synchronise it (NTP)."
        )


@dataclass(frozen=True, slots=True)
class ReceivedLate(Finding):
    name: str
    seconds: float
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"'{self.name}' was received {self.seconds:.0f} s after it ended: the "
            "sender's clock is behind, or it sent late. Lists go by the time it "
            "started: ask for an earlier one."
        )


@dataclass(frozen=True, slots=True)
class KeysNotIndexed(Finding):
    keys: tuple[str, ...]
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"No filter finds the annotations {listed(self.keys)}: only keys of "
            "letters, digits, _ and . (500 at most) are indexed. Rename them."
        )


@dataclass(frozen=True, slots=True)
class TooManyAnnotations(Finding):
    left_out: int
    limit: int
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"No filter finds {counted(self.left_out, 'annotation')} of this trace: the "
            f"first {self.limit} are indexed. Put what nobody asks for into metadata."
        )


@dataclass(frozen=True, slots=True)
class LongTexts(Finding):
    members: tuple[str, ...]
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"Filters and lists know only the beginning of {listed(self.members)}: "
            f"{MAX_TEXT} characters of a text, {MAX_VALUE} of an annotation. The "
            "documents have the whole."
        )


@dataclass(frozen=True, slots=True)
class Repeated(Finding):
    """Documents with the id of one that was complete already."""

    names: tuple[str, ...]
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"{counted(len(self.names), 'document')} ({listed(self.names)}) came under "
            "an id that was complete already, so what they say is ignored. Give every "
            "segment an id of its own."
        )


@dataclass(frozen=True, slots=True)
class Oversize(Finding):
    size: int
    limit: int
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"The trace has {self.size // 1024} KB; of one beyond "
            f"{self.limit // 1024} KB AWS X-Ray drops parts. Put less into metadata, or "
            "begin new traces for long work."
        )


@dataclass(frozen=True, slots=True)
class MoreOfTheSame(Finding):
    code: str
    count: int
    severity: ClassVar[Severity] = Severity.NOTE

    @property
    def sentence(self) -> str:
        return f"The same ({self.code}) was found {counted(self.count, 'more time')}."


@dataclass(frozen=True, slots=True)
class TraceIsWell(Finding):
    segments: int
    severity: ClassVar[Severity] = Severity.NOTE

    @property
    def sentence(self) -> str:
        return (
            f"Nothing is wrong with this trace of {counted(self.segments, 'segment')}."
        )
