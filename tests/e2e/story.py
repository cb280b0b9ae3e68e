"""The user's story, told of a running lab: the same with and without Docker.

Each module that has a fixture `lab` takes these tests in by name.
"""

import json
import time
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.lab import ACCOUNT, Lab, categories, eventually, slow_answers

EVERY_PART = {"gateway", "names", "noun", "adjective", "verb", "color", "descriptor"}


Break = Callable[..., None]


@pytest.fixture
def break_handler(lab: Lab) -> Iterator[Break]:
    """Sets a fault and waits until it is in force; all are healed after the test."""

    def break_one(*fault: str) -> None:
        lab.make("fault", *fault)
        time.sleep(1)

    yield break_one
    lab.make("heal")
    time.sleep(1)


def test_a_name_comes_with_its_trace(lab: Lab) -> None:
    """A name of five words, and the header that leads to how it was made."""
    answer = lab.ask()
    made = json.loads(answer.body)

    assert answer.status == 200
    assert len(made["words"]) == 5
    assert made["trace_id"] == answer.trace_id
    assert answer.sampled


def test_the_trace_holds_every_part(lab: Lab) -> None:
    """Gateway, entry point and one handler of each category, in one trace."""
    answer = lab.ask()
    complete = eventually(
        lambda: categories(lab.node_names(answer.trace_id)) >= EVERY_PART
    )

    assert complete, lab.node_names(answer.trace_id)


def test_a_slow_handler_shows_in_the_traces(lab: Lab, break_handler: Break) -> None:
    """`responsetime > 1.5` finds the slow names, and each went through adjective-4."""
    break_handler("HANDLER=adjective-4", "DELAY=2s")
    slow = {answer.trace_id for answer in slow_answers(lab)}

    assert slow
    assert eventually(lambda: slow <= lab.found("responsetime > 1.5"))
    assert eventually(lambda: all("adjective-4" in lab.node_names(one) for one in slow))
    assert "adjective-4" in lab.make("faults")
    assert {"Kind": "fault-on", "Text": "adjective-4: DELAY=2s"} in lab.markers()


def test_a_failing_handler_answers_its_status(lab: Lab, break_handler: Break) -> None:
    """Half of verb-6's requests are refused within a second of the command."""
    break_handler("HANDLER=verb-6", "STATUS=400", "RATE=0.5")
    answers = [lab.ask("/verb/6") for _ in range(40)]

    # Each side has fewer than 5 of 40 once in three million runs.
    assert {answer.status for answer in answers} == {200, 400}
    assert 5 <= sum(answer.status == 400 for answer in answers) <= 35


def test_a_wrong_fault_is_refused(lab: Lab) -> None:
    """The message says what is allowed, and make fails."""
    told = lab.make("fault", "HANDLER=adjective-99", "DELAY=2s", fails=True)

    assert "from 1 to 10" in told


def test_heal_makes_all_well(lab: Lab, break_handler: Break) -> None:
    """Within a second nothing is slow and nothing fails any more."""
    break_handler("HANDLER=adjective-4", "DELAY=2s")
    break_handler("HANDLER=verb-6", "STATUS=400")
    assert lab.ask("/verb/6").status == 400
    assert lab.ask("/adjective/4").seconds > 1.5
    lab.make("heal")
    time.sleep(1)
    answers = [lab.ask("/adjective/4"), *(lab.ask("/verb/6") for _ in range(20))]

    assert {answer.status for answer in answers} == {200}
    assert max(answer.seconds for answer in answers) < 1.5


def test_users_are_ramped_by_hand(lab: Lab) -> None:
    """Locust's form starts users, who get names; the phases stay out of it."""
    lab.start_load(shape_class="Default", user_count=3, spawn_rate=3)
    answered = eventually(lambda: _asked(lab) >= 6)
    users = lab.locust_ui("/stats/requests")["user_count"]
    lab.locust_ui("/stop", b"")

    assert answered
    assert users == 3
    assert lab.locust_ui("/stats/requests")["errors"] == []


def test_the_phases_are_chosen_in_the_form(lab: Lab) -> None:
    """ArticlePhases plays what the field `phases` says, and stops by itself."""
    lab.start_load(shape_class="ArticlePhases", phases="20-20:2")
    stopped = eventually(lambda: lab.locust_ui("/stats/requests")["state"] == "stopped")

    assert stopped
    assert _asked(lab) == 40


def _asked(lab: Lab) -> int:
    rows = lab.locust_ui("/stats/requests")["stats"]
    return max((int(row["num_requests"]) for row in rows), default=0)


def test_load_offers_the_rate_while_a_handler_is_slow(
    lab: Lab, break_handler: Break
) -> None:
    """`make load` ends well with adjective-4 two seconds late."""
    break_handler("HANDLER=adjective-4", "DELAY=2s")
    printed = lab.make("load", "PHASES=10-25:3,25-25:5")

    assert "seconds=5.0): 125 requests" in printed


def test_a_second_up_is_harmless(lab: Lab) -> None:
    """It says so, prints the addresses, and the traces are still there."""
    answer = lab.ask()
    assert eventually(lambda: "names" in lab.node_names(answer.trace_id))
    printed = lab.make("up")

    assert f"http://localhost:{lab.gateway}" in printed
    assert "names" in lab.node_names(answer.trace_id)


def test_settings_reach_gateway_and_x_ray_local(lab: Lab) -> None:
    """MAX_BODY refuses a body over 1 KB; the account's number is in the rules' ARNs."""
    assert lab.ask(body=b"x" * 1000).status == 200
    assert lab.ask(body=b"x" * 2000).status == 413
    assert f":{ACCOUNT}:" in lab.default_rule()["RuleARN"]


def test_status_says_ready(lab: Lab) -> None:
    """Scripts can ask by exit code, people by reading."""
    assert "gateway      ready" in lab.make("status")
