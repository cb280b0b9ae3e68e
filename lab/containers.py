"""The lab in containers: up, down, more of one service, load."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

from lab import shell
from lab.compose import (
    LOCUST_WORKER,
    REPLICATED,
    Compose,
    settings_file,
    trouble_of,
)
from lab.config import Config, environment, started_with
from lab.errors import LabError
from lab.health import NotReadyError, Part, wait
from lab.processes import refuse_taken

STARTUP_S = 120


def available() -> bool:
    """Whether an engine and Compose answer."""
    return bool(shutil.which("docker")) and all(
        shell.answers(["docker", *words])
        for words in (["info"], ["compose", "version"])
    )


def up(config: Config) -> None:
    if config.xray == "aws":
        _refuse_without_credentials()
    running = Compose(config).running()
    same = unchanged(config) if running else None
    if not same:
        shell.say("Docker answers: starting the lab in containers.")
    compose = Compose(same or with_daemon(config))
    if not running:
        _refuse_taken_ports(config)
    config.faults_dir.mkdir(parents=True, exist_ok=True)
    config.faults_dir.chmod(0o755)  # whatever the umask: containers are another user
    compose.write_settings()
    shell.say(
        "The lab is up already: only what has changed is built and started again."
        if same
        else "Building the images: minutes the first time, seconds later."
    )
    compose.ask("build")
    silence = ["--progress", "quiet"] if same else []
    workers = config.locust_workers
    scaled = ["--scale", f"{LOCUST_WORKER}={workers}"] if workers else []
    if compose.show(*silence, "up", "--detach", "--remove-orphans", *scaled) != 0:
        compose.explain()
    _wait_until_ready(compose)


def unchanged(config: Config) -> Config | None:
    """What the running lab was started with, if it is what is wanted again.

    X-Ray Local may have taken the daemon's place then; it keeps it, and nobody waits
    for the image again.
    """
    started = started_with(config, settings_file(config))
    return started if started in {config, config.with_local_daemon()} else None


def scale(config: Config, service: str, replicas: str) -> int:
    """More of one service of the running lab, whose settings `config` holds."""
    if service not in REPLICATED or not re.fullmatch("[1-9][0-9]?", replicas):
        raise LabError(
            f"SERVICE must be one of {', '.join(REPLICATED)}, REPLICAS from 1 to 99"
        )
    if not available() or not (compose := Compose(config)).running():
        raise LabError(
            "Replicas are containers, and the lab is not up with Docker. Type `make up`"
        )
    if service == LOCUST_WORKER and not config.locust_workers:
        raise LabError(
            "Locust runs alone. Type `make up LOCUST_WORKERS=1` first: then it is the "
            "master, and workers can be added"
        )
    # Compose would take every other service back to one of each; and with
    # --no-deps it forgets what the new replicas depend on, so that its next `up` would
    # start them, and all that depend on them, anew.
    wanted = {**compose.replicas(), service: int(replicas)}
    scales = [f"--scale={name}={number}" for name, number in wanted.items()]
    return compose.show("up", "--detach", "--no-build", "--no-recreate", *scales)


def load(compose: Compose, *words: str) -> int:
    """Locust in its container; it ends with this call, however that ends.

    `exec` does not pass signals on, so the process is written down where it runs.
    """
    note = f"/tmp/load-{os.getpid()}"
    play = f'locust "$@" & echo $! >{note}; wait $!; code=$?; rm {note}; exit $code'
    inside = ("exec", "-T", "locust", "sh", "-c")
    try:
        return compose.show(*inside, play, "sh", *words)
    finally:
        compose.show(*inside, f"test ! -e {note} || kill $(cat {note})")


def down(config: Config) -> bool:
    """Stop and remove the containers of every form; False when there were none."""
    compose = Compose(config)
    if not compose.running():
        return False
    # All profiles, whatever it was started with. Each service has the time that
    # compose.yaml gives it: --timeout would come before that.
    compose.show("--profile", "*", "down", "--remove-orphans")
    return True


def remove_images(config: Config) -> None:
    """Images built here and the volume with the traces."""
    compose = Compose(config)
    if compose.running():
        raise LabError("The lab is up. Type `make down` first")
    compose.show("--profile", "*", "down", "--rmi", "local", "--volumes")


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


def troubles(compose: Compose) -> dict[str, str]:
    """Of every service, also one without a container: why it is not ready, or nothing."""
    found = dict.fromkeys(compose.services(), "has no container")
    rows = compose.containers()
    for name in found:
        states = [_not_running(row) for row in rows if row["Service"] == name]
        if states:
            found[name] = max(states)  # any that is not empty
    for part in published_parts(compose.config):
        found[part.name] = found.get(part.name) or part.trouble()
    return found


def _not_running(row: dict[str, Any]) -> str:
    state = trouble_of(row) or (row["State"] if row["State"] != "running" else "")
    return f"is {state}" if state else ""


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
