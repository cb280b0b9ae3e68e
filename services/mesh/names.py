"""The entry point: one handler from every category, asked in parallel, makes a name.

A word that fails decides the answer: its handler's status becomes the status of the
whole, and the body says which category and which handler failed.
"""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import requests
from flask import Flask, Response, jsonify, request
from requests import RequestException

from mesh import errors, page, tracing
from mesh.categories import CATEGORIES, handler_name
from mesh.config import Config
from mesh.handlers import Mesh
from mesh.health import Health
from mesh.registry import Registry, RegistryError

ATTEMPTS = 4
"""How often a name is made anew when it was already taken."""


@dataclass(frozen=True)
class WordError(Exception):
    handler: str
    status: int
    reason: str


class MeshError(Exception):
    """At least one word failed; the worst of their statuses is the answer's."""

    def __init__(self, failures: list[WordError]) -> None:
        super().__init__(", ".join(failure.handler for failure in failures))
        self.failures = sorted(failures, key=lambda failure: -failure.status)


class Composer:
    def __init__(self, config: Config, mesh: Mesh) -> None:
        self._handlers = config.handlers
        self._mesh = mesh
        # Enough for every request being answered to wait for all its words at once.
        self._pool = ThreadPoolExecutor(config.concurrency * len(CATEGORIES), "word")

    def words(self) -> dict[str, str]:
        """A word from each category, by a handler picked at random.

        Raises:
            MeshError: when any of the five failed; the others have been waited for.
        """
        ask = tracing.carried(self._ask)
        asked = {
            category: self._pool.submit(ask, handler_name(category, self._pick()))
            for category in CATEGORIES
        }
        answers = {category: future.result() for category, future in asked.items()}
        failures = [each for each in answers.values() if isinstance(each, WordError)]
        if failures:
            raise MeshError(failures)
        return {category: str(word) for category, word in answers.items()}

    def _pick(self) -> int:
        return random.randint(1, self._handlers)

    def _ask(self, handler: str) -> str | WordError:
        try:
            answer = self._mesh.get(handler)
            if answer.ok:
                return str(answer.json()["word"])
        except requests.ReadTimeout:
            return WordError(handler, 504, "no answer in time")
        except (RequestException, KeyError) as reason:
            return WordError(handler, 502, type(reason).__name__)
        return WordError(handler, answer.status_code, answer.reason)


def create_app(config: Config | None = None) -> Flask:
    config = config or Config.from_env()
    mesh = Mesh(config)
    composer = Composer(config, mesh)
    registry = Registry(config) if config.registry else None
    app = Flask("names")
    tracing.install(app, config, "names")
    errors.install(app)

    @app.get("/")
    def _name() -> Response:
        words = compose(composer, registry)
        return page.answer(request.accept_mimetypes, words, tracing.trace_id())

    @app.errorhandler(MeshError)
    def _word_failed(error: MeshError) -> Response:
        return page.failure(error.failures, tracing.trace_id())

    @app.errorhandler(RegistryError)
    def _registry_failed(error: RegistryError) -> tuple[Response, int]:
        return jsonify(error=f"registry: {error}", trace_id=tracing.trace_id()), 503

    checks = {category: _answering(mesh, category) for category in CATEGORIES}
    if registry:
        checks["registry"] = registry.check
    app.wsgi_app = Health(app.wsgi_app, checks)  # type: ignore[method-assign]
    return app


class Words(Protocol):
    def words(self) -> dict[str, str]: ...


class Reserves(Protocol):
    def reserve(self, name: str) -> bool: ...


def compose(composer: Words, registry: Reserves | None) -> dict[str, str]:
    """Words whose name is now reserved.

    Raises:
        MeshError: when a word failed.
        RegistryError: when DynamoDB failed, or every name tried was taken.
    """
    for _ in range(ATTEMPTS):
        words = composer.words()
        if registry is None or registry.reserve(page.name_of(words)):
            return words
    raise RegistryError(f"{ATTEMPTS} names in a row were taken")


def _answering(mesh: Mesh, category: str) -> Callable[[], None]:
    def check() -> None:
        mesh.get(category, "/livez").raise_for_status()

    return check
