"""What each word of an expression is: the one place that knows the reserved words.

Keywords are not written in the grammar: they come from `fields.FIELDS`. Words are
compared without regard to case.
"""

from __future__ import annotations

from xray_local.query.fields import FIELDS
from xray_local.query.syntax import CauseKind, CausePart

CAUSES = tuple(
    f"rootcause.{kind.value}.{part.value}"
    for kind in CauseKind
    for part in CausePart
    # Slow calls carry no exceptions.
    if not (kind is CauseKind.RESPONSE_TIME and part is CausePart.EXCEPTION)
)

_RESERVED = {
    "and": "_AND",
    "or": "_OR",
    "not": "_NOT",
    "true": "TRUE",
    "false": "FALSE",
    "null": "NULL",
    "contains": "CONTAINS",
    "beginswith": "BEGINSWITH",
    "endswith": "ENDSWITH",
    "service": "SERVICE",
    "edge": "EDGE",
    "id": "_ID",
    "account.id": "ACCOUNT_ID",
    "rootcause.json": "CAUSE_JSON",
    "group.name": "GROUP",
    "group.arn": "GROUP",
    # Keywords that id(...) uses as well.
    "name": "NAME",
    "type": "TYPE",
}

TERMINALS = (
    dict.fromkeys(FIELDS, "KEYWORD") | dict.fromkeys(CAUSES, "CAUSE") | _RESERVED
)
"""Word in lower case -> the grammar's terminal."""

UNKNOWN = "UNKNOWN"
"""The terminal of every other word: no rule takes it."""


def terminal_of(word: str) -> str:
    return TERMINALS.get(word.lower(), UNKNOWN)
