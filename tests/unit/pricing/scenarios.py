"""Scenarios for the tests, as short as what they are about."""

import json
from decimal import Decimal
from typing import Any

from app.core.errors import BadInput
from pos.pricing.quoting import quote_text

Json = dict[str, Any]


def goods(price: str = "100.00", qty: str = "1", **more: Any) -> Json:
    """A one-off line."""
    return {"name": "Goods", "price": price, "qty": qty} | more


_TOP = ("at", "products", "customer", "loyalty", "promotions", "gift_cards")


def scenario(*lines: Json, shop: Json | None = None, **more: Any) -> Json:
    """A scenario of a rouble shop; what is no key of the scenario is one of the cart."""
    top = {key: value for key, value in more.items() if key in _TOP and value is not None}
    cart = {key: value for key, value in more.items() if key not in _TOP}
    return {"shop": {"currency": "RUB"} | (shop or {}), "cart": {"lines": list(lines)} | cart} | top


def sold(code: str, price: str = "100.00", qty: str = "1", **facts: Any) -> Json:
    """A line of a product of its own, for ``promoted``."""
    return {"code": code, "price": price, "qty": qty} | facts


def promotion(kind: str, *, of: Json | None = None, **reward: Any) -> Json:
    """A promotion called ``p``; ``of`` are its other keys."""
    return {"id": "p", "reward": {"type": kind} | reward} | (of or {})


_OF_LINE = ("qty", "discount_percent", "discount_amount", "promotions")


def promoted(lines: list[Json], *promotions: Json, **more: Any) -> Json:
    """The answer to a cart of ``sold`` products with these promotions; those without an id are called p, q, r, s."""
    products = {line["code"]: {key: value for key, value in line.items() if key not in _OF_LINE} for line in lines}
    asked = [{"product": line["code"]} | {key: line[key] for key in _OF_LINE if key in line} for line in lines]
    return quote(*asked, products=list(products.values()), promotions=list(promotions), **more)


def taken(answer: Json, source: str | None = None) -> list[str]:
    """What was taken off each line, by one source or by all."""
    return [
        str(sum((Decimal(one["amount"]) for one in line["discounts"] if source in {None, one["source"]}), Decimal(0)))
        for line in answer["lines"]
    ]


def quote(*lines: Json, **more: Any) -> Json:
    """The answer to a scenario."""
    return quote_text(json.dumps(scenario(*lines, **more)))


def refusal(asked: Json | str | bytes) -> tuple[str, str]:
    """Code and path of the error a scenario is answered with; fails where it is priced."""
    try:
        answer = quote_text(asked if isinstance(asked, str | bytes) else json.dumps(asked))
    except BadInput as error:
        return error.code, error.path
    raise AssertionError(f"this was priced: {answer}")


CONTRACT_EXAMPLE: Json = {
    "at": "2026-03-06T12:00:00+03:00",
    "shop": {"currency": "RUB", "cash_rounding": {"step": "1.00", "mode": "half_up"}},
    "products": [
        {
            "code": "SAW",
            "name": "Chainsaw",
            "price": "15990.00",
            "tax": "20",
            "category": "tools/saws",
            "tags": ["garden"],
        },
        {"code": "OIL", "name": "Chain oil", "price": "450.00", "tax": "20", "category": "consumables"},
        {"code": "NAIL", "name": "Nails", "price": "210.00", "tax": "20", "unit": "kg"},
    ],
    "customer": {"id": "K1", "tier": "silver", "points": "120", "spent": "12000.00", "purchases": 12},
    "loyalty": {
        "earn": [{"points": "5", "per_amount": "100.00"}],
        "redeem": {"point_value": "1.00", "max_share": "30"},
        "tiers": [
            {"name": "silver", "from": "10000.00", "discount": "3"},
            {"name": "gold", "from": "50000.00", "discount": "7", "earn_factor": "2"},
        ],
    },
    "promotions": [
        {
            "id": "garden",
            "name": "10 % on garden in March",
            "when": {"tags": ["garden"], "from": "2026-03-01", "to": "2026-03-31", "weekdays": [1, 2, 3, 4, 5]},
            "reward": {"type": "percent", "value": "10"},
        },
        {
            "id": "oil",
            "name": "Three oils for two",
            "when": {"products": ["OIL"]},
            "reward": {"type": "buy_get", "buy": "2", "get": "1"},
        },
        {
            "id": "spring",
            "name": "200 off from 5,000",
            "trigger": "code",
            "code": "SPRING26",
            "when": {"min_amount": "5000.00"},
            "reward": {"type": "amount", "value": "200.00", "on": "order"},
        },
    ],
    "gift_cards": [{"code": "G-77", "balance": "500.00"}],
    "cart": {
        "lines": [
            {"product": "SAW", "qty": "1"},
            {"product": "OIL", "qty": "3"},
            {"product": "NAIL", "qty": "0.35", "discount_percent": "5"},
            {"name": "Sharpening", "price": "300.00", "tax": "20", "qty": "1", "discount_amount": "50.00"},
        ],
        "coupons": ["spring26 ", "NOPE"],
        "points_to_spend": "50",
        "tenders": [{"kind": "gift_card", "code": "G-77"}, {"kind": "cash", "amount": "20000.00"}],
    },
}
"""The worked example of the pricing contract, whole."""
