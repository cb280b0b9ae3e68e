"""A name as the caller wants it: JSON by default, a line of text, or a small page.

The page is put together here and not by a template engine: the SDK records every
template as a subsegment, which would say nothing about the mesh.
"""

from collections.abc import Mapping, Sequence
from html import escape
from string import Template
from typing import Protocol

from flask import Response, jsonify
from werkzeug.datastructures import MIMEAccept

from mesh.categories import CATEGORIES, category_of

OFFERED = ("application/json", "text/plain", "text/html")
"""Best first: what a caller gets who accepts anything, as curl does."""

PAGE = Template("""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>$name</title>
<style>
  :root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif }
  body { min-height: 95vh; display: grid; place-content: center; text-align: center }
  h1 { font-size: clamp(1.5rem, 5vw, 3rem); margin: 0 }
  code { opacity: .6; font-size: .8rem }
</style>
<h1>$name</h1>
<p><a href="">Another name</a></p>
<p><code>$trace_id</code></p>
</html>
""")


class Failure(Protocol):
    @property
    def handler(self) -> str: ...
    @property
    def status(self) -> int: ...
    @property
    def reason(self) -> str: ...


def name_of(words: Mapping[str, str]) -> str:
    return "-".join(words[category] for category in CATEGORIES)


def answer(
    accepted: MIMEAccept, words: Mapping[str, str], trace_id: str | None
) -> Response:
    name = name_of(words)
    match accepted.best_match(OFFERED):
        case "text/plain":
            return Response(f"{name}\n", mimetype="text/plain")
        case "text/html":
            html = PAGE.substitute(name=escape(name), trace_id=escape(trace_id or ""))
            return Response(html, mimetype="text/html")
    return jsonify(name=name, words=dict(words), trace_id=trace_id)


def failure(failures: Sequence[Failure], trace_id: str | None) -> Response:
    """The first failure decides the status; the body tells all of them."""
    worst = failures[0]
    response = jsonify(
        error=f"{worst.handler} failed: {worst.status} {worst.reason}",
        category=category_of(worst.handler),
        handler=worst.handler,
        status=worst.status,
        failed={each.handler: each.status for each in failures},
        trace_id=trace_id,
    )
    response.status_code = worst.status
    return response
