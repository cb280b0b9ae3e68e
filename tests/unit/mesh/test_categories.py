"""The five categories are spelled in five places, in three languages: one test for all."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from mesh.categories import CATEGORIES

from lab import config as lab_config
from tests import mesh_traces

REPOSITORY = Path(__file__).resolve().parents[3]


def source(path: str) -> str:
    return (REPOSITORY / path).read_text()


def addresses(path: str) -> list[str]:
    """The categories whose `*_ADDRESS` a file names; names itself is none."""
    found = set(re.findall(r"\b([A-Z]+)_ADDRESS\b", source(path)))
    return [each.lower() for each in found - {"NAMES", "DAEMON"}]


PLACES: dict[str, Callable[[], list[str]]] = {
    "lab/config.py": lambda: list(lab_config.CATEGORIES),
    "tests/mesh_traces.py": lambda: list(mesh_traces.CATEGORIES),
    "services/words": lambda: [
        each.stem for each in (REPOSITORY / "services" / "words").glob("*.txt")
    ],
    "compose.yaml": lambda: addresses("compose.yaml"),
    "gateway/run": lambda: addresses("gateway/run"),
    "gateway/nginx.conf.template": lambda: addresses("gateway/nginx.conf.template"),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_the_five_categories(place: str) -> None:
    """One that is added here and forgotten there has no address, port or words."""
    assert sorted(PLACES[place]()) == sorted(CATEGORIES)


def test_the_gateway_routes_and_explains_the_five() -> None:
    """Both locations, and the answer to whoever asks for another page."""
    routes = re.findall(
        r"\(\?<category>([a-z|]+)\)", source("gateway/nginx.conf.template")
    )
    said = re.findall(r'"noun, ([a-z, ]+);', source("gateway/lua/failure.lua"))

    assert [sorted(each.split("|")) for each in routes] == [sorted(CATEGORIES)] * 2
    assert sorted(["noun", *said[0].split(", ")]) == sorted(CATEGORIES)
