"""compose.yaml keeps its promises for every service, also the next one."""

import pytest
import yaml
from mesh import serve

from lab import processes
from lab.config import CATEGORIES, ROOT

SERVICES = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
CLICKHOUSE = yaml.safe_load((ROOT / "compose.clickhouse.yaml").read_text())["services"]
NOT_OURS = {"xray-daemon"}  # the image has no shell to check health with


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_hardened(name: str) -> None:
    """Read-only, no capabilities, no new privileges, logs that cannot fill the disk."""
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - NOT_OURS))
def test_a_service_has_a_health_check(name: str) -> None:
    """`depends_on` and `make up` wait for an answer, not for a process."""
    service = SERVICES[name]
    in_image = (
        service.get("build")
        and "HEALTHCHECK" in (ROOT / service["build"]["dockerfile"]).read_text()
    )

    assert "healthcheck" in service or in_image


def test_whoever_stores_or_answers_is_given_the_time_to_end() -> None:
    """Docker kills after ten seconds, and with it goes what was not stored yet; the lab
    without Docker waits as long."""
    storing = f"{processes.STORING_S // 60}m"
    answering = f"{processes.ANSWERING_S}s"

    assert serve.GRACE_S < processes.ANSWERING_S
    assert storing == SERVICES["xray-local"]["stop_grace_period"]
    assert storing == CLICKHOUSE["xray-replica"]["stop_grace_period"]
    for name in ("names", *CATEGORIES):
        assert answering == SERVICES[name]["stop_grace_period"], name


@pytest.mark.parametrize("name", sorted(CLICKHOUSE.keys() - SERVICES.keys()))
def test_what_clickhouse_adds_keeps_the_promises_but_one(name: str) -> None:
    """ClickHouse's image writes its users' file when it starts: not read-only."""
    service = CLICKHOUSE[name]

    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"logging", "healthcheck", "mem_limit"} <= service.keys()
    assert "ports" not in service
    assert service.get("read_only", name == "clickhouse") is True


def test_a_replica_has_every_setting_that_is_not_sqlites() -> None:
    """The lab's settings say the same with one X-Ray Local and with several."""
    one, several = (
        service["environment"]
        for service in (SERVICES["xray-local"], CLICKHOUSE["xray-replica"])
    )
    sqlites = {"XRAY_LOCAL_RETENTION_MB", "XRAY_LOCAL_WORKERS"}

    assert {name: one[name] for name in one.keys() - sqlites} == {
        name: several[name] for name in several.keys() - {"XRAY_LOCAL_STORE"}
    }


def test_ports_are_published_on_loopback_only() -> None:
    """A lab on a laptop is not open to the network it happens to be in."""
    published = [
        port for service in SERVICES.values() for port in service.get("ports", [])
    ]

    assert len(published) == 4
    assert [port for port in published if not port.startswith("127.0.0.1:${")] == []


def test_the_whole_fits_a_small_laptop() -> None:
    """All memory limits together stay well below 1.5 GB."""
    limits = [
        int(service["mem_limit"].removesuffix("m")) for service in SERVICES.values()
    ]

    assert sum(limits) <= 1400


@pytest.mark.parametrize(
    "dockerfile",
    sorted({s["build"]["dockerfile"] for s in SERVICES.values() if "build" in s}),
)
def test_an_image_does_not_run_as_root(dockerfile: str) -> None:
    """The last USER of the Dockerfile is a number other than 0."""
    users = [
        line.split()[1]
        for line in (ROOT / dockerfile).read_text().splitlines()
        if line.startswith("USER ")
    ]

    assert users
    assert users[-1].partition(":")[0] not in {"root", "0"}
