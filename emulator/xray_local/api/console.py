"""What the console needs beside X-Ray's operations: its files, and the process's state."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from xray_local.api.answers import answer
from xray_local.api.pages import unknown_page
from xray_local.ingest.accounts import Account, Accounts, together
from xray_local.ingest.counters import Counts
from xray_local.store.base import Contents, Reader

CONSOLE = Path(__file__).parent.parent / "console"

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""Traces are hostile text: even where markup got through, nothing of it would run."""

NOT_BUILT = (
    "X-Ray Local is running, but its console is not built.\n"
    "Build it with: make install\n"
)


@dataclass(frozen=True, slots=True)
class About:
    """What does not change while the process runs."""

    version: str
    host: str
    region: str
    account: str
    sampling: str
    started_at: float
    process: str


class Extras:
    """`/api/status` and `/api/counters`."""

    def __init__(self, about: About, store: Reader, accounts: Accounts) -> None:
        self._about = about
        self._store = store
        self._accounts = accounts

    async def status(self, request: Request) -> Response:
        """Addresses are the ones that the caller used: behind a published port of a
        container the process cannot know any other way."""
        contents = await run_in_threadpool(self._store.contents)
        about = self._about
        return answer(
            {
                "Version": about.version,
                "Endpoint": f"{request.url.scheme}://{request.url.netloc}",
                "DaemonAddress": request.url.netloc,
                "Region": about.region,
                "Account": about.account,
                "Sampling": about.sampling,
                "StartedAt": about.started_at,
                "Counters": counts_members(self._accounts.own().counts),
                "Store": _contents(contents),
            }
        )

    async def counters(self, request: Request) -> Response:
        """This process's, and where others share the store, theirs and the sum."""
        own = self._accounts.own()
        members = {"Process": own.process, **counts_members(own.counts)}
        if self._accounts.shared:
            accounts = self._accounts.all()
            members["Together"] = counts_members(together(accounts))
            members["Processes"] = [_account_members(each) for each in accounts]
        return answer(members)


def _account_members(account: Account) -> dict[str, Any]:
    return {
        "Process": account.process,
        "StartedAt": account.started_at,
        "At": account.at,
        **counts_members(account.counts),
    }


def counts_members(counts: Counts) -> dict[str, Any]:
    """Received = Stored + Rejected + Dropped + Pending + Unaccounted, which is 0."""
    return {
        "Received": counts.received,
        "ReceivedBy": {"Udp": counts.received_udp, "Http": counts.received_http},
        "Stored": counts.stored,
        "Rejected": sum(counts.rejected.values()),
        "RejectedBy": counts.rejected,
        "Dropped": sum(counts.dropped.values()),
        "DroppedBy": counts.dropped,
        "Pending": counts.pending,
        "Unaccounted": counts.unaccounted,
        "DroppedByKernel": counts.dropped_by_kernel,
        "RefusedRequests": counts.refused_requests,
        "Notifications": counts.notifications,
    }


def _contents(contents: Contents) -> dict[str, Any]:
    return {name.capitalize(): value for name, value in asdict(contents).items()}


class _SecureFiles:
    """Static files with the security headers on every answer."""

    def __init__(self, folder: Path) -> None:
        self._files = StaticFiles(directory=folder, html=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"]).mutablecopy()
                headers.update(SECURITY_HEADERS)
                hashed = scope["path"].startswith("/assets/")
                headers["Cache-Control"] = (
                    "public, max-age=31536000, immutable" if hashed else "no-cache"
                )
                message = {**message, "headers": headers.raw}
            await send(message)

        await self._files(scope, receive, secured)


async def _not_built(request: Request) -> Response:
    return PlainTextResponse(NOT_BUILT)


def console_routes(extras: Extras, folder: Path = CONSOLE) -> list[BaseRoute]:
    """The extras, and the console's files where it has been built."""
    routes: list[BaseRoute] = [
        Route("/api/status", extras.status),
        Route("/api/counters", extras.counters),
        unknown_page(),
    ]
    if (folder / "index.html").exists():
        return [*routes, Mount("/", _SecureFiles(folder))]
    return [*routes, Route("/", _not_built)]
