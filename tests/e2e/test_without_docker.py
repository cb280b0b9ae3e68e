"""The lab as processes on this machine: the story, and what only processes can get wrong."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab import members, ports
from tests.e2e.lab import SETTINGS, Lab, eventually
from tests.e2e.story import *  # noqa: F403 (the tests of the story)


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def lab(run_dir: Path) -> Iterator[Lab]:
    settings = {
        **SETTINGS,
        "DOCKER": "off",
        "RUN_DIR": str(run_dir),
        "FAULTS_DIR": str(run_dir / "faults"),
    }
    lab = Lab(23200, settings)
    lab.make("up")
    yield lab
    lab.make("down")


def test_a_second_up_leaves_the_processes_alone(lab: Lab, run_dir: Path) -> None:
    """Not one of them was started again."""
    before = members.find(run_dir)
    lab.make("up")

    assert members.find(run_dir) == before


def test_a_taken_port_names_its_holder(lab: Lab, tmp_path: Path) -> None:
    """Another lab on the same ports is told port, process and setting."""
    other = Lab(lab.first_port, {**lab.settings, "RUN_DIR": str(tmp_path)})
    told = other.make("up", fails=True)

    assert f"port {lab.gateway}/tcp is taken by nginx" in told
    assert "GATEWAY_PORT" in told
    assert f"port {lab.xray}/udp is taken by" in told
    assert members.find(tmp_path) == set()


def test_a_part_that_cannot_start_is_quoted(lab: Lab, tmp_path: Path) -> None:
    """The failing process's own last lines, and nothing is left running."""
    state = {"RUN_DIR": str(tmp_path), "XRAY_LOCAL_SAMPLING": "some"}
    told = Lab(23240, {**lab.settings, **state}).make("up", fails=True)

    assert "xray-local ended as it started" in told
    assert "XRAY_LOCAL_SAMPLING='some'" in told
    assert members.find(tmp_path) == set()


def test_without_a_registry_there_is_no_table(lab: Lab, tmp_path: Path) -> None:
    """REGISTRY=off: names come without DynamoDB, which is not even started."""
    settings = {
        "DOCKER": "off",
        "REGISTRY": "off",
        "RUN_DIR": str(tmp_path),
        "FAULTS_DIR": str(tmp_path / "faults"),
    }
    other = Lab(lab.first_port + 40, settings)
    other.make("up")
    try:
        answer = other.ask()
        programs = {members.program_of(m.pid) for m in members.find(tmp_path)}
    finally:
        other.make("down")

    assert answer.status == 200
    assert "nginx" in programs
    assert "moto_server" not in programs


def test_down_loses_no_segment(lab: Lab, run_dir: Path) -> None:
    """A request under way when the lab is stopped is answered, and its trace kept."""
    lab.make("up")
    lab.make("fault", "HANDLER=adjective-4", "DELAY=2s")
    time.sleep(1)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(lab.ask, "/adjective/4")
        time.sleep(1)
        lab.make("down")
    answer = asked.result()
    lab.make("up")

    assert answer.status == 200
    assert eventually(
        lambda: lab.node_names(answer.trace_id) == {"gateway", "adjective-4"}
    )


def test_down_stops_all_of_it(lab: Lab, run_dir: Path) -> None:
    """Every process is gone, every port free, and a second down is harmless."""
    lab.make("down")
    published = [lab.gateway, lab.locust, lab.xray]

    assert members.find(run_dir) == set()
    assert ports.taken([(port, "tcp") for port in published]) == []
    assert ports.taken([(lab.xray, "udp")]) == []
    assert "was not up" in lab.make("down")


def test_down_stops_orphans(lab: Lab, run_dir: Path) -> None:
    """With honcho and nginx's master killed, the rest is found all the same."""
    lab.make("up")
    everyone = members.find(run_dir)
    masters = [m for m in everyone if "honcho" in members.name_of(m.pid)]
    masters += [m for m in everyone if "nginx: master" in members.name_of(m.pid)]
    for member in masters:
        os.kill(member.pid, signal.SIGKILL)
    lab.make("down")

    assert len(masters) > 1
    assert [m for m in everyone if members.member_of(m.pid) == m] == []


def test_a_part_that_ends_is_named_afterwards(lab: Lab, run_dir: Path) -> None:
    """honcho stops all when one ends; status says which, how, and where the log is."""
    lab.make("up")
    words = [m for m in members.find(run_dir) if "word noun" in members.name_of(m.pid)]
    for member in words:
        os.kill(member.pid, signal.SIGKILL)
    gone = eventually(lambda: not members.find(run_dir), seconds=20)
    told = lab.make("status", fails=True)
    also = lab.make("load", fails=True)
    lab.make("down")

    assert words
    assert gone
    assert "noun ended with status -9, and the rest with it" in told
    assert f"{run_dir}/lab.log" in told
    assert "noun ended with status -9" in also
    assert "noun" not in lab.make("status", fails=True)
