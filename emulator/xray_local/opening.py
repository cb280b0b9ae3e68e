"""What a Config says is to be opened: the store, its rules, and what outlives a process."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any

from xray_local.addresses import (
    ChdbFolder,
    ClickHouseServer,
    InMemory,
    SqliteFolder,
)
from xray_local.api.explain import text_of
from xray_local.clock import Clock, SystemClock
from xray_local.config import Config
from xray_local.errors import ConfigError
from xray_local.ingest.accounts import ACCOUNTS, REJECTED, Accounts
from xray_local.ingest.collector import Collector
from xray_local.ingest.counters import Counters
from xray_local.ingest.rejections import RejectionLog
from xray_local.operations.backend import Backend
from xray_local.operations.explain import explain
from xray_local.operations.outliving import (
    KEPT_REJECTED,
    STATISTICS,
    KeptRules,
    Outliving,
)
from xray_local.operations.shared_statistics import REPORTED, statistics_of_others
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
