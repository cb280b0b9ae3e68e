"""The commands behind the Makefile's targets: `python3 -m lab COMMAND`."""

import signal
import sys
from collections.abc import Callable, Sequence

from lab import (
    checks,
    cleaning,
    config,
    containers,
    faults,
    given,
    markers,
    members,
    packages,
    processes,
    shell,
)
from lab.compose import Compose
from lab.config import Config
from lab.errors import LabError


def main(arguments: Sequence[str] | None = None) -> int:
    name, *words = sys.argv[1:] if arguments is None else arguments
    try:
        if name in given.OF_TARGET:
            given.refuse_unknown(name, config.environment())
        settings = config.load()
        if name in OF_THE_RUNNING:
            settings = as_started(settings)
        return COMMANDS[name](settings, *words) or 0
    except LabError as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def as_started(settings: Config) -> Config:
    """What the running lab was started with: more may have been said than is in .env."""
    mode = processes if members.find(settings.run_dir) else containers
    return config.started_with(settings, mode.settings_file(settings))


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
    healed = " Its faults are healed." if faults.forget(settings) else ""
    shell.say(("The lab is down." if stopped else "The lab was not up.") + healed)


def status(settings: Config) -> int:
    """1 when a part is not ready, so that scripts can ask."""
    how = processes.fallen(settings)
    if members.find(settings.run_dir):
        troubles = {part.name: part.trouble() for part in processes.parts(settings)}
    elif compose := running_compose(settings):
        troubles = containers.troubles(compose)
    else:
        shell.say(f"The lab is not up. {how}".rstrip())
        return 1
    if how:
        shell.say(how)
    for name, trouble in troubles.items():
        shell.say(f"{name:<12} {trouble or 'ready'}")
    return 1 if any(troubles.values()) else 0


def running_compose(settings: Config) -> Compose | None:
    if uses_docker(settings) and (compose := Compose(settings)).running():
        return compose
    return None


def not_up(settings: Config) -> LabError:
    how = processes.fallen(settings)
    return LabError(f"The lab is not up. Type `make up` first. {how}".rstrip())


def logs(settings: Config) -> int:
    if members.find(settings.run_dir):
        return shell.show(["tail", "-n", "100", "-f", processes.log_file(settings)])
    if compose := running_compose(settings):
        return compose.show("logs", "--follow", "--tail", "100")
    raise not_up(settings)


def load(settings: Config) -> int:
    """The article's phases, without the web UI, against the running lab."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as with Ctrl-C
    locust = ["--headless", "--only-summary", "--exit-code-on-error", "0"]
    if phases := given.values("load", config.environment()).get("PHASES"):
        locust.append(f"--phases={given.phases(phases)}")
    if members.find(settings.run_dir):
        host = f"http://127.0.0.1:{settings.gateway_port}"
        return shell.show([packages.BIN / "locust", *locust, "--host", host])
    if compose := running_compose(settings):
        return containers.load(compose, *locust, "--host", "http://gateway:8080")
    raise not_up(settings)


def scale(settings: Config) -> int:
    """`SERVICE=adjective REPLICAS=3`."""
    said = given.values("scale", config.environment())
    return containers.scale(settings, said.get("SERVICE", ""), said.get("REPLICAS", ""))


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


def fault(settings: Config) -> int:
    up_now = members.find(settings.run_dir) or running_compose(settings)
    before = faults.flags(settings)
    code = faults.run(settings, "set", *said("fault"))
    if code == 0 and not up_now:
        shell.say(
            "The lab is not up: the fault will count from the next `make up`, unless "
            f"`make down` heals it first. {processes.fallen(settings)}".rstrip()
        )
    elif faults.flags(settings) != before:
        given_now = given.values("fault", config.environment())
        markers.tell(settings, "fault-on", markers.of_fault(given_now))
    return code


def heal(settings: Config) -> int:
    before = faults.flags(settings)
    code = faults.run(settings, "heal", *said("heal"))
    if before and faults.flags(settings) != before:
        given_now = given.values("heal", config.environment())
        markers.tell(settings, "fault-off", markers.of_healing(given_now))
    return code


def said(target: str) -> list[str]:
    """`HANDLER=adjective-4`, ...: as the mesh's own command takes them."""
    values = given.values(target, config.environment())
    return [f"{name}={value}" for name, value in values.items()]


def list_faults(settings: Config) -> int:
    return faults.run(settings, "list")


def bench(_settings: Config) -> int:
    """Every measurement of bench/, and one table; 1 when one of them fails."""
    checks.install()
    said = given.values("bench", config.environment())
    options = [f"--{name.lower()}" for name in ("QUICK", "RECORD") if said.get(name)]
    names = said.get("ONLY", "").replace(",", " ").split()
    return shell.show([packages.PYTHON, "-m", "bench", *options, *names])


def screenshots(_settings: Config, *names: str) -> int:
    """Of every page of the console, or of the named ones."""
    checks.install()
    return shell.show([packages.PYTHON, "-m", "docs.images.make", *names])


def clean(settings: Config) -> None:
    cleaning.clean(settings, config.ROOT)
    shell.say("Clean: as after git clone.")


def lock(_settings: Config) -> None:
    packages.lock()


OF_THE_RUNNING = {"load", "scale", "fault", "heal", "faults", "logs", "status"}
OF_THE_RUNNING |= {"down", "clean"}
COMMANDS: dict[str, Callable[..., int | None]] = {
    "install": install,
    "fmt": fmt,
    "check": check,
    "test": test,
    "up": up,
    "down": down,
    "load": load,
    "scale": scale,
    "fault": fault,
    "heal": heal,
    "faults": list_faults,
    "logs": logs,
    "status": status,
    "lock": lock,
    "bench": bench,
    "screenshots": screenshots,
    "clean": clean,
}
