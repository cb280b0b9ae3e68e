"""The lab's settings: one list, three places that must say the same."""

import re
from pathlib import Path

import pytest

from lab.config import ROOT, Config, read_env_file
from lab.errors import LabError


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
        ("HANDLERS", "0", "from 1 to 1000"),
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
    used += [config.word_port(name) for name in ("noun", "adjective", "verb", "color")]

    assert sorted([*used, config.word_port("descriptor")]) == list(range(7100, 7107))
