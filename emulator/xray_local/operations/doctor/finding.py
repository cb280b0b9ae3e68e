"""What a finding is: a value that says in a sentence what is wrong and what to do."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import ClassVar


class Severity(Enum):
    PROBLEM = "Problem"  # why something is missing
    WARNING = "Warning"  # why something is odd
    NOTE = "Note"  # what is worth knowing


class Finding:
    """The base of all findings; each is a frozen dataclass."""

    __slots__ = ()
    severity: ClassVar[Severity]

    @property
    @abstractmethod
    def sentence(self) -> str:
        """For a person: what was found, then what to do about it."""


def clock_time(moment: float) -> str:
    """Epoch seconds as a person reads them, in UTC."""
    try:
        read = datetime.fromtimestamp(moment, UTC)
    except (OverflowError, ValueError, OSError):
        return f"{moment} (epoch seconds)"
    return read.strftime("%Y-%m-%d %H:%M:%S UTC")


def counted(number: int, noun: str) -> str:
    """
    >>> counted(1, "document"), counted(2, "document")
    ('1 document', '2 documents')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Sequence[str], most: int = 5) -> str:
    """Quoted, the first few of them.

    >>> listed(["a", "b", "c"], most=2)
    "'a', 'b' and 1 more"
    """
    shown = ", ".join(f"'{name}'" for name in names[:most])
    more = len(names) - most
    return f"{shown} and {more} more" if more > 0 else shown
