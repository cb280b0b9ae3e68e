"""Stories of faults: set by the command, live within a second, gone when healed."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import requests
from mesh.flags import Fault

from tests.mesh.lab import HANDLERS, Lab, eventually

HEADER = "X-Amzn-Trace-Id"
SAMPLED = "Root=1-5759e988-{:024x};Sampled=1"


def ask(lab: Lab, handler: str, trace: int = 0) -> requests.Response:
    category, _, number = handler.rpartition("-")
    header = SAMPLED.format(trace)
    return requests.get(lab.url(category, f"/{number}"), headers={HEADER: header})


def timed(act: Callable[[], object]) -> float:
    """How many seconds it takes."""
    began = time.monotonic()
    act()
    return time.monotonic() - began


def test_a_fault_is_live_within_a_second_and_so_is_its_end(lab: Lab) -> None:
    """Set and heal change the answers of a running service, without a restart."""
    done = lab.faultctl("set", "HANDLER=verb-6", "STATUS=418")

    assert (done.returncode, done.stdout) == (0, "verb-6         status 418\n")
    eventually(lambda: ask(lab, "verb-6").status_code == 418, within=1.0)
    assert ask(lab, "verb-5").status_code == 200

    lab.faultctl("heal", "HANDLER=verb-6")

    eventually(lambda: ask(lab, "verb-6").status_code == 200, within=1.0)


def test_a_slow_handler_does_not_hold_up_its_siblings(lab: Lab) -> None:
    """While twenty requests wait for adjective-4, the other nine all answer.

    How long is slow depends on how long the nine take by themselves, here and now.
    """
    siblings = [f"adjective-{n}" for n in range(1, HANDLERS + 1) if n != 4]
    alone = timed(lambda: [ask(lab, sibling) for sibling in siblings])
    delay = max(2.0, 15 * alone)
    lab.set_faults({"adjective-4": Fault(delay_s=delay)})
    with ThreadPoolExecutor(20) as pool:
        slow = [pool.submit(ask, lab, "adjective-4") for _ in range(20)]
        time.sleep(delay / 5)  # enough for the twenty to be with the handler
        answers = [ask(lab, sibling) for sibling in siblings]
        waiting = sum(not each.done() for each in slow)

    assert [answer.status_code for answer in answers] == [200] * 9
    assert waiting == 20
    assert all(each.result().elapsed.total_seconds() >= delay for each in slow)


def test_a_rate_is_a_share_of_the_requests(lab: Lab) -> None:
    """RATE=0.5 fails about half of them: 200 requests, 60 to 140 failures."""
    lab.set_faults({"color-1": Fault(status=400, rate=0.5)})

    failed = sum(ask(lab, "color-1").status_code == 400 for _ in range(200))

    assert 60 <= failed <= 140


def test_the_fault_in_force_is_an_annotation(lab: Lab) -> None:
    """The segment says category, handler and fault, and its status makes it an error."""
    lab.set_faults({"noun-7": Fault(delay_s=0.1, status=429)})

    ask(lab, "noun-7", trace=0xA)

    segment = lab.daemon.segment("1-5759e988-" + f"{0xA:024x}", "noun-7")
    assert segment["annotations"] == {
        "category": "noun",
        "handler": "noun-7",
        "fault": "delay 0.1s, status 429",
    }
    assert (segment["error"], segment["throttle"]) == (True, True)
    assert segment["end_time"] - segment["start_time"] >= 0.1


def test_an_exception_is_a_fault_with_its_stack(lab: Lab) -> None:
    """500, and the segment holds the exception's type, message and frames."""
    lab.set_faults({"noun-8": Fault(exception="LookupError", message="no such noun")})

    answer = ask(lab, "noun-8", trace=0xB)

    assert answer.status_code == 500
    segment = lab.daemon.segment("1-5759e988-" + f"{0xB:024x}", "noun-8")
    (exception,) = segment["cause"]["exceptions"]
    assert segment["fault"] is True
    assert (exception["type"], exception["message"]) == ("LookupError", "no such noun")
    assert exception["stack"][-1]["label"] == "strike"


def test_a_failing_word_decides_the_answer(lab: Lab) -> None:
    """The handler's status is the answer's, and the body names the handler."""
    every_verb = [f"verb-{n}" for n in range(1, HANDLERS + 1)]
    lab.set_faults(dict.fromkeys(every_verb, Fault(status=403)))

    answer = requests.get(lab.url("names"))

    said = answer.json()
    assert answer.status_code == 403
    assert (said["category"], said["status"]) == ("verb", 403)
    assert said["handler"] in every_verb
    assert said["failed"] == {said["handler"]: 403}


def test_the_worst_of_several_failures_decides(lab: Lab) -> None:
    """A fault outranks an error; the body tells both."""
    nouns = {f"noun-{n}": Fault(status=404) for n in range(1, HANDLERS + 1)}
    colors = {f"color-{n}": Fault(status=503) for n in range(1, HANDLERS + 1)}
    lab.set_faults(nouns | colors)

    said = requests.get(lab.url("names")).json()

    assert (said["category"], said["status"]) == ("color", 503)
    assert sorted(said["failed"].values()) == [404, 503]


def test_a_wrong_setting_changes_nothing(lab: Lab) -> None:
    """The command says what is allowed, and fails; the file is left as it was."""
    before = lab.faults_file.read_bytes()

    done = lab.faultctl("set", "HANDLER=adjectiv-4", "DELAY=2s")

    assert done.returncode == 2
    assert "did you mean adjective-4?" in done.stderr
    assert lab.faults_file.read_bytes() == before
