"""The lab in containers: what `docker compose` needs to be told, and asked."""

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lab import shell
from lab.config import CATEGORIES, ROOT, Config, environment, started_with
from lab.errors import LabError
from lab.health import NotReadyError, Part, wait
from lab.processes import refuse_taken

STARTUP_S = 120
LOCUST_WORKER = "locust-worker"
# The others publish a port or keep a state.
REPLICATED = ("names", *CATEGORIES, LOCUST_WORKER)
NO_TABLE = "ResourceNotFoundException"
TABLE_HINT = """
The registry's table is not in the account. Make it once:
    docker compose --env-file {settings} run --rm --no-deps names table
or leave it out: make up XRAY=aws REGISTRY=off"""
TROUBLES = ("dead", "exited", "restarting", "unhealthy", "starting")  # worst first


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


def load(compose: "Compose", *words: str) -> int:
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


def settings_file(config: Config) -> Path:
    return config.run_dir / "compose.env"


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


def profiles(config: Config) -> str:
    workers = "on" if config.locust_workers else ""
    return f"daemon-{config.daemon},registry-{config.registry},locust-workers-{workers}"


class Compose:
    """`docker compose` with this lab's files and settings."""

    def __init__(self, config: Config) -> None:
        self.config = config
        files = [
            "compose.yaml",
            *(["compose.aws.yaml"] if config.xray == "aws" else []),
        ]
        self._command = ["docker", "compose"]
        self._settings = {
            **config.as_environment(),
            "COMPOSE_FILE": os.pathsep.join(files),
            "COMPOSE_PROFILES": profiles(config),
            "LAB_UID": _user(),
        }
        self._env = environment(**self._settings)

    def write_settings(self) -> None:
        """For the user's own `docker compose --env-file .run/compose.env ...`.

        .env does not know what was said on make's command line, nor that X-Ray Local
        has taken the daemon's place.
        """
        file = settings_file(self.config)
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = (f"{name}='{value}'\n" for name, value in self._settings.items())
        file.write_text("".join(lines))

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

    def replicas(self) -> Counter[str]:
        """How many containers each service has that may have several."""
        services = (row["Service"] for row in self.containers())
        return Counter(service for service in services if service in REPLICATED)

    def running(self) -> bool:
        """Raises LabError when it is another clone's lab that has the project's name."""
        self._refuse_other_clone()
        return any(row["State"] == "running" for row in self.containers())

    def services(self) -> list[str]:
        """All that these settings start; a warning may be among the lines."""
        lines = self.ask("config", "--services").splitlines()
        return [line for line in lines if re.fullmatch(r"[\w-]+", line)]

    def _refuse_other_clone(self) -> None:
        project = self.config.compose_project_name
        label = "com.docker.compose.project"
        folders = shell.quiet(
            [
                *("docker", "ps", "--all", "--filter", f"label={label}={project}"),
                *("--format", f'{{{{.Label "{label}.working_dir"}}}}'),
            ]
        )
        refuse_other_clone(project, folders.split("\n"))

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
        checked = _health_said(container)
        hint = ""
        if self.config.xray == "aws" and NO_TABLE in checked:
            hint = TABLE_HINT.format(settings=settings_file(self.config))
        raise LabError(f"{name} {why}. {checked}The last it said:\n{quoted}{hint}")


def refuse_other_clone(project: str, folders: Iterable[str]) -> None:
    """`folders` are those from which the project's containers were started."""
    for folder in folders:
        if folder and Path(folder).is_dir() and Path(folder).resolve() != ROOT:
            raise LabError(
                f"The Compose project {project} is the lab of {folder}.\n"
                "Type `make down` there, or give this lab a name and ports of its own, "
                "in .env.local or by\n"
                f"    make up COMPOSE_PROJECT_NAME={project}-2 GATEWAY_PORT=9080 "
                "LOCUST_PORT=9089 XRAY_PORT=9000"
            )


def _health_said(container: str) -> str:
    """The last answer to the container's health check, if it has one that speaks."""
    state = json.loads(
        shell.quiet(["docker", "inspect", "--format", "{{json .State}}", container])
    )
    checks = (state.get("Health") or {}).get("Log") or []
    said = str(checks[-1]["Output"]).strip() if checks else ""
    return f"Asked for its health it said:\n    {said}\n" if said else ""


def _user() -> str:
    """Who reads ~/.aws in a container: its owner; with keys in the environment nobody
    has to read it, and nobody's number will do."""
    return "10001" if environment().get("AWS_ACCESS_KEY_ID") else str(os.getuid())


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
    state = _trouble(row) or (row["State"] if row["State"] != "running" else "")
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
