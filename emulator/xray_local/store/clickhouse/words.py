"""What a trace mentions, as hashed words: services, failures and annotations.

A word is a service's name, a topic, a name under a topic, an annotation's key, or a key
with its value, hashed to 64 bits. Two words that share a hash make a list too long, which
stores are allowed, and never too short; in exchange there is no dictionary to share.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

from xray_local.model.segment import Scalar
from xray_local.model.summary import Summary
from xray_local.query.plan import Mentioned, ServiceCondition, Topic, TopicCondition
from xray_local.store.matching import is_visible
from xray_local.store.topics import names_of

_KEPT_VALUE = 100
"""Characters of a value that tell it apart: longer ones may be found too often."""


def word_of(condition: Mentioned) -> int:
    """The word that every trace which fulfils the condition mentions."""
    if isinstance(condition, ServiceCondition):
        return _hash(f"service {condition.name}")
    if isinstance(condition, TopicCondition):
        return _hash(_under(condition.topic, condition.name))
    if condition.value is None:
        return _hash(f"key {condition.key}")
    return _hash(_pair(condition.key, condition.value))


def words_of(summary: Summary) -> set[int]:
    """None for a trace that nobody sees."""
    if not is_visible(summary):
        return set()
    return {_hash(text) for text in _texts(summary)}


def _texts(summary: Summary) -> Iterator[str]:
    for service in summary.services:
        yield f"service {service.name}"
    for topic, names in names_of(summary).items():
        for name in (None, *names) if names else ():
            yield _under(topic, name)
    for key, values in summary.annotations.items():
        yield f"key {key}"
        for value in values:
            yield _pair(key, value)


def _under(topic: Topic, name: str | None) -> str:
    if name is None:
        return topic.value
    return f"{topic.value} {name[:_KEPT_VALUE]}"


def _pair(key: str, value: Scalar) -> str:
    """Equal values give equal texts: 1, 1.0 and True are equal in Python."""
    if isinstance(value, str):
        return f"text {key} {value[:_KEPT_VALUE]}"
    try:
        return f"number {key} {float(value)}"
    except OverflowError:
        return f"number {key} beyond"


@lru_cache(maxsize=65536)
def _hash(text: str) -> int:
    digest = blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
