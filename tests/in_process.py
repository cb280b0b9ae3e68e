"""X-Ray Local without sockets or threads, and with a clock that tests set."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from starlette.applications import Starlette
from xray_local.api.console import About
from xray_local.api.live import Live
from xray_local.api.site import site
from xray_local.clock import ManualClock
from xray_local.ingest.accounts import Account, Accounts
from xray_local.ingest.counters import Counters
from xray_local.ingest.rejections import RejectionLog
from xray_local.model.sampling import SamplingRule
from xray_local.model.segment import Received
from xray_local.operations.backend import Backend
from xray_local.operations.outliving import KeptRules
from xray_local.sampling.rulebook import RuleBook
from xray_local.sampling.rules import AS_AWS
from xray_local.sampling.targets import SamplingDesk
from xray_local.store.base import Limits, Store
from xray_local.store.memory import MemoryStore

from tests.segments import T


class InProcess:
    """The ASGI application and what stands behind it."""

    def __init__(
        self,
        default: SamplingRule = AS_AWS,
        store: Store | None = None,
    ) -> None:
        self.clock = ManualClock(T)
        self.counters = Counters()
        self.rejections = RejectionLog(self.clock)
        self.store = store or MemoryStore(Limits(max_age=1e12, max_bytes=1 << 40))
        self.backend = Backend(
            store=self.store,
            settings=self.store,
            intake=self,
            sampling=SamplingDesk(RuleBook(default, KeptRules(self.store))),
            clock=self.clock,
            account="000000000000",
            region="us-west-2",
        )
        about = About("0", "127.0.0.1", "us-west-2", "000000000000", "aws", T, "this")
        accounts = Accounts(self._account, self.rejections.recent)
        self.application: Starlette = site(
            about,
            self.backend,
            self.counters,
            accounts,
            self.rejections,
            Live(self.backend),
        )

    def _account(self) -> Account:
        return Account("this", T, self.clock.now(), self.counters.snapshot(0))

    def submit(
        self, batch: Sequence[Received], rejected: Sequence[str] = ()
    ) -> Future[None]:
        """The intake: stored at once."""
        self.counters.received_http(len(batch) + len(rejected))
        self.counters.rejected(rejected)
        self.store.write(batch)
        self.counters.stored(len(batch))
        done: Future[None] = Future()
        done.set_result(None)
        return done
