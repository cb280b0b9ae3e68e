"""Tells X-Ray Local what was just done to the mesh, so that its charts can show when.

Best effort: nothing listens there with XRAY=aws, X-Ray Local may be down, and a command
must not fail for that.
"""

import http.client
import json
import urllib.request
from collections.abc import Mapping

from lab.config import Config

PATIENCE_S = 2.0
MAX_TEXT = 200


def tell(config: Config, kind: str, text: str) -> bool:
    """Whether it was taken; `kind` is `fault-on` or `fault-off`."""
    if config.xray == "aws":
        return False
    told = {"Kind": kind, "Text": text[:MAX_TEXT]}
    request = urllib.request.Request(
        f"http://127.0.0.1:{config.xray_port}/api/markers",
        json.dumps(told).encode(),
        {"Content-Type": "application/json"},
    )
    # A proxy of the environment is for other machines.
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with straight.open(request, timeout=PATIENCE_S) as answer:
            return bool(answer.status == http.client.OK)
    except (OSError, http.client.HTTPException):
        return False


def of_fault(settings: Mapping[str, str]) -> str:
    """
    >>> of_fault({"HANDLER": "verb-6", "STATUS": "400", "RATE": "0.5"})
    'verb-6: STATUS=400 RATE=0.5'
    """
    others = [
        f"{name}={value}" for name, value in settings.items() if name != "HANDLER"
    ]
    return f"{settings.get('HANDLER', '')}: {' '.join(others)}"


def of_healing(settings: Mapping[str, str]) -> str:
    return f"{settings.get('HANDLER', 'every handler')} healed"
