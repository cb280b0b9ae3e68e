"""The lab on this machine, without Docker: honcho runs the Procfile in the background.

X-Ray Local listens where the daemon would, so no daemon is needed. honcho puts every
process into a session of its own; `members` finds them again, also when honcho is gone.
"""

import os
import re
import signal
import subprocess
from collections import deque
from pathlib import Path

from lab import console, debian, members, packages, ports, shell
from lab.config import CATEGORIES, ROOT, Config, environment
from lab.errors import LabError
from lab.health import NotReadyError, Part, wait

STARTUP_S = 90


def install() -> None:
    """Everything that `make up` without Docker needs."""
    packages.ensure("lab")
    debian.ensure(debian.GATEWAY)
    console.ensure()


def up(config: Config) -> None:
    if config.xray == "aws":
        raise LabError(
            "XRAY=aws needs the X-Ray daemon's image, and so a Docker engine; "
            "without one the lab reports to X-Ray Local"
        )
    install()
    running = members.find(config.run_dir)
    if running and _settings_file(config).read_text() == _settings(config):
        shell.say("The lab is up already, on this machine, without Docker.")
    else:
        if running:
            shell.say("The settings have changed: starting again.")
            down(config)
        _refuse_taken_ports(config)
        shell.say("No Docker: starting the lab as processes on this machine.")
        _start(config)
    _wait_until_ready(config)


def down(config: Config) -> bool:
    """Stop every member; False when there was none."""
    running = members.find(config.run_dir)
    if not running:
        return False
    # honcho first: it passes the signal on and lets each process end in its own time.
    leaders = {member for member in running if _is_honcho(member.pid)}
    members.stop(leaders, signal.SIGTERM, seconds=10)
    left = members.stop(members.find(config.run_dir), signal.SIGTERM, seconds=5)
    left = members.stop(left, signal.SIGKILL, seconds=5)
    if left:
        raise LabError(f"still running after SIGKILL: {sorted(m.pid for m in left)}")
    (config.run_dir / "members.json").unlink(missing_ok=True)
    return True


def parts(config: Config) -> list[Part]:
    """In the order in which one needs the other."""
    local = "http://127.0.0.1"
    return [
        Part("xray-local", f"{local}:{config.xray_port}/api/status"),
        Part("dynamodb", f"{local}:{config.dynamodb_port}/moto-api/"),
        *(
            Part(name, f"{local}:{config.word_port(name)}/readyz")
            for name in CATEGORIES
        ),
        Part("names", f"{local}:{config.names_port}/readyz"),
        Part("gateway", f"{local}:{config.gateway_port}/readyz"),
        Part("locust", f"{local}:{config.locust_port}/"),
    ]


def procfile_environment(config: Config) -> dict[str, str]:
    """What the Procfile's commands and the programs they start read."""
    addresses = {
        f"{name.upper()}_ADDRESS": f"127.0.0.1:{config.word_port(name)}"
        for name in CATEGORIES
    }
    return environment(
        **config.as_environment(),
        **addresses,
        NAMES_ADDRESS=f"127.0.0.1:{config.names_port}",
        DYNAMODB_PORT=str(config.dynamodb_port),
        DYNAMODB_ENDPOINT=f"http://127.0.0.1:{config.dynamodb_port}",
        AWS_XRAY_DAEMON_ADDRESS=f"127.0.0.1:{config.xray_port}",
        AWS_ACCESS_KEY_ID="local",
        AWS_SECRET_ACCESS_KEY="local",
        FAULTS_FILE=str(config.faults_file),
        PATH=os.pathsep.join([str(packages.BIN), *debian.search_path()]),
        PYTHONUNBUFFERED="1",
        **{members.MARK: str(config.run_dir)},
    )


def log_file(config: Config) -> Path:
    return config.run_dir / "lab.log"


def last_lines(config: Config, name: str, count: int = 15) -> str:
    """The end of what one process printed: honcho writes `13:37:10 names.1 | text`."""
    mine = re.compile(
        rf"^\S+ {re.escape(name)}\.1\s+\| ?(.*)$|^\S+ system\s+\| ({name}\.1 .*)$"
    )
    with log_file(config).open(errors="replace") as log:
        found = (mine.match(line) for line in log)
        tail = deque((m[1] or m[2] or "" for m in found if m), maxlen=count)
    return "\n".join(f"    {line}" for line in tail)


def _start(config: Config) -> None:
    config.run_dir.mkdir(parents=True, exist_ok=True)
    config.faults_dir.mkdir(parents=True, exist_ok=True)
    _settings_file(config).write_text(_settings(config))
    with log_file(config).open("w") as log:
        # honcho would read .env and put it over the settings given to make.
        subprocess.Popen(
            [packages.BIN / "honcho", "start", "--no-colour", "-e", os.devnull],
            cwd=ROOT,
            env=procfile_environment(config),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_until_ready(config: Config) -> None:
    try:
        wait(parts(config), seconds=STARTUP_S, ended=lambda: _ended(config))
    except NotReadyError as trouble:
        lines = last_lines(config, trouble.name)
        down(config)
        raise LabError(
            f"{trouble}. The last it said (all of it in {log_file(config)}):\n{lines}"
        ) from trouble
    members.record(config.run_dir)


def _ended(config: Config) -> str | None:
    """The first process that ended; honcho then stops all the others."""
    stopped = re.search(
        r"system\s+\| (\S+)\.1 stopped", log_file(config).read_text(errors="replace")
    )
    return stopped[1] if stopped else None


def _refuse_taken_ports(config: Config) -> None:
    tcp = {**config.published_ports(), **_internal_ports(config)}
    wanted = {(port, "tcp"): setting for setting, port in tcp.items()}
    wanted[config.xray_port, "udp"] = "XRAY_PORT"
    refuse_taken(wanted)


def refuse_taken(wanted: dict[tuple[int, str], str]) -> None:
    """`{(8080, "tcp"): "GATEWAY_PORT"}`: raise with each taken port, its owner and a way out."""
    lines = [
        f"{taken} and is wanted for {wanted[taken.port, taken.protocol]}"
        for taken in ports.taken(wanted)
    ]
    if lines:
        setting = next(iter(wanted.values()))
        raise LabError(
            "\n".join(lines)
            + "\nStop what holds it, or choose another port: in .env, or "
            f"by `make up {setting}=NUMBER` with the setting named above"
        )


def _internal_ports(config: Config) -> dict[str, int]:
    """INTERNAL_PORT and the six after it."""
    numbers = [
        config.names_port,
        config.dynamodb_port,
        *map(config.word_port, CATEGORIES),
    ]
    return {
        f"INTERNAL_PORT (+{number - config.internal_port})": number
        for number in numbers
    }


def _settings_file(config: Config) -> Path:
    return config.run_dir / "settings"


def _settings(config: Config) -> str:
    return "".join(
        f"{name}={value}\n" for name, value in config.as_environment().items()
    )


def _is_honcho(pid: int) -> bool:
    return "honcho" in members.name_of(pid)
