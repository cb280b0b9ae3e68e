"""What traces can be told apart by: one row each.

A row reads the values that a trace has and writes the condition that finds the traces
with one of them, so that a count is always the count of what its condition finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from xray_local.errors import InvalidRequest
from xray_local.model.segment import Scalar
from xray_local.model.summary import RootCause, Summary
from xray_local.query.causes import causes_of, exceptions_in
from xray_local.query.fields import FIELDS
from xray_local.query.syntax import (
    And,
    Annotation,
    Bare,
    CauseKind,
    CausePart,
    CauseSelector,
    Comparison,
    Field,
    Keyword,
    NodePattern,
    Operator,
    ServiceSelector,
    Tree,
)

ANNOTATION = "annotation."
"""Before the key, in the name of an annotation as an attribute."""

Values = Iterable[Scalar | None]


@dataclass(frozen=True, slots=True)
class Attribute:
    """`values` may repeat one; None among them is no value."""

    values: Callable[[Summary], Values]
    condition: Callable[[Scalar], Tree]


def attribute(name: str) -> Attribute:
    """By its name, which is a keyword's where there is one. Raises InvalidRequest."""
    if name in ATTRIBUTES:
        return ATTRIBUTES[name]
    key = name.removeprefix(ANNOTATION)
    if key and key != name:
        return _annotation(key)
    raise InvalidRequest(
        f"by={name!r}: must be {', '.join(ATTRIBUTES)} or {ANNOTATION}KEY"
    )


def _keyword(name: str) -> Attribute:
    """A keyword that stands for the trace as a whole."""
    read = FIELDS[name].trace
    assert read is not None

    def values(trace: Summary) -> Values:
        value = read(trace)
        return value if isinstance(value, tuple) else (value,)

    return Attribute(values, lambda value: _equal(Keyword(name), value))


def _annotation(key: str) -> Attribute:
    return Attribute(
        lambda trace: trace.annotations.get(key, ()),
        lambda value: _equal(Annotation(key), value),
    )


def _equal(field: Field, value: Scalar) -> Tree:
    return Comparison(field, Operator.EQ, value)


def _outcomes(trace: Summary) -> Values:
    """A root may have failed in two ways at once."""
    flags = trace.flags
    if flags.throttle:
        yield "throttle"
    elif flags.error:
        yield "error"
    if flags.fault:
        yield "fault"
    if not (flags.throttle or flags.error or flags.fault):
        yield "ok"


def _services(trace: Summary) -> Values:
    """The client's has its root's name."""
    return (seen.service.name for seen in trace.occurrences)


def _service(name: Scalar) -> Tree:
    return ServiceSelector(NodePattern(name=str(name)))


def _types(trace: Summary) -> Values:
    return (service.type for service in trace.services)


def _type(name: Scalar) -> Tree:
    return ServiceSelector(NodePattern(type=str(name)))


def _entries(trace: Summary) -> Values:
    return (seen.service.name for seen in trace.occurrences if seen.root)


def _entry(name: Scalar) -> Tree:
    return ServiceSelector(NodePattern(name=str(name)), Bare(Keyword("root")))


def _culprits(kind: CauseKind) -> Attribute:
    """The services in which the paths of the root causes end."""
    causes = causes_of(kind)
    last = Bare(Keyword("last"))
    return Attribute(
        lambda trace: (cause.services[-1].service.name for cause in causes(trace)),
        lambda name: CauseSelector(
            kind, CausePart.SERVICE, And((last, _equal(Keyword("name"), name)))
        ),
    )


ARROW = " → "
"""Between the services of a path."""


def _path() -> Attribute:
    """The services through which most of the time went, from the root on.

    A trace has one such path at most, so one condition on each of its steps finds it;
    of faults and errors there can be several, whose steps would be mixed up.
    """
    kind = CauseKind.RESPONSE_TIME
    causes = causes_of(kind)

    def condition(path: Scalar) -> Tree:
        names = str(path).split(ARROW)
        steps = [_equal_step(index, name) for index, name in enumerate(names)]
        end = And((Bare(Keyword("last")), *steps[-1].terms))
        selectors = tuple(
            CauseSelector(kind, CausePart.SERVICE, step) for step in (*steps[:-1], end)
        )
        return selectors[0] if len(selectors) == 1 else And(selectors)

    return Attribute(lambda trace: map(_joined, causes(trace)), condition)


def _joined(cause: RootCause) -> str | None:
    """None for a path that could not be taken apart again: a name has an arrow."""
    names = [step.service.name for step in cause.services]
    return None if any(ARROW in name for name in names) else ARROW.join(names)


def _equal_step(index: int, name: str) -> And:
    at = Comparison(Keyword("index"), Operator.EQ, index)
    return And((at, _equal(Keyword("name"), name)))


def _messages(kind: CauseKind) -> Attribute:
    causes = causes_of(kind)
    return Attribute(
        lambda trace: (step.entry.message for step in exceptions_in(causes(trace))),
        lambda text: CauseSelector(
            kind, CausePart.EXCEPTION, _equal(Keyword("message"), text)
        ),
    )


ATTRIBUTES: dict[str, Attribute] = {
    "service": Attribute(_services, _service),
    "type": Attribute(_types, _type),
    "entry": Attribute(_entries, _entry),
    "outcome": Attribute(_outcomes, lambda value: Bare(Keyword(str(value)))),
    **{
        name: _keyword(name)
        for name in (
            "http.url",
            "http.status",
            "http.method",
            "http.clientip",
            "http.useragent",
            "user",
            "resource.arn",
            "instance.id",
            "availabilityzone",
        )
    },
    **{f"rootcause.{kind.value}.service": _culprits(kind) for kind in CauseKind},
    "rootcause.responsetime.path": _path(),
    "rootcause.fault.message": _messages(CauseKind.FAULT),
    "rootcause.error.message": _messages(CauseKind.ERROR),
}
