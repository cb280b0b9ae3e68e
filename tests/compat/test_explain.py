"""The command `xray-local explain`, against a live process and a folder at rest."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.processes import COMMAND, eventually, running_xray_local
from tests.segments import a_segment


def explain(*arguments: str) -> tuple[int, str, str]:
    finished = subprocess.run(
        [COMMAND, "explain", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return finished.returncode, finished.stdout, finished.stderr


def test_a_process_and_the_folder_that_it_left_say_the_same(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    asked = 'user = "alice" AND !fault'
    with running_xray_local(tmp_path, "--data", data) as xray:
        xray.send(a_segment(user="alice"), a_segment(user="bob"))
        eventually(lambda: xray.counters()["Stored"] == 2)
        status, said, _ = explain(asked, "--endpoint", xray.url)
        busy, _, in_use = explain(asked, "--data", data)
        wrong, _, mistake = explain("falt", "--endpoint", xray.url)

    assert (status, busy, wrong) == (0, 2, 2)
    assert "1 looked up by the index" in said
    assert "in use by another X-Ray Local" in in_use
    assert "Did you mean fault?" in mistake
    assert explain(asked, "--data", data) == (0, said, "")


def test_a_folder_that_is_none_is_not_made(tmp_path: Path) -> None:
    status, _, said = explain("fault", "--data", str(tmp_path / "nowhere"))

    assert status == 2
    assert "is no folder with traces" in said
    assert not (tmp_path / "nowhere").exists()
