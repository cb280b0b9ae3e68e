"""Which fields of a service hold ever new texts, and so are let loose.

Learned from the roles as they come. A bound on what is remembered: a service with too
many fields, values or roles is one whose texts are all loose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from xray_local.model.role import ANNOTATION, ANNOTATIONS
from xray_local.model.segment import Scalar
from xray_local.store.roles import NOTHING_LOOSE, Text, is_loose

MOST_VALUES = 64
"""Of one field of one service, before the field is let loose."""

ROLES_PER_VALUE = 8
"""So many times MOST_VALUES roles of one service, and all that may be is let loose."""

MOST_FIELDS = 64
"""Of one service, before its annotations are let loose, whatever their keys."""

MOST_SERVICES = 4096
"""Told apart; of any other everything is loose from the start."""

LONGEST_TEXT = 200
"""Characters of a text that may come twice."""


class Loose(NamedTuple):
    """What is loose: by service, and by what a root cause begins with.

    Those that are not named have what is said of all others.
    """

    services: Mapping[str, frozenset[str]]
    other_services: frozenset[str]
    causes: Mapping[str, frozenset[str]]
    other_causes: frozenset[str]

    def of_service(self, name: str) -> frozenset[str]:
        return self.services.get(name, self.other_services)

    def of_cause(self, name: str) -> frozenset[str]:
        return self.causes.get(name, self.other_causes)


NO_FIELD_LOOSE = Loose({}, NOTHING_LOOSE, {}, NOTHING_LOOSE)


@dataclass(slots=True)
class _Known:
    """Of one service: its roles so far, and the values of what is not loose."""

    loose: frozenset[str] = NOTHING_LOOSE
    roles: int = 0
    values: dict[str, set[Scalar]] = field(default_factory=dict)


class Variety:
    """What is loose, by service; `everything` is what can be."""

    def __init__(self, everything: Iterable[str], most_values: int) -> None:
        self._everything = frozenset(everything)
        self._most_values = most_values
        self._most_roles = most_values * ROLES_PER_VALUE
        self._services: dict[str, _Known] = {}
        self._with_loose: set[str] = set()

    def known(self) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
        """What is loose of those that are known, and of all others."""
        if len(self._services) >= MOST_SERVICES:
            every = {name: each.loose for name, each in self._services.items()}
            return every, self._everything
        some = {name: self._services[name].loose for name in self._with_loose}
        return some, NOTHING_LOOSE

    def learn(self, service: str, texts: Iterable[Text]) -> None:
        """From a role that was not there before."""
        known = self._services.get(service)
        if known is None:
            if len(self._services) >= MOST_SERVICES:
                return
            known = self._services[service] = _Known()
        known.roles += 1
        for name, value in texts:
            self._note(known, name, value)
        if len(known.values) > MOST_FIELDS:
            self._let_loose(known, ANNOTATIONS)
        if known.roles > self._most_roles:
            known.loose, known.values = self._everything, {}
        if known.loose:
            self._with_loose.add(service)

    def remember(self, service: str, loose: Iterable[str]) -> None:
        """What was found out before: a role says what it leaves out."""
        known = self._services.setdefault(service, _Known())
        for name in loose:
            self._let_loose(known, name)
            self._with_loose.add(service)

    def _note(self, known: _Known, name: str, value: Scalar) -> None:
        if is_loose(name, known.loose):
            return
        values = known.values.setdefault(name, set())
        values.add(value)
        too_long = isinstance(value, str) and len(value) > LONGEST_TEXT
        if too_long or len(values) > self._most_values:
            self._let_loose(known, name)

    def _let_loose(self, known: _Known, name: str) -> None:
        known.loose |= {name}
        known.values = {
            each: values
            for each, values in known.values.items()
            if each != name
            and not (name == ANNOTATIONS and each.startswith(ANNOTATION))
        }
