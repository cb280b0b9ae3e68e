"""Stories of the entry point: five words in parallel, one name, reserved."""

import os
import signal
import subprocess
import threading
import time

import pytest
import requests
from mesh.categories import CATEGORIES, all_handlers
from mesh.config import Config
from mesh.flags import Fault
from mesh.registry import Registry
from mesh.serve import GRACE_S

from tests.mesh.lab import (
    HANDLERS,
    Lab,
    free_port,
    process,
    python,
    wait_for,
)

HEADER = "X-Amzn-Trace-Id"


def test_a_name_is_made_of_one_word_from_each_category(lab: Lab) -> None:
    """The name is the five words joined, in the order in which it reads."""
    answer = requests.get(lab.url("names"))

    said = answer.json()
    assert sorted(said["words"]) == sorted(CATEGORIES)
    assert said["name"] == "-".join(said["words"][each] for each in CATEGORIES)


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/json"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_the_form_is_the_callers_choice(
    lab: Lab, accept: str, content_type: str
) -> None:
    """JSON for whoever does not mind, a line of text, or a page for a browser."""
    answer = requests.get(lab.url("names"), headers={"Accept": accept})

    assert answer.headers["Content-Type"] == content_type


def test_the_five_are_asked_in_parallel(lab: Lab) -> None:
    """Five handlers that take 0.5 s each make a name in far less than 2.5 s."""
    lab.set_faults(dict.fromkeys(all_handlers(HANDLERS), Fault(delay_s=0.5)))

    took = requests.get(lab.url("names")).elapsed.total_seconds()

    assert 0.5 <= took < 1.5


def test_a_handler_that_takes_too_long_is_named(lab: Lab) -> None:
    """The word's time-out makes 504, with the handler in the body."""
    lab.set_faults({f"noun-{n}": Fault(delay_s=3) for n in range(1, HANDLERS + 1)})
    lab.ports["impatient"] = free_port()
    env = {**lab.env, "BIND": f"127.0.0.1:{lab.ports['impatient']}"}
    env |= {"WORD_TIMEOUT": "0.5", "REGISTRY": "off"}
    log = lab.directory / "impatient.log"
    with process(*python("-m", "mesh", "names"), env=env, log=log):
        wait_for(lab.url("impatient", "/livez"))
        answer = requests.get(lab.url("impatient"))

    assert answer.status_code == 504
    assert answer.json()["category"] == "noun"


def test_a_name_is_reserved_once(lab: Lab) -> None:
    """The second put of a name fails on its condition: it is taken."""
    registry = Registry(Config.from_env(lab.env))

    assert registry.reserve("quietly-brave-crimson-otter-dances") is True
    assert registry.reserve("quietly-brave-crimson-otter-dances") is False


def test_a_taken_name_and_a_missing_table_are_no_faults(lab: Lab) -> None:
    """The table is made at first use and a taken name is made anew: nothing is red."""
    root = "1-5759e988-" + "e" * 24
    script = (
        "from flask import Flask\n"
        "from mesh import tracing\n"
        "from mesh.config import Config\n"
        "from mesh.registry import Registry\n"
        "config = Config.from_env()\n"
        "app = Flask('first')\n"
        "tracing.install(app, config, 'first')\n"
        "registry = Registry(config)\n"
        "app.get('/')(lambda: [registry.reserve('a'), registry.reserve('a')])\n"
        f"said = app.test_client().get('/', headers={{'{HEADER}': 'Root={root};Sampled=1'}})\n"
        "assert said.json == [True, False], said.json\n"
    )
    env = {**os.environ, **lab.env, "REGISTRY_TABLE": "not-there-yet"}

    subprocess.run(python("-c", script), env=env, check=True)

    segment = lab.daemon.segment(root, "first")
    calls = segment["subsegments"]
    assert not [each for each in (segment, *calls) if {"fault", "error"} & each.keys()]
    assert [
        (call["aws"]["operation"], call["http"]["response"]["status"]) for call in calls
    ] == [("PutItem", 400), ("CreateTable", 200), ("PutItem", 200), ("PutItem", 400)]


def test_readiness_names_what_is_missing(lab: Lab) -> None:
    """Not ready while a category is unreachable, and the answer says which."""
    port = free_port()
    env = {**lab.env, "BIND": f"127.0.0.1:{port}", "REGISTRY": "off"}
    env["COLOR_ADDRESS"] = f"127.0.0.1:{free_port()}"
    log = lab.directory / "unready.log"
    with process(*python("-m", "mesh", "names"), env=env, log=log):
        wait_for(f"http://127.0.0.1:{port}/livez")
        answer = requests.get(f"http://127.0.0.1:{port}/readyz")

        requests.get(f"http://127.0.0.1:{port}/readyz")

    assert answer.status_code == 503
    assert list(answer.json()["failing"]) == ["color"]
    assert log.read_text().count("not ready: color: ") == 1


def test_a_stopped_service_finishes_and_sends_its_segments(lab: Lab) -> None:
    """TERM: the request under way is answered and its segment reaches the daemon."""
    root = "1-5759e988-" + "c" * 24
    lab.set_faults({"verb-3": Fault(delay_s=1.0)})
    lab.ports["stopping"] = free_port()
    heard: list[requests.Response] = []

    def ask() -> None:
        header = {HEADER: f"Root={root};Sampled=1"}
        heard.append(requests.get(lab.url("stopping", "/3"), headers=header))

    with lab.service("stopping", "word", "verb") as stopping:
        wait_for(lab.url("stopping", "/livez"))
        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.4)
        stopping.send_signal(signal.SIGTERM)
        stopping.wait(10)
    asking.join()

    assert heard[0].status_code == 200
    lab.daemon.segment(root, "verb-3")


def test_a_callers_idle_connection_does_not_hold_up_the_stop(lab: Lab) -> None:
    """TERM: nothing is under way, so the time of grace is not waited for."""
    lab.ports["kept"] = free_port()

    with requests.Session() as caller, lab.service("kept", "word", "verb") as kept:
        wait_for(lab.url("kept", "/livez"))
        assert caller.get(lab.url("kept", "/3")).headers["Connection"] == "keep-alive"
        kept.send_signal(signal.SIGTERM)

        assert kept.wait(GRACE_S / 2) == 0


def test_a_process_says_what_it_sent_and_lost(lab: Lab) -> None:
    """One more name is one more segment sent, and none is lost."""
    before = requests.get(lab.url("names", "/livez")).json()["segments"]

    requests.get(lab.url("names"))

    after = requests.get(lab.url("names", "/livez")).json()["segments"]
    assert (after["sent"], after["lost"]) == (before["sent"] + 1, 0)


def test_tracing_can_be_off_for_all(lab: Lab) -> None:
    """TRACING=off: a name, no trace id, and no segment although the caller asks."""
    root = "1-5759e988-" + "d" * 24
    port = free_port()
    env = {**lab.env, "BIND": f"127.0.0.1:{port}", "TRACING": "off"}
    log = lab.directory / "untraced.log"
    with process(*python("-m", "mesh", "names"), env=env, log=log):
        wait_for(f"http://127.0.0.1:{port}/livez")
        answer = requests.get(
            f"http://127.0.0.1:{port}", headers={HEADER: f"Root={root};Sampled=1"}
        )

    assert answer.json()["trace_id"] is None
    assert lab.daemon.trace(root) == []
