"""Scenarios for the tests, as short as what they are about."""

import json
from typing import Any

from app.core.errors import BadInput
from pos.pricing.quoting import quote_text

Json = dict[str, Any]


def goods(price: str = "100.00", qty: str = "1", **more: Any) -> Json:
    """A one-off line."""
    return {"name": "Goods", "price": price, "qty": qty} | more


def scenario(*lines: Json, shop: Json | None = None, customer: Json | None = None, **cart: Any) -> Json:
    """A scenario of a rouble shop."""
    found: Json = {"shop": {"currency": "RUB"} | (shop or {}), "cart": {"lines": list(lines)} | cart}
    return found if customer is None else found | {"customer": customer}


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
