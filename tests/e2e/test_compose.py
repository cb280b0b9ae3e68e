"""The lab in containers: the story, and what only containers can do."""

import os
import subprocess
import time
from collections.abc import Iterator

import pytest

from lab import containers, packages
from tests.e2e.lab import ROOT, Lab, eventually
from tests.e2e.story import *  # noqa: F403 (the tests of the story)

pytestmark = [
    pytest.mark.compose,
    pytest.mark.skipif(
        not containers.available(),
        reason="no Docker engine with Compose answers on this machine",
    ),
]
SERVICES = ("gateway", "names", "adjective", "xray-local", "dynamodb", "locust")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    settings = {
        "DOCKER": "on",
        "DAEMON": "local",
        "COMPOSE_PROJECT_NAME": "xray-mesh-test",
        "RUN_DIR": str(tmp_path_factory.mktemp("lab")),
        "FAULTS_DIR": str(tmp_path_factory.mktemp("faults")),
    }
    lab = Lab(23300, settings)
    lab.make("up")
    yield lab
    lab.make("down")
    compose(lab, "--profile", "*", "down", "--volumes")


def compose(lab: Lab, *words: str) -> str:
    """`docker compose` as a user types it, with this lab's settings in the environment."""
    settings = dict(word.split("=", 1) for word in lab.words())
    return subprocess.run(
        ["docker", "compose", *words],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("service", SERVICES)
def test_no_container_runs_as_root(lab: Lab, service: str) -> None:
    """Whatever breaks out of a program is nobody."""
    identity = compose(lab, "exec", "-T", service, "sh", "-c", "id -u")

    assert identity.strip() not in {"", "0"}


@pytest.mark.parametrize("service", ["names", "xray-local", "dynamodb", "locust"])
def test_images_hold_the_pinned_versions(lab: Lab, service: str) -> None:
    """What runs in containers is what was tested outside them."""
    program = (
        "import importlib.metadata as m;"
        "print(*(f\"{d.metadata['Name']}=={d.version}\" for d in m.distributions()), sep='\\n')"
    )
    inside = packages.pinned(
        compose(lab, "exec", "-T", service, "python", "-c", program)
    )
    ours = {"xray-local", "xray-mesh", "pip", "setuptools"}
    pinned = packages.pinned(packages.CONSTRAINTS.read_text())

    assert inside.keys() & {"boto3", "botocore", "locust"}
    assert {name: inside[name] for name in inside.keys() - ours} == {
        name: pinned.get(name) for name in inside.keys() - ours
    }


def test_replicas_share_the_work(lab: Lab) -> None:
    """`docker compose up --scale adjective=3`: all three replicas answer."""
    compose(lab, "up", "--detach", "--no-build", "--scale", "adjective=3")
    time.sleep(12)  # the gateway looks its services up again every ten seconds
    answers = lab.ask_often(40)
    logs = compose(lab, "ps", "--format", "{{.Name}} {{.State}}", "adjective")

    assert {answer.status for answer in answers} == {200}
    assert logs.count("running") == 3


def test_a_taken_port_names_its_holder(lab: Lab) -> None:
    """Another lab on the same ports is told port, process and setting."""
    other = Lab(lab.first_port, {**lab.settings, "COMPOSE_PROJECT_NAME": "xray-mesh-2"})
    told = other.make("up", fails=True)

    assert f"port {lab.gateway}/tcp is taken by" in told
    assert "docker-proxy" in told
    assert "GATEWAY_PORT" in told


def test_a_stopped_category_is_named_in_the_answer(lab: Lab) -> None:
    """The failure is told, and heals by itself when the container is back."""
    compose(lab, "stop", "color")
    failed = lab.ask()
    compose(lab, "start", "color")
    healed = eventually(lambda: lab.ask().status == 200, seconds=30)

    assert failed.status >= 500
    assert "color" in failed.body
    assert healed


def test_down_stops_all_of_it(lab: Lab) -> None:
    """No container is left, and a second down is harmless."""
    lab.make("down")

    assert compose(lab, "--profile", "*", "ps", "--all", "--quiet") == ""
    assert "was not up" in lab.make("down")
