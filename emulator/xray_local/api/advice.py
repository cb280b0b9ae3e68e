"""What helps a person beside X-Ray's operations: completion, rejections, the doctor.

All by GET, each a page of JSON that a console or a terminal can show.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from xray_local.api.console import About
from xray_local.api.explain import PARAMETERS as EXPLAIN_PARAMETERS
from xray_local.api.explain import explained
from xray_local.api.pages import page
from xray_local.errors import InvalidRequest
from xray_local.ingest.accounts import Accounts, together
from xray_local.model.rejected import RejectedDocument
from xray_local.operations.backend import Backend
from xray_local.operations.completion import complete_expression
from xray_local.operations.doctor.ask import ask_doctor
from xray_local.operations.doctor.finding import Finding
from xray_local.operations.doctor.process import Arrivals

Json = dict[str, Any]


class Advice:
    """`/api/complete`, `/api/rejected`, `/api/doctor` and `/api/explain`."""

    def __init__(self, about: About, backend: Backend, accounts: Accounts) -> None:
        self._about = about
        self._backend = backend
        self._accounts = accounts

    def routes(self) -> list[Route]:
        return [
            Route("/api/complete", page(self._complete, {"expression", "cursor"})),
            Route("/api/rejected", page(self._rejected, set())),
            Route("/api/doctor", page(self._doctor, {"trace_id"})),
            Route("/api/explain", page(self._explain, EXPLAIN_PARAMETERS)),
        ]

    def _complete(self, request: Request) -> Json:
        """`expression`, and `cursor`: an offset in it, its end unless told."""
        expression = request.query_params.get("expression", "")
        cursor = request.query_params.get("cursor", str(len(expression)))
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
            raise InvalidRequest(
                f"cursor={cursor!r}: must be an offset in the expression, from 0"
            )
        found = complete_expression(self._backend, expression, int(cursor))
        return {
            "Start": found.start,
            "End": found.end,
            "Completions": [
                {
                    "Kind": choice.kind.value,
                    "Insert": choice.insert,
                    "Detail": choice.detail,
                }
                for choice in found.choices
            ],
        }

    def _rejected(self, request: Request) -> Json:
        return {"Rejected": [_document(each) for each in self._accounts.rejected()]}

    def _doctor(self, request: Request) -> Json:
        """`trace_id` to have one trace looked at."""
        asked = request.query_params.get("trace_id")
        found = ask_doctor(self._backend, self._arrivals(request), asked)
        return {"TraceId": asked, "Findings": [_finding(each) for each in found]}

    def _explain(self, request: Request) -> Json:
        return explained(self._backend, request)

    def _arrivals(self, request: Request) -> Arrivals:
        """At all processes that share the store: a sender may have come to any."""
        accounts = self._accounts.all()
        counts = together(accounts)
        return Arrivals(
            since=min(each.started_at for each in accounts),
            address=request.url.netloc,
            loopback=_is_loopback(self._about.host),
            udp=counts.received_udp,
            http=counts.received_http,
            stored=counts.stored,
            rejected=counts.rejected,
            dropped=counts.dropped,
            dropped_by_kernel=counts.dropped_by_kernel,
            refused=counts.refused_requests,
            recently_rejected=self._accounts.rejected(),
        )


def _document(rejected: RejectedDocument) -> Json:
    return {
        "At": rejected.at,
        "Sender": rejected.sender,
        "Transport": rejected.transport.value,
        "ErrorCode": rejected.code,
        "Message": rejected.message,
        "Id": rejected.segment_id,
        "TraceId": rejected.trace_id,
        "Bytes": rejected.size,
        "Text": rejected.text,
    }


def _finding(finding: Finding) -> Json:
    return {
        "Code": type(finding).__name__,
        "Severity": finding.severity.value,
        "Text": finding.sentence,
    }


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
