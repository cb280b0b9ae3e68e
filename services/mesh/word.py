"""The handlers of one word category: `GET /` as host `adjective-4` answers a word.

A handler is a host. Whatever way a request takes to a handler (its host, `/4`, or the
bare category for any of them), `HandlerHost` makes it a request for `/` on that host
before Flask sees it, so that routing, faults and the segment's name agree.
"""

import random
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, jsonify, request

from mesh import errors, faults, tracing, words
from mesh.categories import handler_name, handlers_of
from mesh.config import Config
from mesh.health import Health

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


# As many digits as any mesh has, and `007` is 7.
NUMBER = re.compile(r"0*([0-9]{1,6})")


class HandlerHost:
    def __init__(
        self, app: "WSGIApplication", category: str, handlers: tuple[str, ...]
    ) -> None:
        self._app = app
        self._category = category
        self._handlers = handlers

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "").partition(":")[0]
        environ["HTTP_HOST"], environ["PATH_INFO"] = self.address(
            host, environ["PATH_INFO"]
        )
        return self._app(environ, start_response)

    def address(self, host: str, path: str) -> tuple[str, str]:
        """`("adjective", "/4")` -> `("adjective-4", "/")`."""
        if in_path := NUMBER.fullmatch(path, 1):
            return handler_name(self._category, int(in_path[1])), "/"
        prefix = f"{self._category}-"
        if host.startswith(prefix):
            in_host = NUMBER.fullmatch(host, len(prefix))
            return f"{prefix}{in_host[1]}" if in_host else host, path
        return (random.choice(self._handlers) if path == "/" else host), path


def create_app(category: str, config: Config | None = None) -> Flask:
    config = config or Config.from_env()
    handlers = handlers_of(category, config.handlers)
    every_word = words.load(category)
    shares = {
        handler: words.deal(every_word, number, config.handlers)
        for number, handler in enumerate(handlers, start=1)
    }
    app = Flask(category)
    tracing.install(app, config, tracing.HandlerNaming(category, frozenset(handlers)))
    errors.install(app)

    @app.before_request
    def _annotate() -> None:
        if request.host in shares:
            tracing.annotate(category=category, handler=request.host)

    faults.install(app, config)

    @app.get("/")
    def _word() -> Response:
        handler = request.host
        if handler not in shares:
            abort(404, f"{handler}: {category} has handlers 1 to {config.handlers}")
        return jsonify(
            word=random.choice(shares[handler]), category=category, handler=handler
        )

    handler_host = HandlerHost(app.wsgi_app, category, handlers)
    app.wsgi_app = Health(handler_host, {})  # type: ignore[method-assign]
    return app
