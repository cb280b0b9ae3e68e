"""What was said on make's command line: HANDLER=adjective-4, PHASES=10-25:15, ...

make passes values by the environment, where no shell reads them, so they may hold
quotes; LAB_GIVEN has their names. A name that nobody knows is refused: make itself
would swallow it, and `RAET=0.5` would break every request.
"""

import difflib
import re
from collections.abc import Mapping

from lab.config import PARSERS
from lab.errors import LabError

OF_TARGET: dict[str, tuple[str, ...]] = {
    "up": (),
    "scale": ("SERVICE", "REPLICAS"),
    "load": ("PHASES",),
    "fault": ("HANDLER", "DELAY", "STATUS", "EXCEPTION", "RATE"),
    "heal": ("HANDLER",),
    "bench": ("QUICK", "ONLY", "RECORD"),
}
SETTINGS = ("PYTHON", *(name.upper() for name in PARSERS))
OF_OTHERS = ("AWS_", "COMPOSE_", "DOCKER_", "PIP_", "npm_config_")
"""Beginnings of names that the programs started by the lab read."""

NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
PHASE = f"{NUMBER}-{NUMBER}:{NUMBER}"


def refuse_unknown(target: str, environ: Mapping[str, str]) -> None:
    """Raise LabError with the nearest name that the target knows."""
    own = OF_TARGET[target]
    for name in environ.get("LAB_GIVEN", "").split():
        if name in (*own, *SETTINGS) or name.startswith(OF_OTHERS):
            continue
        near = difflib.get_close_matches(name.upper(), (*own, *SETTINGS), n=1)
        meant = f" (did you mean {near[0]}?)" if near else ""
        known = ", ".join((*own, "the settings of .env"))
        raise LabError(f"make {target} knows no {name}{meant}; it takes {known}")


def values(target: str, environ: Mapping[str, str]) -> dict[str, str]:
    """`{"HANDLER": "adjective-4", "DELAY": "2s"}`: those of the target that are not empty."""
    return {name: environ[name] for name in OF_TARGET[target] if environ.get(name)}


def phases(text: str) -> str:
    """As Locust is given them: a mistake would be told by a user's task, after the start."""
    rows = [re.fullmatch(PHASE, row.strip()) for row in text.split(",")]
    if all(row and min(map(float, row.groups())) > 0 for row in rows):
        return text
    raise LabError(
        f"PHASES={text}: must be FIRST-LAST:SECONDS, ..., requests a second and how "
        "long, all above 0, such as 10-25:15,25-25:60"
    )
