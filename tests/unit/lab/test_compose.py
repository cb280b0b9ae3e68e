"""`docker compose` for this lab: whose lab it is."""

from pathlib import Path

import pytest

from lab.compose import refuse_other_clone
from lab.config import ROOT
from lab.errors import LabError


def test_another_clone_keeps_its_lab(tmp_path: Path) -> None:
    """Two clones have one project name: the second is told what to type."""
    with pytest.raises(
        LabError, match="make up COMPOSE_PROJECT_NAME=xray-mesh-2"
    ) as told:
        refuse_other_clone("xray-mesh", [str(ROOT), str(tmp_path)])

    assert f"is the lab of {tmp_path}" in str(told.value)


def test_this_clone_and_a_removed_one_are_no_other(tmp_path: Path) -> None:
    """Containers of a folder that is gone would otherwise be nobody's to stop."""
    refuse_other_clone("xray-mesh", ["", str(ROOT), str(tmp_path / "gone")])
