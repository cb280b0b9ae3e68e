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
from lab.members import Member

STARTUP_S = 90
NEEDED_LAST = {"xray-local", "moto_server"}
ANSWERING_S = 25
STORING_S = 120
"""As in compose.yaml: a service lets requests finish, and X-Ray Local stores what waits."""


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
    if running and _started_with(config) == _settings(config):
        shell.say("The lab is up already, on this machine, without Docker.")
    else:
        if running:
            shell.say("The settings have changed: starting again.")
            down(config)
        elif how := fallen(config):
            shell.say(how)
        _refuse_taken_ports(config)
        shell.say("No Docker: starting the lab as processes on this machine.")
        _start(config)
    _wait_until_ready(config)


def down(config: Config) -> bool:
    """Stop every member; False when there was none."""
    running = members.find(config.run_dir)
    if not running:
        (config.run_dir / "members.json").unlink(missing_ok=True)
        return False
    _stop_the_mesh(running)
    # honcho before the rest: it passes the signal on and waits for each process.
    honcho = {m for m in running if members.program_of(m.pid) == "honcho"}
    members.stop(honcho, signal.SIGTERM, seconds=10)
    left = members.stop(members.find(config.run_dir), signal.SIGTERM, seconds=5)
    left = members.stop(left, signal.SIGKILL, seconds=5)
    if left:
        raise LabError(f"still running after SIGKILL: {sorted(m.pid for m in left)}")
    (config.run_dir / "members.json").unlink(missing_ok=True)
    return True


def _stop_the_mesh(running: set[Member]) -> None:
    """End those who send segments while what they need is there to take the last ones,
    and then let those be stored.

    Only the first process of each session is told: it lets its children finish, and
    nginx would drop everything at the signal. honcho sleeps meanwhile, since it ends
    all others as soon as one has ended.
    """
    programs = {member: members.program_of(member.pid) for member in running}
    honcho = {member for member in running if programs[member] == "honcho"}
    first = {
        member
        for member in running - honcho
        if members.session_of(member.pid) == member.pid
    }
    senders = {member for member in first if programs[member] not in NEEDED_LAST}
    storing = {member for member in first if programs[member] == "xray-local"}
    members.signal_all(honcho, signal.SIGSTOP)
    try:
        members.stop(senders, signal.SIGTERM, seconds=ANSWERING_S)
        # honcho would kill it after five seconds, whatever is left to store.
        members.stop(storing, signal.SIGTERM, seconds=STORING_S)
    finally:
        members.signal_all(honcho, signal.SIGCONT)


def parts(config: Config) -> list[Part]:
    """In the order in which one needs the other: the processes of the Procfile."""
    local = "http://127.0.0.1"
    dynamodb = Part("dynamodb", f"{local}:{config.dynamodb_port}/moto-api/")
    return [
        Part("xray-local", f"{local}:{config.xray_port}/api/status"),
        *([] if config.registry == "off" else [dynamodb]),
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
    settings_file(config).write_text(_settings(config))
    with log_file(config).open("w") as log:
        # honcho would read .env and put it over the settings given to make.
        subprocess.Popen(
            [
                packages.BIN / "honcho",
                *("start", "--no-colour", "-e", os.devnull),
                *(part.name for part in parts(config)),
            ],
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
        quoted = _quoted(config, trouble.name)
        down(config)
        raise LabError(f"{trouble}. {quoted}") from trouble
    members.record(config.run_dir)


def _ended(config: Config) -> str | None:
    """The first process that ended; honcho then stops all the others."""
    stopped = _first_stopped(config)
    return stopped[0] if stopped else None


def _first_stopped(config: Config) -> tuple[str, str] | None:
    """Its name and its exit status: `-9` when signal 9 ended it."""
    log = log_file(config).read_text(errors="replace")
    stopped = re.search(r"system\s+\| (\S+)\.1 stopped \(rc=(-?\d+)\)", log)
    return (stopped[1], stopped[2]) if stopped else None


def fallen(config: Config) -> str:
    """How the lab ended that was up and that nobody stopped; empty when there is none."""
    if not (config.run_dir / "members.json").exists() or not log_file(config).exists():
        return ""
    if stopped := _first_stopped(config):
        name, status = stopped
        return f"{name} ended with status {status}, and the rest with it. " + _quoted(
            config, name
        )
    if members.find(config.run_dir):
        return ""
    return f"The lab was ended from outside; its log is {log_file(config)}"


def _quoted(config: Config, name: str) -> str:
    lines = last_lines(config, name)
    return f"The last it said (all of it in {log_file(config)}):\n{lines}"


def _refuse_taken_ports(config: Config) -> None:
    tcp = {**config.published_ports(), **config.internal_ports()}
    wanted = {(port, "tcp"): setting for setting, port in tcp.items()}
    wanted[config.xray_port, "udp"] = "XRAY_PORT"
    refuse_taken(wanted)


def refuse_taken(wanted: dict[tuple[int, str], str]) -> None:
    """`{(8080, "tcp"): "GATEWAY_PORT"}`: raise with each taken port, its owner and a way out."""
    taken = {port: wanted[port.port, port.protocol] for port in ports.taken(wanted)}
    if taken:
        lines = [f"{port} and is wanted for {taken[port]}" for port in taken]
        # `INTERNAL_PORT (+3)` is set as INTERNAL_PORT; X-Ray's two ports are one setting.
        settings = dict.fromkeys(setting.split()[0] for setting in taken.values())
        choice = " ".join(f"{setting}=NUMBER" for setting in settings)
        raise LabError(
            "\n".join(lines)
            + "\nStop what holds it, or choose another port: in .env.local, or by "
            f"`make up {choice}`"
        )


def settings_file(config: Config) -> Path:
    return config.run_dir / "settings"


def _started_with(config: Config) -> str:
    """What the running lab was started with; empty when its file is gone."""
    file = settings_file(config)
    return file.read_text() if file.exists() else ""


def _settings(config: Config) -> str:
    return "".join(
        f"{name}={value}\n" for name, value in config.as_environment().items()
    )
