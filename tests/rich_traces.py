"""Traces with much in them, for the page of one trace: tests and pictures."""

from __future__ import annotations

import random
import secrets
from typing import Any

from tests.segments import a_segment, a_subsegment, an_id

Document = dict[str, Any]


def a_checkout(start: float) -> list[Document]:
    """A shop whose payment failed: SQL, an AWS call, exceptions with their cause."""
    call = _charge(start)
    refused = an_exception("ConnectionRefused", "card issuer 192.0.2.44:443 refused")
    failed = an_exception(
        "PaymentFailed", "charge of 42.00 EUR failed", cause=refused["id"]
    )
    parse = a_subsegment("parse cart", start_time=start + 0.085, end_time=start + 0.115)
    called = [_query(start), _cart(start), parse, call]
    shop = _shop(start) | {"cause": failed["id"], "subsegments": called}
    payments = a_segment(
        "payments",
        trace_id=shop["trace_id"],
        parent_id=call["id"],
        start_time=start + 0.13,
        end_time=start + 0.51,
        fault=True,
        cause={"exceptions": [failed, refused]},
        http={"response": {"status": 500}},
    )
    return [payments, shop]


def _shop(start: float) -> Document:
    """All but what it called."""
    request = {
        "method": "POST",
        "url": "https://shop.example/checkout",
        "client_ip": "192.0.2.7",
    }
    return a_segment(
        "shop",
        start_time=start,
        end_time=start + 0.55,
        origin="AWS::ECS::Container",
        user="alice",
        http={"request": request, "response": {"status": 502, "content_length": 90}},
        fault=True,
        annotations={"customer": 124, "vip": True, "country": "NL", "bad key": "x"},
        metadata={"debug": {"cart": [1, 2, 3], "note": "first order"}},
        aws={
            "ecs": {"container": "shop-7d9", "container_id": "3f1c"},
            "xray": {"sdk": "X-Ray for Python", "sdk_version": "2.15.0"},
        },
        service={"version": "1.4.2", "runtime": "CPython"},
    )


def _query(start: float) -> Document:
    return a_subsegment(
        "orders@db.local",
        namespace="remote",
        start_time=start + 0.02,
        end_time=start + 0.11,
        sql={
            "database_type": "PostgreSQL",
            "database_version": "16.2",
            "url": "postgresql://db.local:5432/orders",
            "user": "shop",
            "sanitized_query": "SELECT id, total FROM orders WHERE customer = ?",
        },
    )


def _cart(start: float) -> Document:
    return a_subsegment(
        "DynamoDB",
        namespace="aws",
        start_time=start + 0.03,
        end_time=start + 0.08,
        aws={"operation": "GetItem", "table_name": "carts", "region": "eu-west-1"},
        http={"response": {"status": 200}},
    )


def _charge(start: float) -> Document:
    return a_subsegment(
        "payments",
        namespace="remote",
        start_time=start + 0.12,
        end_time=start + 0.52,
        http={
            "request": {"method": "POST", "url": "http://payments/charge"},
            "response": {"status": 500},
        },
        fault=True,
    )


def an_exception(kind: str, message: str, **members: Any) -> Document:
    return {
        "id": an_id(),
        "type": kind,
        "message": message,
        "stack": [
            {"path": "payments/charge.py", "line": 48, "label": "charge"},
            {"path": "payments/handler.py", "line": 12, "label": "handle"},
        ],
    } | members


def an_unfinished_trace(start: float) -> list[Document]:
    """One part in progress, one whose parent never came, and an orphaned subsegment."""
    shop = a_segment("shop", start_time=start, end_time=None, in_progress=True)
    trace_id = shop["trace_id"]
    stray = a_segment(
        "worker",
        trace_id=trace_id,
        parent_id=an_id(),
        start_time=start + 0.4,
        end_time=start + 1.1,
    )
    orphan = a_subsegment(
        "late query",
        type="subsegment",
        trace_id=trace_id,
        parent_id=an_id(),
        start_time=start + 0.3,
        end_time=start + 0.9,
    )
    return [shop, stray, orphan]


def a_large_trace(start: float, segments: int, seed: int = 1) -> list[Document]:
    """A tree of so many segments of forty services; each call has a subsegment."""
    chance = random.Random(seed)
    root = _node("gateway", start, start + 20.0)
    nodes = [root]
    for number in range(segments - 1):
        caller = nodes[chance.randrange(max(0, len(nodes) - 400), len(nodes))]
        length = caller["end_time"] - caller["start_time"]
        began = caller["start_time"] + length * chance.uniform(0.02, 0.6)
        took = length * chance.uniform(0.05, 0.38)
        name = f"service-{number % 40}"
        callee = _node(name, began + 1e-4, began + took - 1e-4)
        call = a_subsegment(
            name, namespace="remote", start_time=began, end_time=began + took
        )
        callee |= {"trace_id": root["trace_id"], "parent_id": call["id"]}
        if chance.random() < 0.01:
            callee["fault"] = True
        caller["subsegments"].append(call)
        nodes.append(callee)
    return nodes


def _node(name: str, start: float, end: float) -> Document:
    return a_segment(
        name,
        start_time=start,
        end_time=end,
        annotations={"number": secrets.token_hex(3)},
        subsegments=[],
    )
