"""The lab in containers: what `docker compose` needs to be told, and asked."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from lab import shell
from lab.config import Config, environment
from lab.errors import LabError
from lab.health import NotReadyError, Part, wait
from lab.processes import refuse_taken

STARTUP_S = 120
TROUBLES = ("dead", "exited", "restarting", "unhealthy", "starting")  # worst first


def available() -> bool:
    """Whether an engine and Compose answer."""
    return bool(shutil.which("docker")) and all(
        shell.answers(["docker", *words])
        for words in (["info"], ["compose", "version"])
    )


def up(config: Config) -> None:
    compose = Compose(with_daemon(config))
    if config.xray == "aws":
        _refuse_without_credentials()
    shell.say("Docker answers: starting the lab in containers.")
    if not compose.running():
        _refuse_taken_ports(config)
    config.faults_dir.mkdir(parents=True, exist_ok=True)
    config.faults_dir.chmod(0o755)  # whatever the umask: containers are another user
    shell.say("Building the images: minutes the first time, seconds later.")
    compose.ask("build")
    if compose.show("up", "--detach", "--remove-orphans") != 0:
        compose.explain()
    _wait_until_ready(compose)


def down(config: Config) -> bool:
    """Stop and remove the containers of every form; False when there were none."""
    compose = Compose(config)
    if not compose.running():
        return False
    # All profiles, whatever it was started with.
    compose.show("--profile", "*", "down", "--remove-orphans", "--timeout", "10")
    return True


def remove_images(config: Config) -> None:
    """Images built here and the volume with the traces."""
    Compose(config).show("--profile", "*", "down", "--rmi", "local", "--volumes")


class Compose:
    """`docker compose` with this lab's files and settings."""

    def __init__(self, config: Config) -> None:
        self.config = config
        files = [
            "compose.yaml",
            *(["compose.aws.yaml"] if config.xray == "aws" else []),
        ]
        self._command = [
            "docker",
            "compose",
            *(word for file in files for word in ("-f", file)),
        ]
        self._env = environment(
            **config.as_environment(),
            COMPOSE_PROFILES=f"daemon-{config.daemon}",
            LAB_UID=str(os.getuid()),
        )

    def show(self, *words: str) -> int:
        return shell.show([*self._command, *words], env=self._env)

    def ask(self, *words: str) -> str:
        return shell.quiet([*self._command, *words], env=self._env)

    def containers(self) -> list[dict[str, Any]]:
        """One row a container, also for those that ended: Service, State, Health, ..."""
        answer = self.ask("ps", "--all", "--format", "json")
        rows = [
            json.loads(line)
            for line in answer.splitlines()
            if line.startswith(("{", "["))
        ]
        # Before 2.21 Compose answered with one list.
        return rows[0] if rows and isinstance(rows[0], list) else rows

    def running(self) -> bool:
        return any(row["State"] == "running" for row in self.containers())

    def ended(self) -> str | None:
        bad = (row for row in self.containers() if row["State"] in {"exited", "dead"})
        return next((str(row["Service"]) for row in bad), None)

    def explain(self) -> None:
        """Raise LabError with the last lines of the container that is worst off."""
        rows = [row for row in self.containers() if _trouble(row)]
        if not rows:
            raise LabError("docker compose up failed; its message is above")
        worst = min(rows, key=lambda row: TROUBLES.index(_trouble(row)))
        self.blame(worst["Service"], f"is {_trouble(worst)}")

    def blame(self, name: str, why: str) -> None:
        container = next(
            row["Name"] for row in self.containers() if row["Service"] == name
        )
        lines = shell.quiet(["docker", "logs", "--tail", "15", container])
        quoted = "\n".join(f"    {line}" for line in lines.splitlines())
        raise LabError(f"{name} {why}. The last it said:\n{quoted}")


def _trouble(row: dict[str, Any]) -> str:
    return next(
        (word for word in TROUBLES if word in {row["State"], row["Health"]}), ""
    )


def with_daemon(config: Config) -> Config:
    """The settings with DAEMON=local where the daemon's image cannot be had."""
    image = config.xray_daemon_image
    if config.daemon == "local" or _has(image):
        return config
    if config.xray == "aws":
        raise LabError(
            f"XRAY=aws needs the image {image}, which is not here and cannot be pulled"
        )
    shell.say(
        f"The image {image} is not here and cannot be pulled: "
        "X-Ray Local takes the daemon's place (DAEMON=local)."
    )
    return config.with_local_daemon()


def _has(image: str) -> bool:
    if shell.answers(["docker", "image", "inspect", image]):
        return True
    shell.say(f"Pulling {image}")
    return shell.answers(["docker", "pull", "--quiet", image], timeout=120)


def _refuse_without_credentials() -> None:
    """The folder is made when keys come by the environment: Compose mounts it anyway."""
    folder = Path.home() / ".aws"
    if not folder.exists() and not environment().get("AWS_ACCESS_KEY_ID"):
        raise LabError(
            "XRAY=aws needs your credentials: `aws configure`, or AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY in the environment. What they must allow: iam/"
        )
    folder.mkdir(mode=0o700, exist_ok=True)


def published_parts(config: Config) -> list[Part]:
    """What a user reaches, asked the way the user does: from outside the containers."""
    local = "http://127.0.0.1"
    console = Part("xray-local", f"{local}:{config.xray_port}/api/status")
    return [
        *([] if config.xray == "aws" else [console]),
        Part("gateway", f"{local}:{config.gateway_port}/readyz"),
        Part("locust", f"{local}:{config.locust_port}/"),
    ]


def _wait_until_ready(compose: Compose) -> None:
    try:
        wait(published_parts(compose.config), seconds=STARTUP_S, ended=compose.ended)
    except NotReadyError as trouble:
        compose.blame(trouble.name, str(trouble).removeprefix(trouble.name).strip())


def _refuse_taken_ports(config: Config) -> None:
    wanted = {
        (port, "tcp"): setting for setting, port in config.published_ports().items()
    }
    wanted[config.xray_port, "udp"] = "XRAY_PORT"
    refuse_taken(wanted)
