"""The command `xray-local doctor` against a live process."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.processes import COMMAND, RunningXRay, eventually, running_xray_local
from tests.segments import a_segment


def doctor(*arguments: str) -> tuple[int, str, str]:
    finished = subprocess.run(
        [COMMAND, "doctor", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return finished.returncode, finished.stdout, finished.stderr


def test_it_tells_what_to_set_and_then_what_was_wrong_with_what_came(
    tmp_path: Path,
) -> None:
    with running_xray_local(tmp_path, "--memory") as xray:
        address = f"127.0.0.1:{xray.port}"
        status, silence, _ = doctor("--endpoint", xray.url)
        assert status == 1
        assert "Problem: Nothing has arrived since" in silence
        assert f"AWS_XRAY_DAEMON_ADDRESS={address}" in silence

        wrong = a_segment(id="wrong")
        xray.send(a_segment(), wrong)
        sender = last_sender(xray)
        status, rejection, _ = doctor(wrong["trace_id"], "--endpoint", f"{xray.url}/")

    assert status == 1
    assert f"from {sender}" in rejection
    assert "rejected with InvalidId: the id of a segment is 16 hex digits" in rejection
    assert rejection.endswith(f"The rejected documents: {xray.url}/#/doctor\n")


def test_it_says_that_the_store_is_damaged_while_the_process_runs(
    tmp_path: Path,
) -> None:
    """In the words of the answer, which other pages give as well."""
    folder = tmp_path / "data"
    with running_xray_local(tmp_path, "--data", str(folder)) as xray:
        xray.send(a_segment())
        eventually(lambda: xray.counters()["Stored"])
        with closing(sqlite3.connect(folder / "traces.sqlite3")) as connection:
            connection.execute("DROP TABLE figures")
        status, _, complaint = doctor("--endpoint", xray.url)
        with pytest.raises(HTTPError) as refused:
            xray.get("/api/doctor")
        answer = json.load(refused.value)

    assert status == 2
    assert "traces.sqlite3 cannot be read: no such table: figures" in complaint
    assert f"stop X-Ray Local, move {folder} away and start it again" in complaint
    assert (refused.value.code, answer["__type"]) == (500, "InternalFailure")
    assert answer["Message"] in complaint


def last_sender(xray: RunningXRay) -> str:
    """Of the rejected document: a port of this machine's, as the UDP socket saw it."""
    [rejected] = eventually(lambda: xray.get("/api/rejected")["Rejected"])
    host, _, port = rejected["Sender"].partition(":")
    assert (host, port.isdigit(), rejected["Transport"]) == ("127.0.0.1", True, "UDP")
    sender: str = rejected["Sender"]
    return sender


def test_where_nothing_answers_it_says_how_to_go_on() -> None:
    status, _, complaint = doctor("--endpoint", "http://127.0.0.1:1")

    assert status == 2
    assert "no X-Ray Local answers at http://127.0.0.1:1" in complaint
    assert "--endpoint" in complaint
