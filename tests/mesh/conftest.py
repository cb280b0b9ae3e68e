"""One mesh for all stories: moto, five word services, the entry point and a gateway."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from mesh.categories import CATEGORIES

from tests.mesh.lab import (
    ROLES,
    Daemon,
    Lab,
    eventually,
    free_port,
    nginx_is_there,
    process,
    python,
    wait_for,
)

# The entry point's modules are imported here too, and with them the SDK's socket.
from tests.unit.mesh.conftest import _sdk_socket_closed  # noqa: F401


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The services, healthy, with the sampling rules known to each of them."""
    directory: Path = tmp_path_factory.mktemp("mesh")
    dynamodb_port = str(free_port())
    daemon = Daemon()
    lab = Lab(directory, daemon, f"http://127.0.0.1:{dynamodb_port}")
    lab.ports = {role: free_port() for role in ROLES}
    lab.set_faults({})
    moto = python("-m", "moto.server", "-H", "127.0.0.1", "-p", dynamodb_port)
    with ExitStack() as started:
        started.callback(daemon.close)
        started.enter_context(process(*moto, env={}, log=directory / "moto.log"))
        for category in CATEGORIES:
            started.enter_context(lab.service(category, "word", category))
        started.enter_context(lab.service("names", "names"))
        wait_for(lab.url("names", "/readyz"))
        eventually(lambda: daemon.rules_asked >= len(ROLES))
        yield lab


@pytest.fixture(autouse=True)
def _healed(lab: Lab) -> Iterator[None]:
    """Every story begins with a healthy mesh."""
    yield
    if lab.faultctl("list").stdout.strip() != "no faults: every handler is healthy":
        lab.set_faults({})


@pytest.fixture(scope="session")
def nginx() -> None:
    if not nginx_is_there():
        pytest.skip(
            "no nginx with Lua on this machine: "
            "apt-get install nginx-light libnginx-mod-http-lua lua-cjson"
        )


@pytest.fixture(scope="session")
def gateway(lab: Lab, nginx: None) -> Iterator[str]:
    with lab.gateway() as url:
        yield url
