"""The lab in containers: whose it is, and what `make status` says of its parts."""

from pathlib import Path
from typing import Any

import pytest

from lab import containers
from lab.config import ROOT, Config
from lab.containers import Compose
from lab.errors import LabError


class Stopped(Compose):
    """Compose's answers, as of a lab of which little is left."""

    def services(self) -> list[str]:
        return ["gateway", "names", "noun", "verb", "color"]

    def containers(self) -> list[dict[str, Any]]:
        return [
            {"Service": "noun", "State": "running", "Health": "healthy"},
            {"Service": "noun", "State": "exited", "Health": ""},
            {"Service": "verb", "State": "running", "Health": "unhealthy"},
            {"Service": "names", "State": "running", "Health": "healthy"},
            {"Service": "color", "State": "paused", "Health": ""},
        ]


def test_status_names_every_part() -> None:
    """Also those without a container, and one whose second replica ended."""
    told = containers.troubles(Stopped(Config(gateway_port=9, locust_port=9)))

    assert {
        name: told[name] for name in ("gateway", "names", "noun", "verb", "color")
    } == {
        "gateway": "has no container",
        "names": "",
        "noun": "is exited",
        "verb": "is unhealthy",
        "color": "is paused",
    }


def test_another_clone_keeps_its_lab(tmp_path: Path) -> None:
    """Two clones have one project name: the second is told what to type."""
    with pytest.raises(
        LabError, match="make up COMPOSE_PROJECT_NAME=xray-mesh-2"
    ) as told:
        containers.refuse_other_clone("xray-mesh", [str(ROOT), str(tmp_path)])

    assert f"is the lab of {tmp_path}" in str(told.value)


def test_this_clone_and_a_removed_one_are_no_other(tmp_path: Path) -> None:
    """Containers of a folder that is gone would otherwise be nobody's to stop."""
    containers.refuse_other_clone("xray-mesh", ["", str(ROOT), str(tmp_path / "gone")])


def test_a_running_lab_is_not_asked_for_the_image_again(tmp_path: Path) -> None:
    """X-Ray Local has taken the daemon's place: it keeps it while the settings stay."""
    wanted = Config(run_dir=tmp_path)
    Compose(wanted.with_local_daemon()).write_settings()

    assert containers.unchanged(wanted) == wanted.with_local_daemon()
    assert containers.unchanged(Config(run_dir=tmp_path, handlers=3)) is None
