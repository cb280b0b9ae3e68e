"""The commands behind the Makefile's targets: `python3 -m lab COMMAND`."""

import sys
from collections.abc import Callable, Sequence

from lab import (
    checks,
    cleaning,
    config,
    containers,
    faults,
    members,
    packages,
    processes,
    shell,
)
from lab.config import Config
from lab.errors import LabError


def main(arguments: Sequence[str] | None = None) -> int:
    name, *words = sys.argv[1:] if arguments is None else arguments
    try:
        return COMMANDS[name](config.load(), *words) or 0
    except LabError as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def install(_settings: Config) -> None:
    checks.install()
    shell.say("Everything is installed.")


def fmt(_settings: Config) -> None:
    checks.install()
    checks.fmt()


def check(_settings: Config) -> None:
    checks.install()
    checks.check()


def test(_settings: Config, *folders: str) -> int:
    """All tests after the checks, or only those in the named folders."""
    checks.install()
    if folders:
        return checks.pytest(folders)
    checks.check()
    return checks.pytest(["tests"])


def up(settings: Config) -> None:
    if uses_docker(settings):
        if members.find(settings.run_dir):
            raise LabError(
                "The lab is up already, without Docker. Type `make down` first"
            )
        containers.up(settings)
    else:
        processes.up(settings)
    shell.say(welcome(settings))


def down(settings: Config) -> None:
    stopped = processes.down(settings)
    if settings.docker != "off" and containers.available():
        stopped = containers.down(settings) or stopped
    faults.forget(settings)
    shell.say("The lab is down." if stopped else "The lab was not up.")


def status(settings: Config) -> int:
    """1 when a part is not ready, so that scripts can ask."""
    if members.find(settings.run_dir):
        parts = processes.parts(settings)
    elif uses_docker(settings) and (compose := containers.Compose(settings)).running():
        compose.show("ps")
        parts = containers.published_parts(settings)
    else:
        shell.say("The lab is not up.")
        return 1
    troubles = [part.trouble() for part in parts]
    for part, trouble in zip(parts, troubles, strict=True):
        shell.say(f"{part.name:<12} {trouble or 'ready'}")
    return 1 if any(troubles) else 0


def logs(settings: Config) -> int:
    if members.find(settings.run_dir):
        return shell.show(["tail", "-n", "100", "-f", processes.log_file(settings)])
    if uses_docker(settings) and (compose := containers.Compose(settings)).running():
        return compose.show("logs", "--follow", "--tail", "100")
    raise LabError("The lab is not up. Type `make up` first")


def load(settings: Config, *words: str) -> int:
    """The article's phases, without the web UI, against the running lab."""
    locust = ["--headless", "--only-summary", "--exit-code-on-error", "0", *words]
    if members.find(settings.run_dir):
        host = f"http://127.0.0.1:{settings.gateway_port}"
        return shell.show([packages.BIN / "locust", *locust, "--host", host])
    if uses_docker(settings) and (compose := containers.Compose(settings)).running():
        host = "http://gateway:8080"
        return compose.show("exec", "-T", "locust", "locust", *locust, "--host", host)
    raise LabError("The lab is not up. Type `make up` first")


def uses_docker(settings: Config) -> bool:
    if settings.docker == "off":
        return False
    if containers.available():
        return True
    if settings.docker == "on":
        raise LabError("DOCKER=on, but no Docker engine with Compose answers")
    return False


def welcome(settings: Config) -> str:
    traces = (
        "in the AWS console: CloudWatch, Traces"
        if settings.xray == "aws"
        else f"http://localhost:{settings.xray_port}"
    )
    return f"""
The lab is up.
  a project name   http://localhost:{settings.gateway_port}
  the load         http://localhost:{settings.locust_port}
  the traces       {traces}
Break a handler with `make fault HANDLER=adjective-4 DELAY=2s`, heal it with `make heal`."""


def fault(settings: Config, *words: str) -> int:
    return faults.run(settings, "set", *words)


def heal(settings: Config, *words: str) -> int:
    return faults.run(settings, "heal", *words)


def list_faults(settings: Config) -> int:
    return faults.run(settings, "list")


def bench(_settings: Config, *names: str) -> int:
    """Every measurement of bench/, or the named ones; 1 when one of them fails."""
    checks.install()
    programs = [
        path
        for path in config.ROOT.glob("bench/*.py")
        if "__main__" in path.read_text()
    ]
    chosen = names or sorted(path.stem for path in programs)
    codes = [shell.show([packages.PYTHON, "-m", f"bench.{name}"]) for name in chosen]
    return max(codes, default=0)


def clean(settings: Config) -> None:
    cleaning.clean(settings, config.ROOT)
    shell.say("Clean: as after git clone.")


def lock(_settings: Config) -> None:
    packages.lock()


COMMANDS: dict[str, Callable[..., int | None]] = {
    "install": install,
    "fmt": fmt,
    "check": check,
    "test": test,
    "up": up,
    "down": down,
    "load": load,
    "fault": fault,
    "heal": heal,
    "faults": list_faults,
    "logs": logs,
    "status": status,
    "lock": lock,
    "bench": bench,
    "clean": clean,
}
