"""The lab in containers: what `make status` says of its parts, and a second `make up`."""

from pathlib import Path
from typing import Any

from lab import containers
from lab.compose import Compose
from lab.config import Config


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


def test_a_running_lab_is_not_asked_for_the_image_again(tmp_path: Path) -> None:
    """X-Ray Local has taken the daemon's place: it keeps it while the settings stay."""
    wanted = Config(run_dir=tmp_path)
    Compose(wanted.with_local_daemon()).write_settings()

    assert containers.unchanged(wanted) == wanted.with_local_daemon()
    assert containers.unchanged(Config(run_dir=tmp_path, handlers=3)) is None
