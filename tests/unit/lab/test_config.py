"""The lab's settings: one list, three places that must say the same."""

import re
from pathlib import Path

import mesh.categories
import mesh.config
import pytest
import xray_local.config

from lab import config
from lab.compose import Compose, settings_file
from lab.config import CATEGORIES, ROOT, Config, read_env_file
from lab.errors import LabError
from tests import mesh_traces


def test_dotenv_holds_the_defaults() -> None:
    """Without .env, or with one setting deleted from it, the lab runs the same."""
    assert Config() == Config.from_env(read_env_file(ROOT / ".env"))


def test_compose_defaults_are_those_of_the_lab() -> None:
    """`docker compose up` with no .env at all publishes the ports that make names."""
    defaults = Config().as_environment()
    written = set(
        re.findall(r"\$\{(\w+):-([^}]*)}", (ROOT / "compose.yaml").read_text())
    )
    of_the_lab = {(name, value) for name, value in written if name in defaults}

    assert {name for name, _ in of_the_lab} >= {
        "GATEWAY_PORT",
        "LOCUST_PORT",
        "XRAY_PORT",
    }
    paths = {"FAULTS_DIR": "./faults"}
    assert of_the_lab == {
        (name, paths.get(name, defaults[name])) for name, _ in of_the_lab
    }


def test_a_comment_and_quotes_are_not_part_of_a_value(tmp_path: Path) -> None:
    """What Compose reads from .env is what the lab reads."""
    (tmp_path / ".env").write_text(
        '# GATEWAY_PORT=1\n\nGATEWAY_PORT="9080"\nXRAY=aws\n'
    )

    assert read_env_file(tmp_path / ".env") == {"GATEWAY_PORT": "9080", "XRAY": "aws"}


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("GATEWAY_PORT", "80a", "from 1 to 65535"),
        ("XRAY_PORT", "70000", "from 1 to 65535"),
        ("INTERNAL_PORT", "65530", "from 1 to 65529"),
        ("HANDLERS", "0", "from 1 up"),
        ("HANDLERS", "ten", "from 1 up"),
        ("RATE_LIMIT", "x", "off, or requests a second"),
        ("RATE_BURST", "-1", "from 1 up"),
        ("MAX_BODY", "16kb", "a size"),
        ("MAX_HEADER", "1m", "a size"),
        ("UPSTREAM_TIMEOUT", "soon", "a time"),
        ("DOCKER", "maybe", "auto, on, off"),
        ("XRAY", "azure", "local, aws"),
        ("DAEMON", "none", "image, local"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(
    name: str, value: str, allowed: str
) -> None:
    """A typing mistake ends with the setting, the value and the allowed form."""
    with pytest.raises(LabError, match=f"^{name}={value}: .*{allowed}"):
        Config.from_env({name: value})


def test_aws_needs_the_daemon() -> None:
    """Only the daemon signs for AWS, so X-Ray Local cannot stand in for it."""
    with pytest.raises(LabError, match="DAEMON=local"):
        Config.from_env({"XRAY": "aws", "DAEMON": "local"})


def test_without_docker_no_two_parts_share_a_port() -> None:
    """INTERNAL_PORT and the six after it are all different, and all that is used."""
    config = Config(internal_port=7100)
    used = [config.names_port, config.dynamodb_port]
    used += [config.word_port(name) for name in CATEGORIES]

    assert sorted(used) == list(range(7100, 7107))
    assert sorted(used) == list(config.internal_ports().values())


@pytest.mark.parametrize(
    ("settings", "both"),
    [
        ({"GATEWAY_PORT": "8089"}, "LOCUST_PORT and GATEWAY_PORT are both 8089"),
        (
            {"XRAY_PORT": "7103", "DOCKER": "off"},
            r"INTERNAL_PORT \(\+3\) and XRAY_PORT are both 7103",
        ),
    ],
)
def test_two_parts_on_one_port_are_refused(settings: dict[str, str], both: str) -> None:
    """Before anything starts, and by the names of the settings."""
    with pytest.raises(LabError, match=both):
        Config.from_env(settings)


def test_many_handlers_are_allowed() -> None:
    """There is no most: a mesh of 5,000 handlers is slow to look at, not wrong."""
    assert Config.from_env({"HANDLERS": "1001"}).handlers == 1001


def test_every_setting_is_explained() -> None:
    """The reference's table has each setting of .env, but for Compose's own."""
    documented = (ROOT / "docs" / "reference.md").read_text()
    settings = read_env_file(ROOT / ".env").keys() - {"COMPOSE_PROFILES"}

    assert {name for name in settings if f"`{name}`" not in documented} == set()


def test_settings_reach_the_containers_that_read_them() -> None:
    """What can be set without Docker can be set with it."""
    of_no_container = {
        "INTERNAL_PORT",
        "DOCKER",
        "XRAY",
        "COMPOSE_PROJECT_NAME",
        "COMPOSE_PROFILES",
    }
    compose = (ROOT / "compose.yaml").read_text()
    settings = read_env_file(ROOT / ".env").keys() - of_no_container

    assert {name for name in settings if f"${{{name}:" not in compose} == set()


def test_defaults_are_those_of_the_programs() -> None:
    """Started by itself, a program does what it does in the lab."""
    defaults = Config()
    emulator = xray_local.config.Config()
    gateway = dict(
        re.findall(
            r"^(\w+)=\$\{\1:-([^}]*)}", (ROOT / "gateway/run").read_text(), re.MULTILINE
        )
    )

    assert float(defaults.xray_local_retention_hours) == emulator.retention_hours
    assert int(defaults.xray_local_retention_mb) == emulator.retention_mb
    for name in ("sampling", "region", "account", "log_level"):
        assert getattr(defaults, f"xray_local_{name}") == getattr(emulator, name)
    for name in ("rate_limit", "rate_burst", "max_body", "max_header"):
        assert str(getattr(defaults, name)) == gateway[name.upper()]
    assert defaults.upstream_timeout == gateway["UPSTREAM_TIMEOUT"]
    assert (
        float(defaults.word_timeout) == mesh.config.Config.from_env({}).word_timeout_s
    )


def test_all_speak_of_the_same_categories() -> None:
    """The lab, the mesh, the gateway, the containers and the tests' own traces."""
    gateway = (ROOT / "gateway/run").read_text()
    template = (ROOT / "gateway/nginx.conf.template").read_text()
    failure = (ROOT / "gateway/lua/failure.lua").read_text()
    commands = re.findall(r"\[word, (\w+)]", (ROOT / "compose.yaml").read_text())
    processes = re.findall(r"mesh word (\w+)", (ROOT / "Procfile").read_text())
    routes = re.findall(r"<category>([\w|]+)\)", template)
    addresses = re.findall(r"^ +(\w+) = \"\$\{\w+_ADDRESS}", template, re.MULTILINE)

    assert mesh.categories.CATEGORIES == CATEGORIES
    assert set(mesh_traces.CATEGORIES) == set(CATEGORIES)
    assert [sorted(commands), sorted(processes)] == [sorted(CATEGORIES)] * 2
    assert [sorted(route.split("|")) for route in routes] == [sorted(CATEGORIES)] * 2
    assert set(addresses) - {"names"} == set(CATEGORIES)
    assert set(re.findall(r"^([A-Z]+)_ADDRESS=", gateway, re.MULTILINE)) == {
        "NAMES",
        *map(str.upper, CATEGORIES),
    }
    assert {name for name in CATEGORIES if name not in failure} == set()


def test_the_settings_of_the_running_lab_are_kept(tmp_path: Path) -> None:
    """`make up HANDLERS=20`, then `make fault HANDLER=noun-15`: one mesh, one answer."""
    started = Config(handlers=20, run_dir=tmp_path, docker="off")
    Compose(started).write_settings()
    read = config.started_with(Config(), settings_file(started))

    assert read == started


def test_without_a_running_lab_the_settings_are_those_of_now(tmp_path: Path) -> None:
    """No file, nothing to go by."""
    assert config.started_with(Config(), tmp_path / "compose.env") == Config()
