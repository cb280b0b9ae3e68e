"""All that X-Ray Local answers by HTTP: X-Ray's operations and what is added to them."""

from __future__ import annotations

from starlette.applications import Starlette

from xray_local.api.additions import Additions
from xray_local.api.advice import Advice
from xray_local.api.comparing import Comparing
from xray_local.api.console import About, Extras, console_routes
from xray_local.api.exploring import Exploring
from xray_local.api.graph import graph_route
from xray_local.api.live import Live
from xray_local.api.rim import XRayRim, application
from xray_local.api.scan import Scans
from xray_local.api.trace_page import TracePage
from xray_local.ingest.accounts import Accounts
from xray_local.ingest.counters import Counters
from xray_local.ingest.rejections import RejectionLog
from xray_local.operations.backend import Backend


def site(
    about: About,
    backend: Backend,
    counters: Counters,
    accounts: Accounts,
    rejections: RejectionLog,
    live: Live,
) -> Starlette:
    return application(
        XRayRim(backend, counters, rejections),
        [
            *Advice(about, backend, accounts).routes(),
            graph_route(backend),
            *Exploring(backend).routes(),
            *Comparing(backend).routes(),
            *Scans(backend).routes(),
            *live.routes(),
            *TracePage(backend).routes(),
            *console_routes(Extras(about, backend.store, accounts)),
        ],
        posted=Additions(backend).routes(),
    )
