"""Arrows point down: who may import whom, held by reading every import.

The table is the one of ARCHITECTURE.md. A package may import itself and what its row
lists; a module that is in no row fails the test, so nothing can be put outside a layer.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent

XRAY_LOCAL: dict[str, set[str]] = {
    "errors": set(),
    "clock": set(),
    "addresses": set(),
    "config": {"addresses", "errors"},
    "periodic": set(),
    "model": {"errors"},
    "graph": {"model", "errors"},
    "query": {"model", "errors"},
    "wire": {"model", "graph", "errors"},
    "store": {"query.plan", "graph", "model", "addresses", "errors", "clock"},
    "sampling": {"model", "errors", "clock"},
    "ingest": {"wire", "store", "model", "errors", "clock"},
    "notify": {"wire", "model"},
    "operations": {"store", "query", "graph", "sampling", "model", "errors", "clock"},
    "api": {"operations", "wire", "store", "ingest", "model", "errors"},
    "listening": {"ingest", "errors"},
    "server": set(),
    "opening": {"*"},
    "app": {"*"},
    "asking": {"config", "errors"},
    "cli": {"app", "opening", "asking", "config", "addresses", "clock", "errors"},
}

FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "misc"}


def modules(package: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), path


def imports(path: Path, package: str) -> Iterator[str]:
    """What a module imports of its own package, without the package's name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == package:
                yield from (alias.name for alias in node.names)
            elif node.module.startswith(f"{package}."):
                base = node.module.removeprefix(f"{package}.")
                yield base
                yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith(f"{package}."):
                    yield alias.name.removeprefix(f"{package}.")


def layer(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def allowed(importer: str, imported: str) -> bool:
    row = XRAY_LOCAL[layer(importer)] | {layer(importer)}
    return (
        "*" in row
        or imported.startswith("__")
        or any(imported == each or imported.startswith(f"{each}.") for each in row)
        # `from xray_local.query import plan` is the same arrow as `query.plan`
        or any(each.startswith(f"{imported}.") for each in row)
    )


def test_every_module_of_x_ray_local_is_in_a_layer() -> None:
    package = REPOSITORY / "emulator" / "xray_local"
    names = {layer(name) for name, _ in modules(package) if name}

    assert set() == names - XRAY_LOCAL.keys()


def test_imports_of_x_ray_local_point_down() -> None:
    package = REPOSITORY / "emulator" / "xray_local"
    wrong = [
        f"{importer} imports {imported}"
        for importer, path in modules(package)
        if importer
        for imported in imports(path, "xray_local")
        if not allowed(importer, imported)
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", ["emulator/xray_local", "services/mesh"])
def test_imports_within_a_package_make_no_cycle(folder: str) -> None:
    package = REPOSITORY / folder
    known = {name for name, _ in modules(package)}
    arrows = {
        name: {each for each in imports(path, package.name) if each in known}
        for name, path in modules(package)
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name in done:
            return
        for target in sorted(arrows[name] - {name}):
            visit(target, (*trail, name))
        done.add(name)

    for name in sorted(known):
        visit(name, ())


@pytest.mark.parametrize("folder", ["emulator/xray_local", "services/mesh", "lab"])
def test_no_module_is_a_drawer_for_anything(folder: str) -> None:
    names = {path.stem for path in (REPOSITORY / folder).rglob("*.py")}

    assert set() == names & FORBIDDEN_NAMES


def test_only_tracing_knows_the_x_ray_sdk() -> None:
    knowing = [
        path.name
        for path in (REPOSITORY / "services" / "mesh").rglob("*.py")
        if "aws_xray_sdk" in path.read_text()
    ]

    assert knowing == ["tracing.py"]
