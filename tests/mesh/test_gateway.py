"""Stories of the gateway: the trace it opens, follows, returns and reports."""

import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from mesh.flags import Fault

from tests.mesh.lab import Lab, eventually, free_port

HEADER = "X-Amzn-Trace-Id"
ROOT = "1-5759e988-bd862e3fe1be46a994272793"
PARENT = "53995c3f42cd8ad8"


def root_of(answer: requests.Response) -> str:
    found = re.match(
        r"Root=(1-[0-9a-f]{8}-[0-9a-f]{24});Sampled=[01]$", answer.headers[HEADER]
    )
    assert found, answer.headers[HEADER]
    return found[1]


def test_a_trace_is_opened_and_returned(lab: Lab, gateway: str) -> None:
    """The answer's header has the trace in which gateway, names and five words are."""
    answer = requests.get(gateway)

    root = root_of(answer)
    assert answer.status_code == 200
    assert answer.json()["trace_id"] == root
    assert answer.headers[HEADER].endswith("Sampled=1")
    eventually(lambda: len(lab.daemon.trace(root)) == 7)


def test_the_segment_says_who_asked_for_what(lab: Lab, gateway: str) -> None:
    """The http block is whole, and names hangs below the subsegment of the call."""
    answer = requests.get(
        f"{gateway}/?secret=1", headers={"User-Agent": 'a "browser" é'.encode()}
    )

    segment = lab.daemon.segment(root_of(answer), "gateway")
    assert segment["http"] == {
        "request": {
            "method": "GET",
            "url": f"{gateway}/",
            "client_ip": "127.0.0.1",
            "user_agent": 'a "browser" ??',
        },
        "response": {"status": 200, "content_length": len(answer.content)},
    }
    assert "parent_id" not in segment
    assert not {"error", "fault", "throttle"} & segment.keys()
    (call,) = segment["subsegments"]
    assert (call["name"], call["namespace"]) == ("names", "remote")
    assert call["http"]["response"] == {"status": 200}
    names = lab.daemon.segment(root_of(answer), "names")
    assert names["parent_id"] == call["id"]
    assert segment["start_time"] <= call["start_time"] <= names["end_time"]


def test_a_callers_trace_goes_on(lab: Lab, gateway: str) -> None:
    """Root, Parent and Sampled=1 of the caller are kept, whatever the keys' order."""
    header = f"Sampled=1; Parent={PARENT} ;Root={ROOT};Lineage=a87bd80c:1|68fd508a:5"
    answer = requests.get(gateway, headers={HEADER: header})

    assert answer.headers[HEADER] == f"Root={ROOT};Sampled=1"
    assert lab.daemon.segment(ROOT, "gateway")["parent_id"] == PARENT


@pytest.mark.parametrize(
    "header",
    ["", ";;==", "Root=1-xyz", f"Root={ROOT}0;Parent={PARENT}", f"Parent={PARENT}"],
)
def test_a_malformed_header_begins_a_new_trace(
    lab: Lab, gateway: str, header: str
) -> None:
    """What cannot be read is left out: the request is answered and traced anew."""
    answer = requests.get(gateway, headers={HEADER: header})

    assert answer.status_code == 200
    assert root_of(answer) != ROOT
    assert "parent_id" not in lab.daemon.segment(root_of(answer), "gateway")


def test_the_entry_points_decision_is_followed(lab: Lab, gateway: str) -> None:
    """The rules say that HEAD is not recorded: neither does the gateway record it."""
    answer = requests.head(gateway)

    assert answer.headers[HEADER].endswith(";Sampled=0")
    requests.get(gateway)  # its segments come after those of the request before
    time.sleep(0.2)
    assert lab.daemon.trace(root_of(answer)) == []


def test_a_callers_no_is_a_no(lab: Lab, gateway: str) -> None:
    """Sampled=0 leaves no segment, and is not asked about again."""
    answer = requests.get(gateway, headers={HEADER: "Sampled=0"})

    assert answer.headers[HEADER].endswith(";Sampled=0")
    time.sleep(0.2)
    assert lab.daemon.trace(root_of(answer)) == []


def test_a_handler_can_be_asked_directly(lab: Lab, gateway: str) -> None:
    """/adjective/4 is handler 4 and its node is adjective-4; /adjective is any."""
    answer = requests.get(f"{gateway}/adjective/4")

    assert answer.json()["handler"] == "adjective-4"
    segment = lab.daemon.segment(root_of(answer), "adjective-4")
    assert segment["http"]["request"]["url"] == "http://adjective-4/"
    assert requests.get(f"{gateway}/adjective").json()["category"] == "adjective"


@pytest.mark.parametrize("number", ["0", "11", "9999999"])
def test_a_number_that_no_handler_has_is_the_callers_error(
    lab: Lab, gateway: str, number: str
) -> None:
    """404 from the gateway, which asks nobody: no node for what is not there."""
    answer = requests.get(f"{gateway}/noun/{number}")

    assert answer.status_code == 404
    assert "n from 1 to 10" in answer.json()["error"]
    segment = lab.daemon.segment(root_of(answer), "gateway")
    assert segment["error"] is True
    assert "subsegments" not in segment


def test_leading_zeros_are_no_other_handler(lab: Lab, gateway: str) -> None:
    """/noun/007 and the host noun-007 are noun-7, also on the map."""
    answer = requests.get(f"{gateway}/noun/007")
    host = requests.get(lab.url("noun"), headers={"Host": "noun-007"})

    assert answer.json()["handler"] == host.json()["handler"] == "noun-7"
    (call,) = lab.daemon.segment(root_of(answer), "gateway")["subsegments"]
    assert call["name"] == "noun-7"
    lab.daemon.segment(root_of(answer), "noun-7")


def test_an_unknown_page_is_an_error(lab: Lab, gateway: str) -> None:
    """404 as JSON, and the segment has the error flag and no call."""
    answer = requests.get(f"{gateway}/nouns/1")

    assert answer.status_code == 404
    assert "/{category}" in answer.json()["error"]
    segment = lab.daemon.segment(root_of(answer), "gateway")
    assert segment["error"] is True
    assert "subsegments" not in segment


def test_what_is_too_large_is_refused(lab: Lab, gateway: str) -> None:
    """A body over 16 KB and a header over 8 KB go no further, and leave a trace."""
    body = requests.post(gateway, data=b"x" * 17_000)
    header = requests.get(gateway, headers={"X-Large": "x" * 9_000})

    assert (body.status_code, header.status_code) == (413, 400)
    for answer in (body, header):
        assert answer.json()["status"] == answer.status_code
        assert lab.daemon.segment(root_of(answer), "gateway")["error"] is True


def test_a_rate_limit_throttles(lab: Lab, nginx: None) -> None:
    """Off by default; with one, 429, and the segment is an error and a throttle."""
    with lab.gateway(RATE_LIMIT="1", RATE_BURST="1") as url:
        answers = [requests.get(url) for _ in range(5)]
        throttled = [each for each in answers if each.status_code == 429]

        assert throttled
        segment = lab.daemon.segment(root_of(throttled[0]), "gateway")
        assert (segment["error"], segment["throttle"]) == (True, True)
        assert "fault" not in segment


def test_an_entry_point_that_is_gone_is_a_fault(lab: Lab, nginx: None) -> None:
    """502 as JSON; the segment and its call are faults although nobody decided."""
    with lab.gateway(NAMES_ADDRESS=f"127.0.0.1:{free_port()}") as url:
        answer = requests.get(url)

        assert answer.status_code == 502
        assert answer.json()["error"] == "the service did not answer"
        segment = lab.daemon.segment(root_of(answer), "gateway")
        assert segment["fault"] is True
        assert segment["subsegments"][0]["fault"] is True


def test_a_slow_entry_point_is_given_up(lab: Lab, nginx: None) -> None:
    """504 once the upstream's time is up; the call is the fault."""
    with lab.gateway(UPSTREAM_TIMEOUT="1ms", LOG_LEVEL="crit") as url:
        answer = requests.get(url)

        assert answer.status_code == 504
        assert lab.daemon.segment(root_of(answer), "gateway")["fault"] is True


def test_lost_segments_are_counted(lab: Lab, nginx: None) -> None:
    """Without a daemon requests are answered, and /healthz says what was lost."""
    with lab.gateway(AWS_XRAY_DAEMON_ADDRESS=f"127.0.0.1:{free_port()}") as url:
        assert requests.get(url).status_code == 200

        def lost() -> bool:
            counts = requests.get(f"{url}/healthz").json()["segments"]
            return bool(counts == {"queued": 1, "sent": 0, "lost": 1})

        eventually(lost)


def test_a_refused_batch_is_lost_whole(lab: Lab, nginx: None) -> None:
    """Twenty at once to a port nobody listens on: none of them counts as sent."""
    with (
        lab.gateway(AWS_XRAY_DAEMON_ADDRESS=f"127.0.0.1:{free_port()}") as url,
        ThreadPoolExecutor(20) as pool,
    ):
        list(pool.map(requests.get, [f"{url}/nowhere"] * 20))

        def counts() -> dict[str, int]:
            read: dict[str, int] = requests.get(f"{url}/healthz").json()["segments"]
            return read

        eventually(lambda: counts() == {"queued": 20, "sent": 0, "lost": 20})


def test_a_stopped_gateway_sends_what_is_still_queued(lab: Lab, nginx: None) -> None:
    """The segment of a request answered just before TERM reaches the daemon too."""
    with lab.gateway() as url:
        answer = requests.get(url)

    lab.daemon.segment(root_of(answer), "gateway")


class Nameserver:
    """Answers every question with these addresses."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> "Nameserver":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            question, asker = self._socket.recvfrom(512)
            if not question:
                return
            head = question[:2] + b"\x81\x80\0\1" + bytes([0, len(self._addresses)])
            # Each answer: a pointer to the question's name, A, IN, a TTL, four bytes.
            answers = b"".join(
                b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4" + socket.inet_aton(address)
                for address in self._addresses
            )
            self._socket.sendto(head + b"\0\0\0\0" + question[12:] + answers, asker)


def test_replicas_are_found_by_name(lab: Lab, nginx: None) -> None:
    """Of two addresses nobody listens on one: every request finds the other."""
    port = lab.ports["names"]
    with (
        Nameserver("127.0.0.2", "127.0.0.1") as dns,
        lab.gateway(NAMESERVER=dns.address, NAMES_ADDRESS=f"names.test:{port}") as url,
    ):
        answers = [requests.get(url).status_code for _ in range(6)]

    assert answers == [200] * 6


def test_tracing_can_be_off(lab: Lab, nginx: None) -> None:
    """TRACING=off: no header is made and no segment is sent."""
    with lab.gateway(TRACING="off") as url:
        answer = requests.get(url)
        counts = requests.get(f"{url}/healthz").json()["segments"]

    assert answer.status_code == 200
    assert counts == {"queued": 0, "sent": 0, "lost": 0}


def test_a_stopped_gateway_finishes_what_it_has_begun(lab: Lab, nginx: None) -> None:
    """TERM lets a request under way be answered, and sends its segment."""
    lab.set_faults({"noun-2": Fault(delay_s=1.0)})
    answers: list[requests.Response] = []
    with lab.gateway() as url:
        asking = threading.Thread(
            target=lambda: answers.append(requests.get(f"{url}/noun/2"))
        )
        asking.start()
        time.sleep(0.3)
    asking.join()

    assert answers[0].status_code == 200
    lab.daemon.segment(root_of(answers[0]), "gateway")
