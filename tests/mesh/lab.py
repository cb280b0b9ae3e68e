"""The mesh as real processes on free ports, and a daemon that keeps what it receives.

`Daemon` is the receiving end only: it collects segments and hands out sampling rules.
Requests by GET are recorded; by HEAD they are not, which is how a test asks for a
decision either way.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar

import requests
from mesh import flags
from mesh.categories import CATEGORIES, all_handlers
from mesh.flags import Fault

REPOSITORY = Path(__file__).resolve().parents[2]
HANDLERS = 10
Segment = dict[str, Any]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


T = TypeVar("T")


def eventually(ask: Callable[[], T], *, within: float = 5.0) -> T:
    """The first true answer; an AssertionError when there is none in time."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if answer := ask():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"nothing within {within} s")


def _rule(name: str, priority: int, method: str, rate: float) -> dict[str, Any]:
    rule = {
        "RuleName": name,
        "Priority": priority,
        "FixedRate": rate,
        "ReservoirSize": 0,
        "ServiceName": "*",
        "ServiceType": "*",
        "Host": "*",
        "HTTPMethod": method,
        "URLPath": "*",
        "ResourceARN": "*",
        "Version": 1,
        "Attributes": {},
    }
    return {"SamplingRule": rule}


RULES = [_rule("no-heads", 1, "HEAD", 0.0), _rule("Default", 10000, "*", 1.0)]


class _Sampling(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = {
            "/GetSamplingRules": {"SamplingRuleRecords": RULES},
            "/SamplingTargets": {
                "SamplingTargetDocuments": [],
                "LastRuleModification": 0,
                "UnprocessedStatistics": [],
            },
        }[self.path]
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        if self.path == "/GetSamplingRules":
            self.server.asked += 1  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        pass


class Daemon:
    def __init__(self) -> None:
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _Sampling)
        self._http.asked = 0  # type: ignore[attr-defined]
        self.address = f"127.0.0.1:{self._http.server_port}"
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self._http.server_port))
        self.segments: list[Segment] = []
        for work in (self._http.serve_forever, self._receive):
            threading.Thread(target=work, daemon=True).start()

    def _receive(self) -> None:
        with suppress(OSError):  # closed
            while datagram := self._udp.recv(65536):
                self.segments.append(json.loads(datagram.split(b"\n", 1)[1]))

    @property
    def rules_asked(self) -> int:
        return int(self._http.asked)  # type: ignore[attr-defined]

    def trace(self, root: str) -> list[Segment]:
        return [each for each in self.segments if each["trace_id"] == root]

    def segment(self, root: str, name: str) -> Segment:
        """The segment of that name in the trace, when it has come."""
        found = eventually(
            lambda: [each for each in self.trace(root) if each["name"] == name]
        )
        return found[0]

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._udp.sendto(b"", self._udp.getsockname())
        self._udp.close()


@contextmanager
def process(
    *command: str, env: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Started, and stopped as `make down` stops it; what it says goes to the log."""
    with log.open("ab") as output:
        child = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env={**os.environ, **env},
            stdout=output,
            stderr=output,
        )
    try:
        yield child
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            raise


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def wait_for(url: str) -> None:
    """Waited for: on a busy machine a service takes a while to import what it needs."""
    eventually(lambda: answers(url), within=30)


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


def nginx_is_there() -> bool:
    return bool(shutil.which("nginx")) and any(
        Path("/usr/lib/nginx/modules").glob("*http_lua*")
    )


@dataclass
class Lab:
    directory: Path
    daemon: Daemon
    dynamodb: str
    ports: dict[str, int] = field(default_factory=dict)

    @property
    def faults_file(self) -> Path:
        return self.directory / "faults" / "faults.flagd.json"

    @property
    def env(self) -> dict[str, str]:
        """The settings that the whole mesh shares."""
        addresses = {
            f"{role.upper()}_ADDRESS": f"127.0.0.1:{port}"
            for role, port in self.ports.items()
        }
        return {
            "PYTHONPATH": str(REPOSITORY / "services"),
            "HANDLERS": str(HANDLERS),
            "FAULTS_FILE": str(self.faults_file),
            "AWS_XRAY_DAEMON_ADDRESS": self.daemon.address,
            "DYNAMODB_ENDPOINT": self.dynamodb,
            **addresses,
        }

    def url(self, role: str, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.ports[role]}{path}"

    def service(
        self, role: str, *command: str
    ) -> AbstractContextManager[subprocess.Popen[bytes]]:
        env = {**self.env, "BIND": f"127.0.0.1:{self.ports[role]}"}
        return process(
            *python("-m", "mesh", *command), env=env, log=self.directory / f"{role}.log"
        )

    @contextmanager
    def gateway(self, **settings: str) -> Iterator[str]:
        """A gateway of its own with these settings; gives its URL."""
        port = free_port()
        state = self.directory / f"gateway-{port}"
        env = {
            **self.env,
            "GATEWAY_LISTEN": f"127.0.0.1:{port}",
            "GATEWAY_STATE": str(state),
            **settings,
        }
        url = f"http://127.0.0.1:{port}"
        log = self.directory / "gateway.log"
        with process("sh", "gateway/run", env=env, log=log):
            wait_for(f"{url}/healthz")
            yield url

    def set_faults(self, faults: Mapping[str, Fault]) -> None:
        """Written as the command writes them, and waited for until they are live."""
        flags.write(self.faults_file, all_handlers(HANDLERS), faults)
        time.sleep(0.6)

    def faultctl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            python("-m", "mesh.faultctl", *arguments),
            cwd=REPOSITORY,
            env={**os.environ, **self.env},
            capture_output=True,
            text=True,
            check=False,
        )


ROLES = (*CATEGORIES, "names")
