"""How well a value tells two sets of traces apart, and whether chance would do as well.

Of a value only four figures count: how many traces each set has, and how many of them
have the value. Its strength is what the two SHARES alone say: the information, in bits,
that the value gives on which set a trace comes from, if either is as likely (the
Jensen-Shannon divergence of the shares). 1 is a value that all of one set have and none
of the other; 0 one that is as frequent in both. So a set of 60 is compared with one of
100,000 as with one of 60: how many there are makes a finding surer, not stronger.

How sure it is, is asked apart, by a G-test. Of a thousand values that mean nothing, some
look remarkable; so the more values are compared, the more is asked of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log2
from statistics import NormalDist

LEAST = 5
"""Traces with the value, and traces without it: fewer are no evidence."""

DOUBT = 0.01
"""How likely one value or more may pass the test by chance, of all that are compared."""


@dataclass(frozen=True, slots=True)
class Shares:
    """`a` of `of_a` traces have the value in one set, `b` of `of_b` in the other."""

    a: int
    of_a: int
    b: int
    of_b: int

    @property
    def delta(self) -> float:
        """How much more frequent it is in the first set: -1 to 1."""
        return _part(self.a, self.of_a) - _part(self.b, self.of_b)

    @property
    def bits(self) -> float:
        """0 to 1; 0 if one set is empty."""
        if not (self.of_a and self.of_b):
            return 0.0
        p, q = self.a / self.of_a, self.b / self.of_b
        return max(0.0, _entropy((p + q) / 2) - (_entropy(p) + _entropy(q)) / 2)

    def beyond_chance(self, compared: int) -> bool:
        """Whether it passes, as one of so many values that are compared."""
        having = self.a + self.b
        if min(having, self.of_a + self.of_b - having) < LEAST:
            return False
        return self.g > _critical(compared)

    @property
    def g(self) -> float:
        """The G statistic of the table of two by two: chi-squared, one degree."""
        having, all_ = self.a + self.b, self.of_a + self.of_b
        return 2 * sum(
            seen * log(seen * all_ / (row * column))
            for seen, row, column in (
                (self.a, having, self.of_a),
                (self.b, having, self.of_b),
                (self.of_a - self.a, all_ - having, self.of_a),
                (self.of_b - self.b, all_ - having, self.of_b),
            )
            if seen
        )


def _critical(compared: int) -> float:
    """What G must exceed: Bonferroni's share of the doubt for each value."""
    return NormalDist().inv_cdf(1 - DOUBT / max(1, compared) / 2) ** 2


def _part(having: int, all_: int) -> float:
    return having / all_ if all_ else 0.0


def _entropy(share: float) -> float:
    if not 0 < share < 1:
        return 0.0
    return -share * log2(share) - (1 - share) * log2(1 - share)
