"""The roles that traces have, by number, in a table that all processes add to.

A number is a hash, so nobody gives numbers out; a role says what it is, so it does not
matter who made it. Which texts are left out of roles (`store.variety`) each process finds
out, from its own roles and those of others; no answer depends on when. A row whose role
is not known here yet, or is one too many, is read and judged.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from math import inf
from typing import NamedTuple

from xray_local.model.role import PATH, LoneRole, ServiceRole, lone
from xray_local.model.segment import Scalar
from xray_local.model.summary import Summary
from xray_local.store.clickhouse.engine import Engine
from xray_local.store.clickhouse.tables import ROLES
from xray_local.store.roles import TEXTS, texts
from xray_local.store.spelling import ROLE, Speller, Stored, name_of_cause, stored
from xray_local.store.variety import MOST_VALUES, Loose, Variety
from xray_local.store.vocabulary import decoded_role

KEPT_ROLES = 50_000
"""Decoded in memory."""

FRESH_SECONDS = 1.0
"""For how long roles that were read are taken for all that there are."""

Roles = Mapping[int, LoneRole]


class Spelt(NamedTuple):
    """What a trace's row says of its roles, and of texts that they leave out."""

    roles: Sequence[int]
    texts: Sequence[int]


class Vocabulary:
    """Thread-safe."""

    def __init__(self, engine: Engine, most_values: int = MOST_VALUES) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._services = Variety(TEXTS, most_values)
        self._causes = Variety((PATH,), most_values)
        self._roles: dict[int, LoneRole] = {}
        self._read_at = -inf

    def __repr__(self) -> str:
        return f"Vocabulary({len(self._roles)} roles)"

    def roles(self) -> Roles:
        """Those of other processes may be missing for a moment."""
        with self._lock:
            if time.monotonic() - self._read_at >= FRESH_SECONDS:
                self._read()
                self._read_at = time.monotonic()
            return self._roles

    def spell(self, summaries: Iterable[Summary]) -> list[Spelt]:
        """When it returns, all their roles are in the table."""
        self.roles()
        with self._lock:
            speller = Speller(Loose(*self._services.known(), *self._causes.known()))
            spelt = [speller.spell(0, each).words for each in summaries]
            numbers = [number_of(*word) for word in speller.words]
            is_role = [field == ROLE for field, _ in speller.words]
            self._add(
                {
                    number: value
                    for number, (field, value) in zip(
                        numbers, speller.words, strict=True
                    )
                    if field == ROLE and isinstance(value, bytes)
                }
            )
        return [
            Spelt(
                [numbers[place] for place in places if is_role[place]],
                [numbers[place] for place in places if not is_role[place]],
            )
            for places in spelt
        ]

    def _add(self, roles: Mapping[int, bytes]) -> None:
        new = {each: roles[each] for each in roles if each not in self._roles}
        if new:
            self._engine.insert("roles", ROLES, [*new.items()])
            self._know(new.items(), own=True)

    def _read(self) -> None:
        rows = self._engine.rows(f"SELECT DISTINCT role FROM roles LIMIT {KEPT_ROLES}")
        unknown = [role for (role,) in rows if role not in self._roles]
        if unknown:
            found = self._engine.rows(
                "SELECT role, value FROM roles WHERE role IN {unknown:Array(Int64)}",
                {"unknown": unknown},
                blobs=["value"],
            )
            self._know(((role, value) for role, value in found), own=False)

    def _know(self, roles: Iterable[tuple[int, bytes]], *, own: bool) -> None:
        known = dict(self._roles)
        for number, value in roles:
            known[number] = self._learned(value, own=own)
        self._roles = known

    def _learned(self, value: bytes, *, own: bool) -> LoneRole:
        role = decoded_role(value)
        alone = lone(role)
        if isinstance(role, ServiceRole):
            variety, name = self._services, role.service.name
            found = texts(alone.summary.occurrences[0], alone.summary.calls)
        else:
            variety, name = self._causes, name_of_cause(role.kind, role.cause)
            found = iter(())
        variety.remember(name, role.loose)
        if own:
            variety.learn(name, found)
        return alone


def number_of(field: str, value: Stored) -> int:
    """Values that are equal have one number."""
    match value:
        case bytes():
            said = b"bytes " + value
        case str():
            said = b"text " + value.encode(errors="surrogatepass")
        case _:
            said = f"number {float(value) + 0.0}".encode()
    named = field.encode(errors="surrogatepass") + b" " + said
    return int.from_bytes(blake2b(named, digest_size=8).digest(), signed=True)


def numbers_of_text(field: str, value: Scalar) -> list[int]:
    """Those that a trace with this text may have: of a number beyond 64 bits the table
    of texts only knows that it is one."""
    return [number_of(field, stored(value)), number_of(field, b"")]
