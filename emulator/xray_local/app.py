"""The composition root: from a Config to a running process, and back to a stopped one."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from secrets import token_hex
from typing import Any

import uvicorn

from xray_local import __version__
from xray_local.addresses import (
    ChdbFolder,
    ClickHouseServer,
    InMemory,
    SqliteFolder,
)
from xray_local.api.console import About
from xray_local.api.explain import text_of
from xray_local.api.live import Live
from xray_local.api.site import site
from xray_local.clock import Clock, SystemClock
from xray_local.config import Config
from xray_local.errors import ConfigError
from xray_local.ingest.accounts import ACCOUNTS, REJECTED, Account, Accounts
from xray_local.ingest.collector import Collector
from xray_local.ingest.counters import Counters
from xray_local.ingest.rejections import RejectionLog
from xray_local.ingest.udp import UdpReceiver
from xray_local.listening import bound_pair
from xray_local.model.arn import Arns
from xray_local.notify.notifier import Notifier
from xray_local.operations.backend import Backend
from xray_local.operations.explain import explain
from xray_local.operations.insights import look_at_new_minutes
from xray_local.operations.outliving import (
    KEPT_REJECTED,
    STATISTICS,
    KeptRules,
    Outliving,
)
from xray_local.operations.shared_statistics import REPORTED, statistics_of_others
from xray_local.periodic import Periodic
from xray_local.sampling.rule_file import take_over
from xray_local.sampling.rulebook import RuleBook
from xray_local.sampling.rules import AS_AWS, EVERYTHING
from xray_local.sampling.shared import SharedUsage
from xray_local.sampling.targets import SamplingDesk
from xray_local.store.base import Board, Limits, Settings, Store
from xray_local.store.damage import usable
from xray_local.store.memory import MemoryStore
from xray_local.store.sharing import Circle, Told
from xray_local.store.sqlite import SqliteStore
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
        backend = Backend(
            store=self.store,
            settings=self.store,
            intake=self._collector,
            sampling=sampling,
            clock=clock,
            account=config.account,
            region=config.region,
            relaxed=config.relaxed,
            notify=self._notifier,
            retention_seconds=config.retention_hours * 3600,
        )
        self._insights = Periodic(
            "insights", partial(look_at_new_minutes, backend), seconds=INSIGHTS_SECONDS
        )
        pause = KEEPING_SECONDS if circle is None else SHARING_SECONDS
        self._keeping = Periodic("keeping", self._keep, seconds=pause)
        self._live = Live(backend)
        self._asgi = site(
            about, backend, self.counters, accounts, rejections, self._live
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
            _Server(self._asgi, lambda: on_ready(self), self._live.end).run(
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


class _Server(uvicorn.Server):
    """uvicorn, telling when it accepts connections, and when it is about to end.

    What `ending` ends need not be waited for: streams that would go on for ever.
    """

    def __init__(
        self,
        asgi: object,
        on_ready: Callable[[], None],
        ending: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(
            uvicorn.Config(
                asgi,  # type: ignore[arg-type] # Starlette is an ASGI application
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=5,
                timeout_keep_alive=75,
            )
        )
        self._on_ready = on_ready
        self._ending = ending

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End serving on SIGTERM and SIGINT, and no more than that.

        uvicorn would raise the signal again afterwards, which kills the process before
        what is queued has been stored.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._ending()
        await super().shutdown(sockets)


def explained_folder(config: Config, expression: str) -> str:
    """How a filter would be read in a data folder that no process has in use.

    Raises ConfigError for a folder that cannot be used, and ExpressionError.
    """
    if config.data is None or not config.data.is_dir():
        raise ConfigError(f"{config.data} is no folder with traces")
    clock = SystemClock()
    with usable(config.data), closing(opened_store(config, clock, None)) as store:
        backend = Backend(
            store=store,
            settings=store,
            intake=Collector(store, Counters(), clock, RejectionLog(clock)),
            sampling=SamplingDesk(opened_rules(config, store)),
            clock=clock,
            account=config.account,
            region=config.region,
        )
        return text_of(explain(backend, expression))


def opened_store(config: Config, clock: Clock, workers: Workers | None) -> Store:
    limits = Limits(
        max_age=config.retention_hours * 3600,
        max_bytes=config.retention_mb * 1024 * 1024,
    )
    match config.address:
        case InMemory():
            return MemoryStore(limits)
        case SqliteFolder(folder):
            try:
                return SqliteStore(folder, limits, clock, workers=workers)
            except OSError as error:
                raise ConfigError(
                    f"the data folder {folder}: {error.strerror}"
                ) from error
        case ChdbFolder() | ClickHouseServer() as address:
            # A tenth of the time that a start takes, which other stores need not wait for.
            from xray_local.store.clickhouse.store import (  # noqa: PLC0415
                ClickHouseStore,
            )

            return ClickHouseStore(address, limits, clock)


def opened_circle(config: Config, store: Store, process: str) -> Circle | None:
    """None where no other process can share the store."""
    if isinstance(config.address, ClickHouseServer) and isinstance(store, Board):
        return Circle(store, process)
    return None


def opened_desk(
    config: Config, settings: Settings, clock: Clock, circle: Circle | None
) -> SamplingDesk:
    """Rules and shares are kept where the traces are, if others may share them."""
    rules = opened_rules(config, settings)
    if circle is None:
        return SamplingDesk(rules)
    others = partial(statistics_of_others, circle, clock)
    return SamplingDesk(rules, SharedUsage(settings), others)


def opened_rules(config: Config, settings: Settings) -> RuleBook:
    """The rules that are kept; `sampling` gives Default until it is changed."""
    default = AS_AWS if config.sampling == "aws" else EVERYTHING
    keeper = KeptRules(settings)
    if isinstance(config.address, SqliteFolder):
        take_over(config.address.folder, keeper)
    return RuleBook(default, keeper)


def sharing(
    circle: Circle, sampling: SamplingDesk, accounts: Accounts
) -> tuple[Callable[[], None], ...]:
    """What tells the others what came here, and hears it from them."""
    known: list[Told[Any]] = [
        (ACCOUNTS, lambda: [accounts.own()]),
        (REJECTED, accounts.own_rejected),
        (REPORTED, sampling.own_statistics),
    ]
    return partial(circle.tell, known), accounts.listen


def outliving(
    settings: Settings, sampling: SamplingDesk, rejections: RejectionLog
) -> tuple[Callable[[], None], ...]:
    """Recalls what the process before this one knew, and what will keep it again."""
    sampling.recall(STATISTICS.read(settings))
    rejections.recall(KEPT_REJECTED.read(settings))
    return (
        Outliving(STATISTICS, settings, sampling.own_statistics).keep,
        Outliving(KEPT_REJECTED, settings, rejections.recent).keep,
    )
