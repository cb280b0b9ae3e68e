"""What can be wrong between programs and this process, whatever the trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from xray_local.operations.doctor.finding import (
    Finding,
    Severity,
    clock_time,
    counted,
)

_REMEDIES = {
    "MissingHeaderOrSegment": (
        'a datagram is the line {"format":"json","version":1}, then the document: '
        "something other than an X-Ray SDK may be sending to this port"
    ),
    "InvalidHeader": 'begin the datagram with the line {"format":"json","version":1}',
    "ParseError": (
        "the document is no JSON object: it may have been cut at the size of a "
        "datagram, or hold NaN, which is no JSON"
    ),
    "SegmentTooLarge": (
        "a document has at most 64 KB: put less into metadata, or let the SDK stream "
        "subsegments earlier (streaming threshold)"
    ),
    "InvalidStartTime": "times are epoch SECONDS: milliseconds are a frequent mistake",
    "InvalidEndTime": "times are epoch SECONDS: milliseconds are a frequent mistake",
    "MissingEndTime": 'close the segment, or mark it with "in_progress": true',
    "InvalidTraceId": "a trace id is 1-, 8 hex digits, -, 24 hex digits",
    "InvalidId": "the id of a segment is 16 hex digits",
    "MissingParentId": 'a document of "type": "subsegment" needs a parent_id',
}
_NEEDED = "give the document what X-Ray's schema requires"


def remedy(code: str) -> str:
    """What to do about a rejection."""
    return _REMEDIES.get(code, _NEEDED)


@dataclass(frozen=True, slots=True)
class NothingReceived(Finding):
    """`loopback` if only programs on this machine can reach the address."""

    since: float
    address: str
    loopback: bool
    severity: ClassVar[Severity] = Severity.PROBLEM

    @property
    def sentence(self) -> str:
        beyond = (
            " From a container or another machine that address cannot be reached: start "
            "X-Ray Local with --host 0.0.0.0 and set this machine's address there."
            if self.loopback
            else ""
        )
        return (
            f"Nothing has arrived since {clock_time(self.since)}, neither by UDP nor by "
            f"PutTraceSegments. Set AWS_XRAY_DAEMON_ADDRESS={self.address} in the "
            f"program's environment before it starts.{beyond}"
        )


@dataclass(frozen=True, slots=True)
class OnlySamplingArrives(Finding):
    """Programs report by TCP what they record, but no segment comes."""

    recorded: int
    address: str
    severity: ClassVar[Severity] = Severity.PROBLEM

    @property
    def sentence(self) -> str:
        return (
            f"Programs have reported {counted(self.recorded, 'recorded request')} by "
            "TCP, but no segment has come by UDP. Let UDP through to "
            f"{self.address}: publish the port with /udp, open the firewall."
        )


@dataclass(frozen=True, slots=True)
class DocumentsRejected(Finding):
    code: str
    count: int
    last_sender: str | None
    severity: ClassVar[Severity] = Severity.PROBLEM

    @property
    def sentence(self) -> str:
        last = f", the last from {self.last_sender}" if self.last_sender else ""
        return (
            f"{counted(self.count, 'document')} rejected with {self.code}{last}: "
            f"{remedy(self.code)}."
        )


@dataclass(frozen=True, slots=True)
class DocumentsDropped(Finding):
    reason: str
    count: int
    severity: ClassVar[Severity] = Severity.PROBLEM

    @property
    def sentence(self) -> str:
        remedies = {
            "QueueFull": "they came faster than they could be stored: send fewer",
            "StoreFailed": "see the log for the error, and whether the disk is full",
            "Kernel": (
                "the socket's buffer was full: let it be larger with "
                "sysctl -w net.core.rmem_max=33554432, and start again"
            ),
        }
        return (
            f"{counted(self.count, 'document')} lost ({self.reason}): "
            f"{remedies.get(self.reason, 'see the log')}."
        )


@dataclass(frozen=True, slots=True)
class RequestsRefused(Finding):
    """Whole requests that could not be read, with all the documents in them."""

    error: str
    count: int
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"{counted(self.count, 'request')} refused with {self.error}: what they "
            "held is not here. The log says which and why; a request is a POST of plain "
            "JSON to one of X-Ray's paths, such as /TraceSegments."
        )


@dataclass(frozen=True, slots=True)
class Unsampled(Finding):
    """Requests that a rule did not record, as programs reported."""

    rule: str
    requests: int
    recorded: int
    fixed_rate: float
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        advice = (
            f"Raise its FixedRate (now {self.fixed_rate:g}; 1 records everything) with "
            "UpdateSamplingRule."
            if self.fixed_rate < 1
            else "Its FixedRate is 1 by now, which records everything."
        )
        return (
            f"Sampling rule '{self.rule}' had {self.recorded} of "
            f"{counted(self.requests, 'request')} recorded. {advice}"
        )


@dataclass(frozen=True, slots=True)
class NotEverythingSampled(Finding):
    """A rule that leaves requests out, whether or not anybody reported it yet."""

    rule: str
    fixed_rate: float
    reservoir_size: int
    severity: ClassVar[Severity] = Severity.NOTE

    @property
    def sentence(self) -> str:
        return (
            f"Sampling rule '{self.rule}' records "
            f"{counted(self.reservoir_size, 'request')} a second and "
            f"{self.fixed_rate:.0%} of the rest: a trace may be missing "
            "because it was never recorded. Set its FixedRate to 1 to record all; a "
            "caller's header with Sampled=0 outranks every rule."
        )


@dataclass(frozen=True, slots=True)
class TracesFromTheFuture(Finding):
    seconds: float
    severity: ClassVar[Severity] = Severity.WARNING

    @property
    def sentence(self) -> str:
        return (
            f"The newest trace starts {self.seconds:.0f} s in the future: a list up to "
            "now does not show it. Set the sender's clock, or ask for a later end."
        )


@dataclass(frozen=True, slots=True)
class TracesPruned(Finding):
    documents: int
    oldest: float | None
    severity: ClassVar[Severity] = Severity.NOTE

    @property
    def sentence(self) -> str:
        left = (
            f" The oldest left starts {clock_time(self.oldest)}." if self.oldest else ""
        )
        return (
            f"Retention has removed {counted(self.documents, 'document')} of old "
            f"traces.{left} Keep more with XRAY_LOCAL_RETENTION_HOURS and "
            "XRAY_LOCAL_RETENTION_MB."
        )


@dataclass(frozen=True, slots=True)
class NothingWrong(Finding):
    documents: int
    severity: ClassVar[Severity] = Severity.NOTE

    @property
    def sentence(self) -> str:
        return (
            f"Nothing is wrong: all {counted(self.documents, 'document')} that came "
            "are stored. Ask with a trace id to have one trace looked at."
        )
