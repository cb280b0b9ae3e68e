"""The command's options, each of which must reach the process that it starts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from xray_local import cli
from xray_local.addresses import InMemory, SqliteFolder
from xray_local.clock import Clock, ManualClock
from xray_local.config import Config
from xray_local.store.base import Limits
from xray_local.store.sqlite import SqliteStore


def started_with(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Config:
    """The settings of the process that `xray-local serve` would have started."""
    started: list[Config] = []

    class NotReally:
        def __init__(self, config: Config, clock: Clock) -> None:
            started.append(config)

        def run(self, on_ready: Callable[[Any], None]) -> None: ...

    monkeypatch.setattr(cli, "App", NotReally)
    assert cli.main(["serve", *arguments]) == 0
    (config,) = started
    return config


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--host", "0.0.0.0"), Config(host="0.0.0.0")),
        (("--port", "0"), Config(port=0)),
        (("--data", "/traces"), Config(data=Path("/traces"))),
        (("--memory",), Config(store=InMemory())),
        (
            ("--store", "sqlite:///traces"),
            Config(store=SqliteFolder(Path("/traces"))),
        ),
        (("--sampling", "aws"), Config(sampling="aws")),
        (("--relaxed",), Config(relaxed=True)),
        (("--notify", "http://hook/"), Config(notify="http://hook/")),
        (("--workers", "2"), Config(workers=2)),
        (("--log-level", "debug"), Config(log_level="debug")),
    ],
)
def test_an_option_changes_its_setting_and_no_other(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], expected: Config
) -> None:
    changed = {
        name
        for name in Config.__dataclass_fields__
        if getattr(expected, name) != getattr(Config(), name)
    }
    plain, config = started_with(monkeypatch), started_with(monkeypatch, *arguments)

    for name in Config.__dataclass_fields__:
        value = getattr(expected if name in changed else plain, name)

        assert value == getattr(config, name), name


def test_the_folder_to_explain_comes_before_the_store_that_is_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A store that is set and not meant is not even looked for."""
    with closing(SqliteStore(tmp_path, Limits(1e12, 1 << 40), ManualClock(0.0))):
        pass
    monkeypatch.setenv("XRAY_LOCAL_STORE", "clickhouse://nowhere.invalid")

    assert cli.main(["explain", "fault", "--data", str(tmp_path)]) == 0
    assert "0 traces in the window" in capsys.readouterr().out
