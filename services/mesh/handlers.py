"""Where handlers live: `http://adjective-4/` goes to the address of `adjective`.

A transport adapter of requests does the sending-on, so the caller's code, the Host
header and the SDK's subsegment all say `adjective-4`, and only the socket knows better.
"""

import threading
from collections.abc import Mapping
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from mesh.categories import category_of
from mesh.config import Config

CONNECT_TIMEOUT_S = 1.0
RENEW_EVERY_S = 5.0
"""Pooled connections are given up this often, or a replica that DNS has added since
they were opened would never be called."""


class HandlerAdapter(HTTPAdapter):
    def __init__(self, addresses: Mapping[str, str], connections: int) -> None:
        super().__init__(pool_connections=len(addresses), pool_maxsize=connections)
        self._addresses = addresses
        self._renew_at = monotonic() + RENEW_EVERY_S
        self._lock = threading.Lock()

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Send it to the handler's category; once more when the connection fails.

        It fails when none comes about, and when a kept one breaks before the answer's
        header: a stopped replica's, say. Not once more after a timeout, since a slow
        handler would be asked twice for the work that makes it slow; and not when the
        body is cut short, since then the handler has answered.
        """
        self._renew()
        handler = str(urlsplit(request.url or "").hostname)
        request.headers["Host"] = handler
        address = self._addresses[category_of(handler)]
        request.url = f"http://{address}{request.path_url}"
        try:
            return super().send(request, *args, **kwargs)
        except requests.ConnectionError:
            return super().send(request, *args, **kwargs)

    def _renew(self) -> None:
        with self._lock:
            if monotonic() < self._renew_at:
                return
            self._renew_at = monotonic() + RENEW_EVERY_S
        # A call under way keeps its connection, which is closed when it comes back.
        self.poolmanager.clear()


class Mesh:
    """Calls handlers by name."""

    def __init__(self, config: Config) -> None:
        self._timeout = (CONNECT_TIMEOUT_S, config.word_timeout_s)
        self._session = requests.Session()
        # The environment's proxies are for the world outside; a handler is inside.
        self._session.trust_env = False
        self._session.mount(
            "http://", HandlerAdapter(config.addresses, config.concurrency)
        )

    def get(self, host: str, path: str = "/") -> requests.Response:
        """Ask a handler, or a category as such for its health."""
        return self._session.get(f"http://{host}{path}", timeout=self._timeout)
