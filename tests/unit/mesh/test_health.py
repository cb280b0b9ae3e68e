"""Readiness: what the log says of it, and of a table that is not there."""

import logging

import pytest
from botocore.stub import Stubber
from mesh import health
from mesh.config import Config
from mesh.health import Health
from mesh.registry import Registry, RegistryError
from werkzeug.test import Client


def test_the_log_says_why_once_a_minute(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a check that fails: at once, a minute later, and anew when it was well."""
    now = [100.0]
    monkeypatch.setattr(health, "monotonic", lambda: now[0])
    well = [False]

    def check() -> None:
        if not well[0]:
            raise ConnectionError("nobody there")

    client = Client(Health(lambda *_: [], {"noun": check}))

    def lines_after(answers: int) -> int:
        caplog.clear()
        for _ in range(answers):
            client.get("/readyz")
        return len(caplog.records)

    assert lines_after(5) == 1
    assert "not ready: noun: nobody there" in caplog.text
    now[0] += health.COMPLAIN_EVERY_S
    assert lines_after(5) == 1
    well[0] = True
    assert lines_after(5) == 0
    well[0] = False
    assert lines_after(5) == 1
    assert {record.levelno for record in caplog.records} == {logging.WARNING}


def test_a_missing_table_names_the_command_that_makes_it() -> None:
    """In an AWS account nothing is made; the reason says what to type."""
    registry = Registry(Config.from_env({"AWS_REGION": "eu-north-1"}))
    with Stubber(registry._dynamodb) as dynamodb:
        dynamodb.add_client_error("describe_table", "ResourceNotFoundException")
        dynamodb.add_client_error("put_item", "ResourceNotFoundException")

        for use in (registry.check, lambda: registry.reserve("a")):
            with pytest.raises(
                RegistryError, match="make it with `python -m mesh table`"
            ):
                use()
