"""What passes by is kept now and then, and known again to the next process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from xray_local.clock import ManualClock
from xray_local.config import Config
from xray_local.errors import ConfigError, DocumentRejected
from xray_local.ingest.rejections import KEPT_DOCUMENTS, RejectionLog
from xray_local.model.rejected import Transport
from xray_local.model.sampling import Report
from xray_local.opening import opened_rules, outliving
from xray_local.sampling.rule_file import FILE_NAME, TAKEN_OVER
from xray_local.sampling.targets import SamplingDesk
from xray_local.store.base import Limits, Settings
from xray_local.store.memory import MemoryStore

from tests.segments import T


class Process:
    """What of a process is kept, beside a store that outlives it."""

    def __init__(self, settings: Settings, data: Path | None = None) -> None:
        self.clock = ManualClock(T)
        self.rules = opened_rules(Config(data=data), settings)
        self.sampling = SamplingDesk(self.rules)
        self.rejections = RejectionLog(self.clock)
        self._keepers = outliving(settings, self.sampling, self.rejections)

    def keep(self) -> None:
        for keep in self._keepers:
            keep()

    def report(self, at: float, requests: int) -> None:
        report = Report("Default", "a" * 24, at, requests, sampled=1, borrowed=1)
        self.sampling.targets([report], None, at)

    def reject(self, text: str) -> None:
        rejection = DocumentRejected("MissingName")
        self.rejections.note(rejection, "::1:2", Transport.UDP, text.encode())


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(Limits(max_age=1e12, max_bytes=1 << 40))


def test_statistics_go_on_where_they_ended(store: MemoryStore) -> None:
    """Within a window of ten seconds, too."""
    first = Process(store)
    first.report(T, 5)
    first.report(T + 60, 6)
    first.keep()
    second = Process(store)
    second.report(T + 61, 7)

    told = [(each.at, each.requests) for each in second.sampling.statistics()]

    assert told == [(T, 5), (T + 60, 13)]


def test_rejected_documents_are_there_again_newest_first_and_bounded(
    store: MemoryStore,
) -> None:
    first = Process(store)
    for number in range(KEPT_DOCUMENTS + 5):
        first.reject(f"{number}")
    first.keep()
    second = Process(store)
    second.reject("after")

    texts = [each.text for each in second.rejections.recent()]

    assert texts == ["after", *map(str, range(KEPT_DOCUMENTS + 4, 5, -1))]


def test_nothing_is_written_while_nothing_happens(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Process(store)
    first.report(T, 5)
    first.keep()
    written: list[str] = []
    change = store.change_setting

    def note(name: str, replace: Callable[[bytes | None], bytes]) -> None:
        written.append(name)
        change(name, replace)

    monkeypatch.setattr(store, "change_setting", note)
    first.keep()
    Process(store).keep()
    assert written == []
    first.reject("{")
    first.keep()

    assert written == ["rejected"]


RULE: dict[str, Any] = {
    "name": "checkout",
    "priority": 1,
    "fixed_rate": 0.5,
    "reservoir_size": 1,
}


def test_rules_in_the_file_of_an_earlier_version_are_taken_over_once(
    store: MemoryStore, tmp_path: Path
) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps([RULE]))
    first = Process(store, tmp_path)
    first.rules.delete("checkout")
    second = Process(store, tmp_path)

    assert [each.name for each in second.rules.rules()] == ["Default"]
    assert [each.name for each in tmp_path.iterdir()] == [TAKEN_OVER]


def test_a_file_without_rules_is_told_and_left_alone(
    store: MemoryStore, tmp_path: Path
) -> None:
    (tmp_path / FILE_NAME).write_text('{"no": "rules"}')

    with pytest.raises(ConfigError, match="holds no sampling rules"):
        Process(store, tmp_path)

    assert (tmp_path / FILE_NAME).exists()
