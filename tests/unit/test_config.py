"""A wrong setting says its name, its value and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from xray_local.config import Config
from xray_local.errors import ConfigError


def test_settings_are_read_from_the_environment() -> None:
    config = Config.from_env(
        {"XRAY_LOCAL_PORT": "3000", "XRAY_LOCAL_SAMPLING": "AWS", "HOME": "/home/us"}
    )

    assert (config.port, config.sampling) == (3000, "aws")


def test_an_option_outranks_the_environment() -> None:
    config = Config.from_env({"XRAY_LOCAL_PORT": "3000"}, {"XRAY_LOCAL_PORT": "4000"})

    assert config.port == 4000


def test_traces_are_kept_where_the_desktop_keeps_programs_files() -> None:
    config = Config.from_env({"XDG_DATA_HOME": "/srv/home"})

    assert Path("/srv/home/xray-local") == config.data


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("XRAY_LOCAL_PORT", "http", "a whole number from 0 to 65535"),
        ("XRAY_LOCAL_PORT", "70000", "a whole number from 0 to 65535"),
        ("XRAY_LOCAL_ACCOUNT", "me", "twelve digits"),
        ("XRAY_LOCAL_REGION", "Mars", "a region, such as us-east-1"),
        ("XRAY_LOCAL_SAMPLING", "some", "everything or aws"),
        ("XRAY_LOCAL_RETENTION_HOURS", "nan", "a number of hours above 0"),
        ("XRAY_LOCAL_RETENTION_MB", "0", "a whole number from 1"),
        ("XRAY_LOCAL_NOTIFY", "localhost:9000", "a URL, such as http://"),
        ("XRAY_LOCAL_NOTIFY", "file:///etc/passwd", "a URL, such as http://"),
        ("XRAY_LOCAL_WORKERS", "many", "a whole number from 0 to 16, or auto"),
        ("XRAY_LOCAL_LOG_LEVEL", "loud", "debug or info or warning or error"),
    ],
)
def test_a_bad_value_is_refused_with_what_is_allowed(
    variable: str, value: str, allowed: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        Config.from_env({variable: value})

    assert f"{variable}='{value}': must be " in str(refused.value)
    assert allowed in str(refused.value)


def test_a_misspelt_setting_is_not_ignored() -> None:
    with pytest.raises(ConfigError, match="XRAY_LOCAL_PROT is no setting"):
        Config.from_env({"XRAY_LOCAL_PROT": "2000"})
