"""Windows of any number of traces, part by part: what they consist of, and in order.

Each answer is a part of a scan, newest first; its `NextToken` asks for the next part.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from xray_local.api.pages import page
from xray_local.errors import InvalidRequest
from xray_local.model.outcome import Outcome
from xray_local.model.position import Position
from xray_local.model.window import Window
from xray_local.operations.backend import Backend
from xray_local.operations.breakdown.attributes import Attribute, attribute
from xray_local.operations.breakdown.part import break_down
from xray_local.operations.breakdown.tally import (
    COLUMNS,
    ROWS_PER_DECADE,
    Counts,
    Tally,
)
from xray_local.operations.portion import Progress, Question, in_group
from xray_local.operations.ranking import Order, rank
from xray_local.wire.summaries import trace_summary
from xray_local.wire.tokens import position_from, token_of

Json = dict[str, Any]
Asked = Mapping[str, str]

QUESTION = {"start", "end", "filter", "group", "after"}

USUAL_SECONDS = 900.0
MOST_VALUES = 500
MOST_KEYS = 200


class Exploring:
    """`/api/breakdown` and `/api/ranking`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def routes(self) -> list[Route]:
        return [
            Route("/api/breakdown", page(self._breakdown, QUESTION | {"by"})),
            Route(
                "/api/ranking", page(self._ranking, QUESTION | {"order", "ascending"})
            ),
        ]

    def _breakdown(self, request: Request) -> Json:
        """`by` names an attribute, whose values are counted as well."""
        asked = request.query_params
        by = attribute(asked["by"]) if asked.get("by") else None
        part = break_down(
            self._backend,
            question_asked(asked, self._backend.clock.now()),
            by,
            _after(asked),
        )
        tally = part.tally
        return {
            **_progress(part.progress),
            **counts_of(tally.all),
            "Columns": COLUMNS,
            "RowsPerDecade": ROWS_PER_DECADE,
            "Cells": cells_of(tally),
            "Values": [] if by is None else _values(tally, by),
            "MoreValues": max(0, len(tally.values) - MOST_VALUES),
            "AnnotationKeys": _keys(tally),
        }

    def _ranking(self, request: Request) -> Json:
        """`order` names a column; `ascending=1` turns it round."""
        asked = request.query_params
        order = Order(
            asked.get("order", "responsetime"), descending=not asked.get("ascending")
        )
        ranked = rank(
            self._backend,
            question_asked(asked, self._backend.clock.now()),
            order,
            _after(asked),
        )
        return {
            **_progress(ranked.progress),
            "Matched": ranked.matched,
            "TraceSummaries": [trace_summary(each) for each in ranked.traces],
        }


def question_asked(asked: Asked, now: float) -> Question:
    """Without a window, the last minutes."""
    end = _moment(asked, "end", now)
    window = Window(_moment(asked, "start", end - USUAL_SECONDS), end)
    group = asked.get("group") or None
    return Question(window, in_group(asked.get("filter", ""), group))


def _moment(asked: Asked, name: str, usual: float) -> float:
    text = asked.get(name)
    if text is None:
        return usual
    try:
        moment = float(text)
    except ValueError:
        moment = float("nan")
    if not isfinite(moment):
        raise InvalidRequest(f"{name}={text!r}: must be a time in epoch seconds")
    return moment


def _after(asked: Asked) -> Position | None:
    return position_from(asked["after"]) if asked.get("after") else None


def _progress(progress: Progress) -> Json:
    upto = progress.next
    return {
        "Scanned": progress.scanned,
        "Total": progress.total,
        "NextToken": None if upto is None else token_of(upto),
    }


def counts_of(counts: Counts) -> Json:
    return {
        "Traces": counts.traces,
        **{each.name.capitalize(): counts.by_outcome[each] for each in Outcome},
        "Timed": counts.timed,
        "TotalResponseTime": counts.seconds,
    }


def cells_of(tally: Tally) -> list[list[int]]:
    return [
        [column, row, *(counted[each] for each in Outcome)]
        for (column, row), counted in sorted(tally.cells.items())
    ]


def _values(tally: Tally, by: Attribute) -> list[Json]:
    return [
        {
            "Value": by.text(value),
            "Expression": str(by.condition(value)),
            **counts_of(counts),
        }
        for value, counts in tally.most_frequent(MOST_VALUES)
    ]


def _keys(tally: Tally) -> list[Json]:
    ordered = sorted(tally.keys.items(), key=lambda each: (-each[1], each[0]))
    return [{"Key": key, "Traces": count} for key, count in ordered[:MOST_KEYS]]
