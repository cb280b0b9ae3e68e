"""`make clean` leaves what a user wrote."""

from pathlib import Path

from lab.cleaning import MADE, clean
from lab.config import Config


def test_only_what_was_made_is_removed(tmp_path: Path) -> None:
    """Sources stay, also those beside a cache; settings of the user stay."""
    kept = {"services/mesh/word.py", ".env.local", "faults/.gitignore"}
    made = {f"{name}/file" for name in MADE} | {"services/mesh/__pycache__/word.pyc"}
    for name in kept | made:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    config = Config(docker="off", faults_dir=tmp_path / "faults")
    config.faults_file.touch()
    clean(config, tmp_path)

    left = {
        str(path.relative_to(tmp_path))
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    assert left == kept
