"""Settings: their defaults, and a complaint that names the variable."""

import pytest
from mesh.config import Config, ConfigError, FaultctlConfig

from lab.config import ROOT
from lab.config import Config as LabConfig


def test_nothing_set_means_the_containers_defaults() -> None:
    """An empty variable is an unset one, as compose files write them."""
    config = Config.from_env({"HANDLERS": "", "DYNAMODB_ENDPOINT": ""})

    assert (config.handlers, config.bind) == (10, "0.0.0.0:8080")
    assert config.addresses["adjective"] == "adjective:8080"
    assert (config.registry, config.tracing) == (True, True)
    assert (config.dynamodb_endpoint, config.faults_file) == (None, None)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("HANDLERS", "0", "a whole number from 1 up, such as 10"),
        ("HANDLERS", "ten", "a whole number from 1 up, such as 10"),
        ("WORD_TIMEOUT", "-1", "seconds, more than 0 and at most 600"),
        ("WORD_TIMEOUT", "nan", "seconds, more than 0 and at most 600"),
        ("TRACING", "yes", "on or off"),
        ("REGISTRY", "0", "on or off"),
        ("NOUN_ADDRESS", "http://noun", "host:port, such as 127.0.0.1:8080"),
        ("BIND", "8080", "host:port, such as 127.0.0.1:8080"),
        ("AWS_XRAY_DAEMON_ADDRESS", "udp:daemon:2000", "tcp:host:port udp:host:port"),
    ],
)
def test_a_bad_value_is_complained_of_by_name(
    name: str, value: str, allowed: str
) -> None:
    """The text has the variable, its value and the form allowed."""
    with pytest.raises(ConfigError) as complaint:
        Config.from_env({name: value})

    assert str(complaint.value).startswith(f"{name}={value!r}: ")
    assert allowed in str(complaint.value)


def test_the_faults_command_writes_the_labs_file() -> None:
    """Without FAULTS_FILE, `python -m mesh.faultctl` breaks what `make up` started."""
    by_default = FaultctlConfig.from_env({}).faults_file

    assert ROOT / by_default == LabConfig().faults_file


def test_the_daemons_two_addresses_can_differ() -> None:
    """The SDKs' long form, in either order."""
    address = "udp:127.0.0.1:2001 tcp:127.0.0.1:2000"

    config = Config.from_env({"AWS_XRAY_DAEMON_ADDRESS": address})

    assert config.daemon_address == address
