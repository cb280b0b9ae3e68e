"""What role tests mean in the vocabulary, as SQL over a row's `roles` and `texts`.

A role that is not known here may be one that the test admits, and a row of an earlier
version has no roles at all: both are read and judged.
"""

from __future__ import annotations

from collections.abc import Collection

from xray_local.query.plan import RoleTest
from xray_local.store.clickhouse.clauses import TRUE
from xray_local.store.clickhouse.vocabulary import Roles, Vocabulary, numbers_of_text

MOST_NUMBERS = 8_000
"""In one statement, of which ClickHouse reads 256 KiB; what is beyond is not asked."""


class Meaning:
    """Of the tests of one statement."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._left = MOST_NUMBERS
        self.admitted: dict[RoleTest, int] = {}

    def clause(self, test: RoleTest) -> str:
        roles = self._vocabulary.roles()
        admitted: dict[tuple[str, ...], list[int]] = {}
        for number, role in roles.items():
            if test.admits(role):
                admitted.setdefault(role.loose, []).append(number)
        self.admitted[test] = sum(map(len, admitted.values()))
        self._left -= len(roles) if test.present else self.admitted[test]
        if self._left < 0:
            return TRUE
        if test.present:
            return _some(test, roles, admitted)
        return _none([each for some in admitted.values() for each in some])


def _some(
    test: RoleTest, roles: Roles, admitted: dict[tuple[str, ...], list[int]]
) -> str:
    sufficient: set[int] = set()
    with_texts: list[str] = []
    for loose, numbers in admitted.items():
        texts = [
            _among("texts", numbers_of_text(each.field, each.exactly))
            for each in test.words(loose)
            if each.exactly is not None
        ]
        if texts:
            with_texts.append(f"({' AND '.join([_among('roles', numbers), *texts])})")
        else:
            sufficient.update(numbers)
    others = roles.keys() - sufficient
    if not others:
        return TRUE
    some = f"arrayExists(each -> each NOT IN ({_listed(others)}), roles)"
    return f"({' OR '.join(['empty(roles)', some, *with_texts])})"


def _none(admitted: list[int]) -> str:
    return f"NOT {_among('roles', admitted)}" if admitted else TRUE


def _among(column: str, numbers: Collection[int]) -> str:
    return f"arrayExists(each -> each IN ({_listed(numbers)}), {column})"


def _listed(numbers: Collection[int]) -> str:
    """Numbers of our own, so they may stand in the text."""
    return ",".join(map(str, sorted(numbers)))
