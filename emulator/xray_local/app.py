"""The composition root: from a Config to a running process, and back to a stopped one."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from functools import partial
from secrets import token_hex

from xray_local import __version__
from xray_local.addresses import (
    SqliteFolder,
)
from xray_local.api.console import About
from xray_local.api.live import Live
from xray_local.api.site import site
from xray_local.clock import Clock, SystemClock
from xray_local.config import Config
from xray_local.ingest.accounts import Account, Accounts
from xray_local.ingest.collector import Collector
from xray_local.ingest.counters import Counters
from xray_local.ingest.rejections import RejectionLog
from xray_local.ingest.udp import UdpReceiver
from xray_local.listening import bound_pair
from xray_local.model.arn import Arns
from xray_local.notify.notifier import Notifier
from xray_local.opening import (
    opened_circle,
    opened_desk,
    opened_store,
    outliving,
    sharing,
)
from xray_local.operations.backend import Backend
from xray_local.operations.insights import look_at_new_minutes
from xray_local.periodic import Periodic
from xray_local.sampling.targets import SamplingDesk
from xray_local.server import Server
from xray_local.store.damage import usable
from xray_local.store.workers import Workers

log = logging.getLogger(__name__)

INSIGHTS_SECONDS = 5.0
KEEPING_SECONDS = 30.0
SHARING_SECONDS = 5.0
"""How old it may be what processes that share a store know of each other."""


class App:
    """X-Ray Local on one port: UDP for segments, TCP for the API and the console.

    Raises ConfigError when the port is taken or the data folder cannot be used.
    """

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        clock = clock or SystemClock()
        self.config = config
        self._tcp, udp = bound_pair(config.host, config.port)
        self.port: int = self._tcp.getsockname()[1]
        self.counters = Counters()
        helped = isinstance(config.address, SqliteFolder) and config.workers > 0
        self._workers = Workers(config.workers) if helped else None
        self.store = opened_store(config, clock, self._workers)
        rejections = RejectionLog(clock)
        self._collector = Collector(self.store, self.counters, clock, rejections)
        self._udp = UdpReceiver(
            udp, self._collector.take_datagrams, self.counters, clock
        )
        about = self._about(clock)
        circle = opened_circle(config, self.store, about.process)
        accounts = Accounts(
            partial(self._account, about, clock), rejections.recent, circle
        )
        with usable(str(config.address)):
            sampling = opened_desk(config, self.store, clock, circle)
            self._keepers = (
                outliving(self.store, sampling, rejections)
                if circle is None
                else sharing(circle, sampling, accounts)
            )
        arns = Arns(config.region, config.account)
        self._notifier = Notifier(config.notify, arns, self.counters.notification)
        backend = self._backend(sampling, clock)
        self._insights = Periodic(
            "insights", partial(look_at_new_minutes, backend), seconds=INSIGHTS_SECONDS
        )
        pause = KEEPING_SECONDS if circle is None else SHARING_SECONDS
        self._keeping = Periodic("keeping", self._keep, seconds=pause)
        self._live = Live(backend)
        self._asgi = site(
            about, backend, self.counters, accounts, rejections, self._live
        )

    def _backend(self, sampling: SamplingDesk, clock: Clock) -> Backend:
        return Backend(
            store=self.store,
            settings=self.store,
            intake=self._collector,
            sampling=sampling,
            clock=clock,
            account=self.config.account,
            region=self.config.region,
            relaxed=self.config.relaxed,
            notify=self._notifier,
            retention_seconds=self.config.retention_hours * 3600,
        )

    def _about(self, clock: Clock) -> About:
        return About(
            version=__version__,
            host=self.config.host,
            region=self.config.region,
            account=self.config.account,
            sampling=self.config.sampling,
            started_at=clock.now(),
            process=f"{socket.gethostname()}-{token_hex(3)}",
        )

    def _account(self, about: About, clock: Clock) -> Account:
        counts = self._collector.counts()
        return Account(about.process, about.started_at, clock.now(), counts)

    def run(self, on_ready: Callable[[App], None]) -> None:
        """Serve until SIGTERM or SIGINT, then store what is queued and stop."""
        self._collector.start()
        self._udp.start()
        self._insights.start()
        self._keeping.start()
        self._notifier.start()
        try:
            Server(self._asgi, lambda: on_ready(self), self._live.end).run(
                sockets=[self._tcp]
            )
        finally:
            self.stop()

    def stop(self) -> None:
        """First the senders' side, then the queue, then the store."""
        self._udp.stop()
        self._collector.stop()
        self._insights.stop()
        self._notifier.stop()
        self._keeping.stop()
        log.info("closing the store: what came last is summarised")
        for ending in (self._keep, self.store.close):
            try:
                ending()
            except Exception:  # what is left is taken up by the next process, if it can
                log.exception("the store could not be closed well")
        if self._workers is not None:
            self._workers.close()
        self._tcp.close()
        counts = self._collector.counts()
        log.info(
            "stopped: received %d, stored %d, rejected %d, dropped %d",
            counts.received,
            counts.stored,
            sum(counts.rejected.values()),
            sum(counts.dropped.values()),
        )

    def _keep(self) -> None:
        for keep in self._keepers:
            keep()
