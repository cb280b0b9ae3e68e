"""Questions to an X-Ray Local that runs, for the command's other half."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

from xray_local.config import Config
from xray_local.errors import ConfigError

_WAYS = (
    "start one with 'xray-local serve', or say where it is with "
    "--endpoint http://HOST:PORT"
)


def asked_of(endpoint: str, page: str, asked: Mapping[str, str], member: str) -> Any:
    """What the running process says; raises ConfigError where none answers."""
    try:
        with urlopen(
            f"{endpoint.rstrip('/')}/api/{page}?{urlencode(asked)}", timeout=30
        ) as answer:
            return json.load(answer)[member]
    except HTTPError as error:
        raise ConfigError(_refusal(endpoint, error)) from error
    except (OSError, ValueError, KeyError, TypeError, HTTPException) as error:
        raise ConfigError(
            f"no X-Ray Local answers at {endpoint} ({error}): {_WAYS}"
        ) from error


def _refusal(endpoint: str, error: HTTPError) -> str:
    """In the server's own words, if it has any."""
    answers = f"{endpoint} answers {error.code} {error.reason}"
    try:
        return str(json.load(error)["Message"])
    except (OSError, ValueError, KeyError, TypeError):
        if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return f"{answers}: if X-Ray Local runs there, its log says why"
        return f"{answers}: this is no X-Ray Local; {_WAYS}"


def reachable(host: str) -> str:
    """An address to type, where the process listens on all of them."""
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host


def own_endpoint() -> str:
    """Where one runs that has the same settings."""
    config = Config.from_env()
    host = reachable(config.host)
    return (
        f"http://[{host}]:{config.port}"
        if ":" in host
        else f"http://{host}:{config.port}"
    )
