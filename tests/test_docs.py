"""The documents say what is there: settings, operations, commands, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from mesh import config as mesh_config
from xray_local.api.operations import operations
from xray_local.clock import SystemClock
from xray_local.config import READERS
from xray_local.ingest.rejections import RejectionLog
from xray_local.operations.doctor import process_findings, trace_findings  # noqa: F401
from xray_local.operations.doctor.finding import Finding
from xray_local.wire.service_model import service_model

REPOSITORY = Path(__file__).parent.parent
README = (REPOSITORY / "README.md").read_text()
REFERENCE = (REPOSITORY / "docs" / "reference.md").read_text()
PAGES = sorted(
    page.relative_to(REPOSITORY).as_posix()
    for page in [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")]
)


@pytest.mark.parametrize("variable", READERS)
def test_every_setting_of_x_ray_local_is_in_the_readme(variable: str) -> None:
    assert f"`{variable}`" in README


def lab_settings() -> Iterator[str]:
    for line in (REPOSITORY / ".env").read_text().splitlines():
        name, equals, _ = line.partition("=")
        if equals and name.isupper() and not name.startswith("COMPOSE_"):
            yield name


@pytest.mark.parametrize("setting", list(lab_settings()))
def test_every_setting_of_the_lab_is_in_the_reference(setting: str) -> None:
    assert f"`{setting}`" in REFERENCE


def test_the_readme_says_how_many_operations_there_are() -> None:
    """All of them: whatever a later model brings is to be built, or named here."""
    there = operations(RejectionLog(SystemClock()))
    section = README.partition("### Not implemented (yet)")[2].partition("\n## ")[0]

    assert there.keys() == {operation.name for operation in service_model().operations}
    assert f"answers all {len(there)} of X-Ray's operations" in section


def test_the_reference_lists_exactly_the_operations_that_are_there() -> None:
    there = operations(RejectionLog(SystemClock()))
    section = REFERENCE.partition("## Operations")[2].partition("\n| limit")[0]

    assert there.keys() == named_in(section)


def named_in(text: str) -> set[str]:
    return {
        operation.name
        for operation in service_model().operations
        if re.search(rf"\b{operation.name}\b", text)
    }


def test_every_finding_of_the_doctor_is_in_the_reference() -> None:
    findings = {kind.__name__ for kind in Finding.__subclasses__()}

    assert len(findings) > 20
    assert {name for name in findings if f"`{name}`" not in REFERENCE} == set()


def make_targets() -> set[str]:
    makefile = (REPOSITORY / "Makefile").read_text()
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_every_make_command_in_the_docs_exists(page: str) -> None:
    text = (REPOSITORY / page).read_text()
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE))

    assert set() == named - make_targets()


def test_commands_are_found_before_they_are_used() -> None:
    """Programs that are in .venv/bin alone, and the AWS CLI's region and credentials."""
    given = re.compile(
        r'^export PATH="\$PWD/\.venv/bin:\$PATH" AWS_ACCESS_KEY_ID=\S+'
        r" AWS_SECRET_ACCESS_KEY=\S+ AWS_DEFAULT_REGION=\S+$",
        re.MULTILINE,
    )
    used = re.compile(r"^(?:aws xray|xray-local) ", re.MULTILINE)
    for page in ("README.md", "docs/how-to.md"):
        text = (REPOSITORY / page).read_text()
        first = given.search(text)
        assert first, page

        assert [*used.finditer(text, 0, first.start())] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_repository_leads_somewhere(page: str) -> None:
    folder = (REPOSITORY / page).parent
    links = re.findall(r"\]\(([^)#:]+)\)", (REPOSITORY / page).read_text())

    assert [link for link in links if not (folder / link).exists()] == []


def test_the_mesh_complains_of_a_bad_setting_by_name() -> None:
    with pytest.raises(mesh_config.ConfigError, match="HANDLERS='none'"):
        mesh_config.Config.from_env({"HANDLERS": "none"})


def test_every_picture_is_shown_and_every_shown_one_exists() -> None:
    shown = {
        picture
        for page in PAGES
        for picture in re.findall(
            r"images/([\w-]+\.webp)", (REPOSITORY / page).read_text()
        )
    }

    assert shown == {file.name for file in (REPOSITORY / "docs/images").glob("*.webp")}
