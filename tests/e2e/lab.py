"""A lab of the tests' own: started by make, on its own ports, asked from outside."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

ROOT = Path(__file__).resolve().parents[2]
ACCOUNT = "123456789012"
SETTINGS = {"MAX_BODY": "1k", "XRAY_LOCAL_ACCOUNT": ACCOUNT}
"""Other than the defaults, to see them arrive where they are used."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    trace_header: str
    seconds: float

    @property
    def trace_id(self) -> str:
        pairs = dict(pair.split("=", 1) for pair in self.trace_header.split(";"))
        return pairs["Root"]

    @property
    def sampled(self) -> bool:
        return "Sampled=1" in self.trace_header


@dataclass(frozen=True)
class Lab:
    """`first_port` and what follows it belong to this lab."""

    first_port: int
    settings: Mapping[str, str]

    @property
    def gateway(self) -> int:
        return self.first_port

    @property
    def locust(self) -> int:
        return self.first_port + 1

    @property
    def xray(self) -> int:
        return self.first_port + 2

    def words(self) -> list[str]:
        ports = {
            "GATEWAY_PORT": self.gateway,
            "LOCUST_PORT": self.locust,
            "XRAY_PORT": self.xray,
            "INTERNAL_PORT": self.first_port + 10,
        }
        return [f"{name}={value}" for name, value in {**ports, **self.settings}.items()]

    def markers(self) -> list[dict[str, str]]:
        """What X-Ray Local was told that was done, without when."""
        url = f"http://127.0.0.1:{self.xray}/api/markers"
        with urllib.request.urlopen(url, timeout=10) as answer:
            told = json.load(answer)["Markers"]
        return [{"Kind": each["Kind"], "Text": each["Text"]} for each in told]

    def make(self, *words: str, fails: bool = False) -> str:
        """What make printed; an exit code that was not expected fails the test with it."""
        # A make above this one would pass its own settings on through these.
        hidden = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
        done = subprocess.run(
            ["make", "--no-print-directory", *words, *self.words()],
            cwd=ROOT,
            env={name: text for name, text in os.environ.items() if name not in hidden},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert (done.returncode != 0) == fails, done.stdout
        return done.stdout

    def ask(self, path: str = "/", body: bytes | None = None) -> Answer:
        url = f"http://127.0.0.1:{self.gateway}{path}"
        headers = {"Accept": "application/json"}
        request = urllib.request.Request(url, body, headers, method="GET")
        begin = time.monotonic()
        try:
            answer = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            text = answer.read().decode()
            header = answer.headers["X-Amzn-Trace-Id"]
        return Answer(answer.status, text, header, time.monotonic() - begin)

    def ask_often(self, count: int) -> list[Answer]:
        with ThreadPoolExecutor(20) as pool:
            return list(pool.map(lambda _: self.ask(), range(count)))

    def start_load(self, **form: object) -> None:
        """What the web UI's form sends: shape_class, user_count, phases ..."""
        sent = urllib.parse.urlencode({"user_classes": "Visitor", **form}).encode()
        assert self.locust_ui("/swarm", sent)["success"]

    def locust_ui(self, path: str, form: bytes | None = None) -> dict[str, Any]:
        url = f"http://127.0.0.1:{self.locust}{path}"
        with urllib.request.urlopen(url, data=form, timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def node_names(self, trace_id: str) -> set[str]:
        """The names of the segments that X-Ray Local has of one trace."""
        traces = self._xray().batch_get_traces(TraceIds=[trace_id])["Traces"]
        segments = (segment for trace in traces for segment in trace["Segments"])
        return {json.loads(segment["Document"])["name"] for segment in segments}

    def default_rule(self) -> dict[str, Any]:
        rules = self._xray().get_sampling_rules()["SamplingRuleRecords"]
        found: dict[str, Any] = rules[-1]["SamplingRule"]
        return found

    def found(self, expression: str) -> set[str]:
        """Ids of the last ten minutes' traces that the filter expression matches."""
        now = time.time()
        pages = self._xray().get_paginator("get_trace_summaries")
        found = pages.paginate(
            StartTime=now - 600, EndTime=now, FilterExpression=expression
        )
        return {summary["Id"] for page in found for summary in page["TraceSummaries"]}

    def _xray(self) -> Any:
        return boto3.client(
            "xray",
            endpoint_url=f"http://127.0.0.1:{self.xray}",
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )


def eventually(question: Callable[[], bool], *, seconds: float = 10) -> bool:
    """Whether the answer becomes yes in time: traces arrive after the answer does."""
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def categories(names: set[str]) -> set[str]:
    """`{"adjective-4", "names"}` -> `{"adjective", "names"}`."""
    return {name.rpartition("-")[0] or name for name in names}


def slow_answers(lab: Lab) -> list[Answer]:
    """Ask for names until the slow handler was among those chosen."""
    for _ in range(10):
        if slow := [answer for answer in lab.ask_often(20) if answer.seconds > 1.5]:
            return slow
    return []
