"""The lab without Docker: its Procfile, its log, its words about a port."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from lab import members, processes
from lab.config import ROOT, Config
from lab.errors import LabError
from lab.health import NotReadyError, Part, wait

PROCFILE = (ROOT / "Procfile").read_text()
LOG = """\
13:37:10 system     | names.1 started (pid=41)
13:37:10 system     | noun.1 started (pid=42)
13:37:11 noun.1     | ready
13:37:11 names.1    | Traceback
13:37:12 names.1    | KeyError: 'NOUN'
13:37:12 system     | names.1 stopped (rc=3)
13:37:12 system     | sending SIGTERM to noun.1 (pid 42)
"""


def test_the_procfile_reads_only_what_it_is_given() -> None:
    """A misspelt variable would start a process with an empty setting."""
    used = set(re.findall(r"\$(\w+)", PROCFILE))

    assert used - processes.procfile_environment(Config()).keys() == set()


def test_every_process_is_waited_for() -> None:
    """`make up` never says healthy of something it did not ask."""
    started = re.findall(r"^([\w-]+):", PROCFILE, re.MULTILINE)

    assert sorted(started) == sorted(part.name for part in processes.parts(Config()))


def test_the_last_lines_are_those_of_the_process_that_failed(tmp_path: Path) -> None:
    """Its siblings' lines would hide the reason."""
    config = Config(run_dir=tmp_path)
    processes.log_file(config).write_text(LOG)

    assert processes.last_lines(config, "names", 3).split("\n") == [
        "    Traceback",
        "    KeyError: 'NOUN'",
        "    names.1 stopped (rc=3)",
    ]


def test_waiting_ends_when_a_process_ended() -> None:
    """Nobody waits a minute for what cannot come any more."""
    nobody = Part("names", "http://127.0.0.1:9/readyz")

    with pytest.raises(NotReadyError, match="names ended as it started"):
        wait([nobody], seconds=60, ended=lambda: "names")


def test_waiting_tells_what_the_part_answered() -> None:
    """The first that holds things up is named, with its trouble."""
    nobody = Part("gateway", "http://127.0.0.1:9/readyz")

    with pytest.raises(NotReadyError, match=r"gateway does not answer .*refused"):
        wait([nobody], seconds=0, ended=lambda: None)


def test_a_taken_port_is_told_with_its_setting() -> None:
    """The message names port, process and the setting to change."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(
            LabError, match=rf"port {port}/tcp is taken by .*GATEWAY_PORT"
        ):
            processes.refuse_taken({(port, "tcp"): "GATEWAY_PORT"})


def test_the_hint_names_the_setting_of_the_taken_port() -> None:
    """Not the first one wanted, which may be free."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        with socket.create_server(("127.0.0.1", 0)) as other:
            free = other.getsockname()[1]
        wanted = {
            (free, "tcp"): "GATEWAY_PORT",
            (taken, "tcp"): "LOCUST_PORT",
            (free, "udp"): "XRAY_PORT",
        }
        with pytest.raises(LabError) as told:
            processes.refuse_taken(wanted)

    assert str(told.value).endswith("`make up LOCUST_PORT=NUMBER`")
    assert "GATEWAY_PORT" not in str(told.value)


def test_an_internal_port_is_moved_by_the_first_of_them() -> None:
    """`INTERNAL_PORT (+3)` is a port of the range, not the name of a setting."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(LabError, match="`make up INTERNAL_PORT=NUMBER`"):
            processes.refuse_taken({(port, "tcp"): "INTERNAL_PORT (+3)"})


def test_without_a_registry_no_table_is_waited_for() -> None:
    """REGISTRY=off: `make up` starts exactly what it waits for."""
    every, fewer = (
        {part.name for part in processes.parts(Config(registry=registry))}
        for registry in ("on", "off")
    )

    assert every - fewer == {"dynamodb"}


def test_aws_is_refused_without_docker() -> None:
    """The daemon that signs for AWS comes as an image."""
    with pytest.raises(LabError, match="XRAY=aws needs"):
        processes.up(Config(xray="aws"))


def test_a_lab_that_fell_says_which_part_ended(tmp_path: Path) -> None:
    """honcho ends the rest with the first; its name, status and last words are told."""
    config = Config(run_dir=tmp_path)
    processes.log_file(config).write_text(LOG)
    (tmp_path / "members.json").write_text("[]")
    told = processes.fallen(config)

    assert told.startswith("names ended with status 3, and the rest with it.")
    assert f"all of it in {tmp_path}/lab.log" in told
    assert "KeyError: 'NOUN'" in told


def test_a_lab_that_was_stopped_did_not_fall(tmp_path: Path) -> None:
    """`make down` leaves the log, in which every part stopped."""
    config = Config(run_dir=tmp_path)
    processes.log_file(config).write_text(LOG)
    (tmp_path / "members.json").write_text("[]")
    processes.down(config)

    assert processes.fallen(config) == ""


HONCHO = """
def end(*_):
    (folder / "told").write_text("stored" if (folder / "stored").exists() else "early")
    sys.exit()
"""
STORING = """
def end(*_):
    time.sleep(0.5)
    (folder / "stored").touch()
    sys.exit()
"""
PROGRAM = """#!{python}
import pathlib, signal, sys, time
folder = pathlib.Path({folder!r})
{end}
signal.signal(signal.SIGTERM, end)
print(flush=True)
while True:
    time.sleep(0.1)
"""


def test_honcho_is_ended_when_everything_is_stored(tmp_path: Path) -> None:
    """It kills whoever needs more than five seconds to end."""
    started = []
    for name, end in (("honcho", HONCHO), ("xray-local", STORING)):
        program = tmp_path / name
        program.write_text(
            PROGRAM.format(python=sys.executable, folder=str(tmp_path), end=end)
        )
        program.chmod(0o755)
        process = subprocess.Popen(
            [program],
            env={**os.environ, members.MARK: str(tmp_path)},
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        assert process.stdout is not None
        process.stdout.readline()
    try:
        assert processes.down(Config(run_dir=tmp_path))
    finally:
        for process in started:
            process.kill()
            process.communicate()

    assert (tmp_path / "told").read_text() == "stored"
