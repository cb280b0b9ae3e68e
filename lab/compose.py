"""`docker compose` with this lab's files and settings, and what it says of containers."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lab import shell
from lab.config import CATEGORIES, ROOT, Config, environment
from lab.errors import LabError

LOCUST_WORKER = "locust-worker"
# The others publish a port or keep a state.
REPLICATED = ("names", *CATEGORIES, LOCUST_WORKER)
NO_TABLE = "ResourceNotFoundException"
TABLE_HINT = """
The registry's table is not in the account. Make it once:
    docker compose --env-file {settings} run --rm --no-deps names table
or leave it out: make up XRAY=aws REGISTRY=off"""
TROUBLES = ("dead", "exited", "restarting", "unhealthy", "starting")  # worst first


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
        rows = [row for row in self.containers() if trouble_of(row)]
        if not rows:
            raise LabError("docker compose up failed; its message is above")
        worst = min(rows, key=lambda row: TROUBLES.index(trouble_of(row)))
        self.blame(worst["Service"], f"is {trouble_of(worst)}")

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


def settings_file(config: Config) -> Path:
    return config.run_dir / "compose.env"


def profiles(config: Config) -> str:
    workers = "on" if config.locust_workers else ""
    return f"daemon-{config.daemon},registry-{config.registry},locust-workers-{workers}"


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


def trouble_of(row: dict[str, Any]) -> str:
    """The worst word that Docker has for a container; empty for one that is well."""
    return next(
        (word for word in TROUBLES if word in {row["State"], row["Health"]}), ""
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
