"""Handlers as hosts: where a request goes, and which handler answers it."""

import pytest
import requests
from mesh.categories import CATEGORIES, all_handlers, category_of, handlers_of
from mesh.handlers import HandlerAdapter
from mesh.names import ATTEMPTS, compose
from mesh.registry import RegistryError
from mesh.word import HandlerHost
from requests.adapters import HTTPAdapter


class Wire:
    """Stands where the socket would be: notes each call, and fails as it is told."""

    def __init__(self, *failures: Exception) -> None:
        self.calls: list[tuple[str | None, str]] = []
        self._failures = list(failures)

    def send(self, request: requests.PreparedRequest, **_: object) -> requests.Response:
        self.calls.append((request.url, str(request.headers["Host"])))
        if self._failures:
            raise self._failures.pop(0)
        response = requests.Response()
        response.status_code = 200
        return response


def call(monkeypatch: pytest.MonkeyPatch, wire: Wire) -> requests.Response:
    monkeypatch.setattr(HTTPAdapter, "send", wire.send)
    adapter = HandlerAdapter({"adjective": "10.0.0.7:8080"}, connections=1)
    return adapter.send(requests.Request("GET", "http://adjective-4/").prepare())


def test_a_handler_is_sent_to_its_category(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is the category's; the Host header stays the handler's."""
    wire = Wire()

    call(monkeypatch, wire)

    assert wire.calls == [("http://10.0.0.7:8080/", "adjective-4")]


def test_a_failed_connection_is_tried_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One failure is made good; two are the caller's."""
    once = Wire(requests.ConnectionError())
    twice = Wire(requests.ConnectionError(), requests.ConnectionError())

    assert call(monkeypatch, once).status_code == 200
    assert len(once.calls) == 2
    with pytest.raises(requests.ConnectionError):
        call(monkeypatch, twice)
    assert len(twice.calls) == 2


def test_a_slow_handler_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A read that timed out is not repeated."""
    wire = Wire(requests.ReadTimeout())

    with pytest.raises(requests.ReadTimeout):
        call(monkeypatch, wire)
    assert len(wire.calls) == 1


@pytest.mark.parametrize(
    ("host", "path", "addressed"),
    [
        ("adjective-4", "/", ("adjective-4", "/")),
        ("127.0.0.1", "/4", ("adjective-4", "/")),
        ("adjective", "/10", ("adjective-10", "/")),
        ("adjective-4", "/10", ("adjective-10", "/")),
        ("adjective-007", "/", ("adjective-7", "/")),
        ("adjective", "/007", ("adjective-7", "/")),
        ("adjective-0", "/", ("adjective-0", "/")),
        ("adjective-99", "/", ("adjective-99", "/")),
        ("adjective", "/" + "9" * 5000, ("adjective", "/" + "9" * 5000)),
        ("adjective", "/favicon.ico", ("adjective", "/favicon.ico")),
    ],
)
def test_every_way_to_a_handler_is_its_host(
    host: str, path: str, addressed: tuple[str, str]
) -> None:
    """Host or path, it becomes `/` on the handler's host; nonsense stays as it is."""
    hosts = HandlerHost(lambda *_: [], "adjective", handlers_of("adjective", 10))

    assert hosts.address(host, path) == addressed


@pytest.mark.parametrize("host", ["adjective", "127.0.0.1", ""])
def test_a_bare_category_is_any_of_its_handlers(host: str) -> None:
    """Asked often enough, every handler gets a turn."""
    handlers = handlers_of("adjective", 3)
    hosts = HandlerHost(lambda *_: [], "adjective", handlers)

    assert {hosts.address(host, "/")[0] for _ in range(200)} == set(handlers)


def test_a_handlers_name_tells_its_category() -> None:
    """For every handler of a mesh of any size, and for the bare category."""
    assert {category_of(each) for each in all_handlers(12)} == set(CATEGORIES)
    assert category_of("adjective") == "adjective"


class Taken:
    """A registry in which the first names are taken, and one of words without end."""

    def __init__(self, taken: int) -> None:
        self.taken = taken
        self.asked: list[str] = []

    def words(self) -> dict[str, str]:
        return dict.fromkeys(CATEGORIES, str(len(self.asked)))

    def reserve(self, name: str) -> bool:
        self.asked.append(name)
        return len(self.asked) > self.taken


def test_a_taken_name_is_made_anew() -> None:
    """Two names were taken: the third, of other words, is the answer."""
    registry = Taken(2)

    assert compose(registry, registry)["noun"] == "2"
    assert registry.asked == ["0-0-0-0-0", "1-1-1-1-1", "2-2-2-2-2"]


def test_it_is_not_tried_for_ever() -> None:
    """When every name is taken, that is said."""
    registry = Taken(100)

    with pytest.raises(RegistryError, match=f"{ATTEMPTS} names in a row"):
        compose(registry, registry)
    assert len(registry.asked) == ATTEMPTS
