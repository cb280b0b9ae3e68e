"""Which rule a request falls under: what an SDK asks before it records.

By priority, then by name, the first that matches decides. As in X-Ray's SDKs, patterns
mind no case, and a member that the request does not have matches any pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from xray_local.model.sampling import SamplingRule
from xray_local.model.summary import Occurrence, Summary


@dataclass(frozen=True, slots=True)
class Root:
    """What a rule may ask of a trace's first request; None where it is not known."""

    trace_id: str
    start: float
    service_name: str
    service_type: str | None
    host: str | None
    http_method: str | None
    url_path: str | None
    resource_arn: str | None


def root_of(summary: Summary) -> Root | None:
    """None for a trace whose first segment is missing."""
    for occurrence in summary.occurrences:
        if occurrence.root and not occurrence.inferred:
            return _root(summary.trace_id, occurrence)
    return None


def _root(trace_id: str, occurrence: Occurrence) -> Root:
    host, path = _host_and_path(occurrence.http.url)
    return Root(
        trace_id=trace_id,
        start=occurrence.start,
        service_name=occurrence.service.name,
        service_type=occurrence.service.type,
        host=host,
        http_method=occurrence.http.method,
        url_path=path,
        resource_arn=occurrence.resource_arn,
    )


def _host_and_path(url: str | None) -> tuple[str | None, str | None]:
    """As a request has them: the host with its port, the path without its query."""
    if not url:
        return None, None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None, None
    host = parts.netloc.rpartition("@")[2]
    return host or None, parts.path or ("/" if host else None)


def in_order(rules: Iterable[SamplingRule]) -> list[SamplingRule]:
    """As an SDK asks them."""
    return sorted(rules, key=lambda rule: (rule.priority, rule.name))


class Matcher:
    """Rules, ready to be asked again and again."""

    def __init__(self, rules: Iterable[SamplingRule]) -> None:
        self.rules = in_order(rules)
        self._conditions = [(rule, _conditions(rule)) for rule in self.rules]

    def rule_for(self, root: Root) -> SamplingRule | None:
        """The rule that decides about the request; None if there is no Default."""
        for rule, conditions in self._conditions:
            if all(holds(root) for holds in conditions):
                return rule
        return None


def wildcard(pattern: str, text: str) -> bool:
    """`*` is any run of characters, `?` exactly one; case is not minded.

    In time of one length by the other at most, whatever the pattern is: after a star
    only the nearest place at which the rest may begin has to be remembered.

    >>> wildcard("/cart/*/item?", "/Cart/7/items")
    True
    """
    pattern, text = pattern.lower(), text.lower()
    at = place = 0
    star, resumed = -1, 0
    while place < len(text):
        wanted = pattern[at : at + 1]
        if wanted == "*":
            star, resumed = at, place
            at += 1
        elif wanted in ("?", text[place]):
            at, place = at + 1, place + 1
        elif star >= 0:
            resumed += 1
            at, place = star + 1, resumed
        else:
            return False
    return not pattern[at:].strip("*")


_cached = lru_cache(maxsize=4096)(wildcard)
Condition = Callable[[Root], bool]


def _conditions(rule: SamplingRule) -> list[Condition]:
    """Only those that can fail.

    Attributes are known to a program alone, when its request begins, and SDKs of X-Ray
    leave out rules that ask for them: such a rule decides nothing here, either.
    """
    if rule.attributes:
        return [lambda _: False]
    asked = [
        _condition(getattr(rule, member), read)
        for member, read in _READ.items()
        if getattr(rule, member) != "*"
    ]
    if rule.resource_arn != "*":
        asked.append(
            _condition(rule.resource_arn, lambda root: root.resource_arn or "")
        )
    return asked


def _condition(pattern: str, read: Callable[[Root], str | None]) -> Condition:
    def holds(root: Root) -> bool:
        value = read(root)
        return value is None or _cached(pattern, value)

    return holds


_READ: dict[str, Callable[[Root], str | None]] = {
    "service_name": lambda root: root.service_name,
    "service_type": lambda root: root.service_type,
    "host": lambda root: root.host,
    "http_method": lambda root: root.http_method,
    "url_path": lambda root: root.url_path,
}
"""Member of a rule -> what it is compared with."""
