"""The lab in containers: the story, and what only containers can do."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab import config as lab_config
from lab import containers, packages
from lab.compose import Compose
from lab.errors import LabError
from tests.e2e.lab import ROOT, SETTINGS, Lab, eventually
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
        **SETTINGS,
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
    """`docker compose` as a user types it: `make up` has written the settings."""
    settings = f"{lab.settings['RUN_DIR']}/compose.env"
    return subprocess.run(
        ["docker", "compose", "--env-file", settings, *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
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
    """`make scale`: gateway and names find all three replicas, and each answers."""
    lab.make("scale", "SERVICE=adjective", "REPLICAS=3")
    shared = eventually(
        lambda: (
            {answer.status for answer in lab.ask_often(20)} == {200}
            and min(sent_by_replicas(lab, "adjective", 3)) > 0
        ),
        seconds=30,
    )

    assert shared, sent_by_replicas(lab, "adjective", 3)


def sent_by_replicas(lab: Lab, service: str, replicas: int) -> list[int]:
    """Segments that each replica has sent: one for every request it answered."""
    program = (
        "import urllib.request as r;"
        "print(r.urlopen('http://127.0.0.1:8080/livez').read().decode())"
    )
    said = [
        compose(
            *(lab, "exec", "-T", "--index", str(number + 1)),
            *(service, "python", "-c", program),
        )
        for number in range(replicas)
    ]
    return [json.loads(answer)["segments"]["sent"] for answer in said]


def test_a_stopped_load_ends_in_its_container(lab: Lab) -> None:
    """`docker compose exec` passes no signal on; the lab ends its Locust all the same."""
    words = ["make", "--silent", "load", "PHASES=5-5:300", *lab.words()]
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL) as making:
        started = eventually(lambda: headless(lab), seconds=20)
        making.terminate()
    ended = eventually(lambda: not headless(lab), seconds=20)

    assert started
    assert ended


def headless(lab: Lab) -> bool:
    """Whether a Locust without a web UI runs in the container."""
    program = "import glob; print([open(f).read() for f in glob.glob('/proc/[0-9]*/cmdline')])"
    return "locust\\x00--headless" in compose(
        lab, "exec", "-T", "locust", "python", "-c", program
    )


def test_scaling_keeps_what_make_up_decided(lab: Lab) -> None:
    """.env says DAEMON=image; the lab, started with DAEMON=local, is not started anew."""
    before = compose(lab, "ps", "--quiet", "noun", "gateway", "names")
    compose(lab, "up", "--detach", "--no-build", "--scale", "adjective=2")

    assert compose(lab, "ps", "--quiet", "noun", "gateway", "names") == before
    assert "xray-daemon" not in compose(lab, "ps", "--services")


@pytest.mark.parametrize(
    "words", [("SERVICE=gateway", "REPLICAS=2"), ("SERVICE=noun", "REPLICAS=many")]
)
def test_a_wrong_scale_is_refused(lab: Lab, words: tuple[str, str]) -> None:
    """The gateway publishes a port, and two cannot."""
    assert "SERVICE must be one of names, " in lab.make("scale", *words, fails=True)


def plan(*files: str, **settings: str) -> dict[str, dict[str, object]]:
    """The services that Compose would start."""
    named = [word for file in files for word in ("--file", file)]
    printed = subprocess.run(
        ["docker", "compose", *named, "config", "--format", "json"],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    services: dict[str, dict[str, object]] = json.loads(printed)["services"]
    return services


def test_without_a_registry_there_is_no_table() -> None:
    """REGISTRY=off starts no DynamoDB."""
    everything = plan("compose.yaml")

    assert everything.keys() - plan("compose.yaml", REGISTRY="off").keys() == {
        "dynamodb"
    }


def test_with_aws_nothing_stands_in_for_it() -> None:
    """Segments go to the daemon, which has no other endpoint; names asks the account."""
    services = plan("compose.yaml", "compose.aws.yaml", LAB_UID="1234", XRAY="aws")
    daemon, names = services["xray-daemon"], services["names"]

    assert services.keys() & {"xray-local", "dynamodb"} == set()
    assert (daemon["user"], names["user"]) == ("1234", "1234")
    assert "aws.yaml" in json.dumps(daemon["volumes"])
    assert "local" not in json.dumps(daemon["environment"])
    assert not dict(names["environment"])["DYNAMODB_ENDPOINT"]  # type: ignore[call-overload]


def test_an_unhealthy_part_says_what_it_misses(lab: Lab) -> None:
    """As with a missing table: the health check's answer is quoted with its reason."""
    compose(lab, "stop", "dynamodb")
    unhealthy = eventually(
        lambda: "unhealthy" in compose(lab, "ps", "--format", "{{.Health}}", "names"),
        seconds=60,
    )
    settings = lab_config.Config.from_env(
        lab_config.read_env_file(Path(lab.settings["RUN_DIR"]) / "compose.env")
    )
    with pytest.raises(LabError, match=r'names is unhealthy(.|\n)*"registry"'):
        Compose(settings).blame("names", "is unhealthy")
    compose(lab, "start", "dynamodb")

    assert unhealthy
    assert eventually(lambda: lab.ask().status == 200, seconds=30)


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
