"""The filter language as the rest of X-Ray Local uses it.

tree = parse('service("names") { fault } AND responsetime > 1.5')
plan = plan_of(tree, window, TimeRangeType.TRACE_ID)     # what the store may skip
matches = compile_filter(tree)                           # what decides
[summary for summary in store.summaries(plan) if matches(summary)]
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from xray_local.query.check import check
from xray_local.query.evaluate import (
    Filter,
    Finder,
    compile_filter,
    compile_finder,
    selectors_of,
)
from xray_local.query.groups import Filler
from xray_local.query.planning import plan_of
from xray_local.query.syntax import Tree

__all__ = [
    "Filter",
    "Finder",
    "Tree",
    "compile_filter",
    "compile_finder",
    "fill_groups",
    "parse",
    "plan_of",
    "selectors_of",
]


@lru_cache(maxsize=512)
def parse(expression: str) -> Tree:
    """The checked tree of an expression; blank text gives the tree that takes all.

    Raises ExpressionError at the first mistake. Trees are values, so one expression that
    a page polls every second is read once.
    """
    # Lark takes 70 ms to import; a process that is asked no filter need not pay it.
    from xray_local.query.parse import read  # noqa: PLC0415

    tree = read(expression)
    check(tree, expression)
    return tree


def fill_groups(tree: Tree, expression: str, groups: Mapping[str, str]) -> Tree:
    """The tree with `group.name` and `group.arn` replaced by the groups' expressions.

    `groups` maps names and ARNs to expressions; `expression` is the tree's text. Raises
    ExpressionError for a group that refers to itself.
    """
    return Filler(expression, groups, parse).fill(tree)
