"""What the operations work with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from xray_local.clock import Clock
from xray_local.model.arn import Arns
from xray_local.model.insight import Notice
from xray_local.model.segment import Received
from xray_local.sampling.targets import SamplingDesk
from xray_local.store.base import Reader, Settings


class Intake(Protocol):
    """Where accepted documents go."""

    def submit(
        self, batch: Sequence[Received], rejected: Sequence[str] = ()
    ) -> Future[None]:
        """Resolves once they are stored; raises Overloaded when there is no room.

        `rejected` are the codes of the call's other documents.
        """
        ...


def _nobody(notice: Notice) -> None:
    """Nobody wants to be told."""


@dataclass(frozen=True, slots=True)
class Backend:
    """`relaxed` lifts the limits of the service that only get in the way locally.

    `notify` is told what a group's owner wants to know; it neither blocks nor fails.
    `retention_seconds` is how long a trace is kept, and what is told beside traces.
    """

    store: Reader
    settings: Settings
    intake: Intake
    sampling: SamplingDesk
    clock: Clock
    account: str
    region: str
    relaxed: bool = False
    notify: Callable[[Notice], None] = _nobody
    retention_seconds: float = 30 * 24 * 3600

    @property
    def arns(self) -> Arns:
        return Arns(self.region, self.account)
