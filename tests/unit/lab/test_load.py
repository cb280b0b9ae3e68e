"""The load's promise: the rate that is offered does not depend on the answers."""

import itertools
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lab.config import ROOT

Arrivals = list[float]


@pytest.fixture
def site() -> Iterator[tuple[str, Arrivals]]:
    """A server at which every tenth request takes 2 s longer and every fifth fails."""
    count = itertools.count(1)
    arrived: Arrivals = []

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            arrived.append(time.monotonic())
            number = next(count)
            if number % 10 == 0:
                time.sleep(2)
            self.send_response(200 if number % 5 else 400)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    class Site(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, *_: object) -> None:
            """Locust hangs up on requests still open when its run is over."""

    with Site(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}", arrived
        server.shutdown()


def locust(host: str, phases: str, *more: str) -> subprocess.CompletedProcess[str]:
    """`make load` with other phases."""
    words = ["--headless", "--only-summary", "--exit-code-on-error", "0", *more]
    return subprocess.run(
        [sys.executable, "-m", "locust", *words, "--host", host, "--phases", phases],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_slow_tenth_does_not_slow_the_load(site: tuple[str, Arrivals]) -> None:
    """10 to 25 requests/s over 6 s, then 25/s for 5 s: within 5 % on arrival."""
    host, arrived = site
    run = locust(host, "10-25:6, 25-25:5")
    ramp, steady = arrived[:105], arrived[105:]

    assert run.returncode == 0, run.stderr
    assert len(steady) == 5 * 25
    # The first arrival is due half a request after the start, the last half before.
    assert ramp[-1] - ramp[0] == pytest.approx(6 - 0.05 - 0.02, rel=0.05)
    assert steady[-1] - steady[0] == pytest.approx(5 - 0.04, rel=0.05)
    assert re.search(r"seconds=5.0\): 125 requests, 12\d sent in time", run.stdout)


def test_workers_share_the_arrivals(site: tuple[str, Arrivals]) -> None:
    """Three workers send what one process would: each arrival once, at its time."""
    host, arrived = site
    port = free_port()
    ports = ("--master-bind-port", port, "--master-port", port)
    run = locust(host, "20-20:3", "--processes", "3", *ports)

    assert run.returncode == 0, run.stderr
    assert len(arrived) == 3 * 20
    assert arrived[-1] - arrived[0] == pytest.approx(3 - 1 / 20, rel=0.1)
    assert run.stdout.count("20 requests, ") == 3


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_failures_are_counted_by_status(site: tuple[str, Arrivals]) -> None:
    """Locust's failure table has one row a status."""
    host, _ = site
    run = locust(host, "20-20:1")

    assert re.search(r"\b4 +GET /: .*status 400", run.stderr + run.stdout)


def test_a_rate_that_cannot_be_offered_fails_the_run(
    site: tuple[str, Arrivals],
) -> None:
    """A generator that is too slow says so by its exit code."""
    host, _ = site
    run = locust(host, "20000-20000:0.1")

    assert run.returncode == 1


def test_phases_that_cannot_be_read_end_the_run(site: tuple[str, Arrivals]) -> None:
    """Also in the web UI, where nobody has looked at them before."""
    host, arrived = site
    run = locust(host, "abc")

    assert "ValueError" in run.stderr + run.stdout
    assert arrived == []
