"""Waiting until every part answers for itself, and saying which one does not."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lab.errors import LabError


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the running lab and the address at which it says that it is ready."""

    name: str
    url: str

    def trouble(self) -> str:
        """Why it is not ready; empty when it is."""
        try:
            with urllib.request.urlopen(self.url, timeout=2) as answer:
                return "" if answer.status == 200 else f"answers {answer.status}"
        except urllib.error.HTTPError as refusal:
            body = refusal.read(300).decode(errors="replace").strip()
            return f"answers {refusal.code}: {body}"
        except OSError as reason:
            return f"does not answer ({reason})"


class NotReadyError(LabError):
    """A part that ended or did not become ready; `name` says which."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}")
        self.name = name


def wait(
    parts: Iterable[Part], *, seconds: float, ended: Callable[[], str | None]
) -> None:
    """Return when all are ready.

    `ended` names a part whose process is gone, which cannot become ready any more.
    Raises NotReadyError naming the first part that holds things up.
    """
    waiting = list(parts)
    deadline = time.monotonic() + seconds
    while waiting:
        troubles = {part: part.trouble() for part in waiting}
        waiting = [part for part in waiting if troubles[part]]
        if gone := ended():
            raise NotReadyError(gone, "ended as it started")
        if waiting and time.monotonic() > deadline:
            first = waiting[0]
            raise NotReadyError(first.name, f"{troubles[first]} after {seconds:.0f} s")
        time.sleep(0.2 if waiting else 0)
