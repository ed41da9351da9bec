"""The form of a promotion: what was typed as the contract's rule, and a kept rule as what is typed."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from flask import request

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.installation import facts
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS
from app.core.numbers import QTY_DECIMALS, format_scaled, parse_typed
from app.core.percent import PERCENT_DECIMALS
from app.web.office.catalogue.typed import typed_day, typed_text
from loyalty.promotions.stored import StoredPromotion
from loyalty.rules.points import POINTS_DECIMALS
from loyalty.rules.rewards import FACTOR_DECIMALS
from warehouse.catalogue.sold_as import product_by_code
from warehouse.catalogue.tags import read_tags

KINDS: Final = (
    "percent",
    "amount",
    "fixed_price",
    "bundle_price",
    "buy_get",
    "free_product",
    "coupon",
    "points",
)
TRIGGERS: Final = ("auto", "code", "series")
WHO: Final = ("all", "customers", "first", "birthday", "tiers")
_EACH: Final = "each"


@dataclass(frozen=True)
class PromotionForm:
    """The fields of the form as texts, and those of which several can be chosen."""

    texts: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, frozenset[str]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> str:
        return self.texts.get(name, "")

    def has(self, name: str, value: str) -> bool:
        """Whether a value is among those chosen of a field."""
        return value in self.chosen.get(name, frozenset())


def sent_form() -> PromotionForm:
    """What was sent, as it was typed."""
    several = ("categories", "weekdays", "tiers")
    return PromotionForm(
        {name: request.form.get(name, "") for name in request.form if name not in several},
        {name: frozenset(request.form.getlist(name)) for name in several},
    )


def new_form(kind: str) -> PromotionForm:
    """The form of a new promotion of a kind."""
    return PromotionForm({"kind": kind, "on": "matching", "buy": "2", "get": "1", "percent": "100", "qty": "2"})


def form_of(stored: StoredPromotion) -> PromotionForm:
    """A kept promotion to be typed over."""
    rule: dict[str, Any] = json.loads(stored.rule)
    reward, when, limits = rule["reward"], rule.get("when", {}), rule.get("limits", {})
    texts = {"name": stored.name, "kind": reward["type"], "code": rule.get("code", "")}
    texts |= {key: str(value) for key, value in reward.items() if isinstance(value, str | int)}
    texts |= {key: str(value) for key, value in when.items() if isinstance(value, str | int)}
    texts |= {key: str(value) for key, value in limits.items() if value is not None}
    if reward.get("per") == "unit":
        texts["on"] = _EACH
    texts["free_products"] = "\n".join(reward.get("products", ()))
    texts["products"] = "\n".join(when.get("products", ()))
    texts["tags"] = ", ".join(when.get("tags", ()))
    texts["hour_from"], texts["hour_to"] = when.get("hours", ("", ""))
    texts["trigger"] = "auto" if rule.get("trigger", "auto") == "auto" else "code" if rule.get("code") else "series"
    texts["always"] = "yes" if rule.get("combine") == "always" else ""
    texts["who"] = _who(when)
    several = {"categories": when.get("categories", ()), "tiers": when.get("tiers", ())}
    chosen = {name: frozenset(values) for name, values in several.items()}
    return PromotionForm(texts, chosen | {"weekdays": frozenset(map(str, when.get("weekdays", ())))})


def _who(when: dict[str, Any]) -> str:
    if "tiers" in when:
        return "tiers"
    if "birthday_within_days" in when:
        return "birthday"
    if when.get("first_purchase"):
        return "first"
    return "customers" if when.get("customer") is True else "all"


def typed_rule(tx: ReadUnit) -> dict[str, Any]:
    """The rule the form asks for.

    Raises BadInput at the field: ``promotion_value_missing``, ``promotion_goods_unknown`` (``code``),
    ``promotion_hours_half``, what ``parse_typed``, ``typed_day`` and ``read_tags`` raise.
    """
    decimals = facts(tx).decimals
    kind = _one_of("kind", KINDS)
    rule: dict[str, Any] = {"reward": _Rewards(tx, decimals).read(kind)}
    when = _goods(tx) | _minimums(decimals) | _times() | _customers()
    if when:
        rule["when"] = when
    trigger = _one_of("trigger", TRIGGERS)
    if trigger != "auto":
        rule["trigger"] = "code"
    if trigger == "code":
        rule["code"] = _needed_text("code")
    limits = {key: _whole(key) for key in ("per_customer", "total", "per_cart") if typed_text(key)}
    if limits:
        rule["limits"] = limits
    if typed_text("always") == "yes":
        rule["combine"] = "always"
    return rule


class _Rewards:
    """Reads what a reward of each kind asks for, in a shop whose currency has so many decimals."""

    def __init__(self, tx: ReadUnit, decimals: int) -> None:
        self._tx: Final = tx
        self._decimals: Final = decimals
        self._readers: Final[dict[str, Callable[[], dict[str, Any]]]] = {
            "percent": self._percent,
            "amount": self._amount,
            "fixed_price": self._fixed_price,
            "bundle_price": self._bundle,
            "buy_get": self._buy_get,
            "free_product": self._free_product,
            "coupon": self._coupon,
            "points": self._points,
        }

    def read(self, kind: str) -> dict[str, Any]:
        return {"type": kind} | self._readers[kind]()

    def _percent(self) -> dict[str, Any]:
        on = _one_of("on", ("matching", "order", "cheapest"))
        cap = {"max_discount": _positive("max_discount", self._decimals)} if typed_text("max_discount") else {}
        return {"value": _positive("value", PERCENT_DECIMALS), "on": on} | cap

    def _amount(self) -> dict[str, Any]:
        on = _one_of("on", ("matching", "order", "cheapest", _EACH))
        where = {"on": "matching", "per": "unit"} if on == _EACH else {"on": on}
        return {"value": _positive("value", self._decimals), **where}

    def _fixed_price(self) -> dict[str, Any]:
        return {"value": _positive("value", self._decimals + UNIT_PRICE_EXTRA_DECIMALS)}

    def _bundle(self) -> dict[str, Any]:
        return {"qty": _positive("qty", 0), "value": _positive("value", self._decimals)}

    def _buy_get(self) -> dict[str, Any]:
        bought = {key: _positive(key, 0) for key in ("buy", "get")}
        return bought | {"percent": _positive("percent", PERCENT_DECIMALS)}

    def _free_product(self) -> dict[str, Any]:
        codes = _products(self._tx, "free_products")
        if not codes:
            raise BadInput("promotion_value_missing", "free_products")
        return {"products": codes, "qty": _positive("qty", 0)}

    def _points(self) -> dict[str, Any]:
        asked = {"bonus": POINTS_DECIMALS, "factor": FACTOR_DECIMALS}
        found = {key: _positive(key, places) for key, places in asked.items() if typed_text(key)}
        if not found:
            raise BadInput("promotion_value_missing", "bonus")
        return found

    def _coupon(self) -> dict[str, Any]:
        days = {"valid_days": _whole("valid_days")} if typed_text("valid_days") else {}
        return {"promotion": _needed_text("promotion")} | days


def _goods(tx: ReadUnit) -> dict[str, Any]:
    lists = {
        "products": _products(tx, "products"),
        "categories": sorted(set(request.form.getlist("categories"))),
        "tags": read_tags(typed_text("tags")),
    }
    return {key: found for key, found in lists.items() if found}


def _products(tx: ReadUnit, name: str) -> list[str]:
    """SKUs of what was typed, scanned or pasted: SKUs and codes, one a line or with commas between."""
    skus: dict[str, None] = {}
    for code in typed_text(name).replace(",", "\n").splitlines():
        if not code.strip():
            continue
        found = product_by_code(tx, code)
        if found is None:
            raise BadInput("promotion_goods_unknown", name, code=code.strip()[:40])
        skus[found.sku] = None
    return list(skus)


def _minimums(decimals: int) -> dict[str, Any]:
    places = {"min_qty": QTY_DECIMALS, "min_amount": decimals}
    return {key: _positive(key, of) for key, of in places.items() if typed_text(key)}


def _times() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in ("from", "to"):
        day = typed_day(key)
        if day is not None:
            found[key] = day.isoformat()
    weekdays = sorted({int(text) for text in request.form.getlist("weekdays") if text in tuple("1234567")})
    if weekdays and len(weekdays) < len("1234567"):
        found["weekdays"] = weekdays
    hours = [typed_text("hour_from"), typed_text("hour_to")]
    if all(hours):
        found["hours"] = hours
    elif any(hours):
        raise BadInput("promotion_hours_half", "hour_from")
    return found


def _customers() -> dict[str, Any]:
    match _one_of("who", WHO):
        case "customers":
            return {"customer": True}
        case "first":
            return {"first_purchase": True}
        case "birthday":
            return {"birthday_within_days": _whole("birthday_within_days")}
        case "tiers":
            return {"tiers": sorted(set(request.form.getlist("tiers")))}
        case _:
            return {}


def _one_of(name: str, choices: tuple[str, ...]) -> str:
    """One of the choices of a field; the first where something else was sent."""
    text = typed_text(name)
    return text if text in choices else choices[0]


def _needed_text(name: str) -> str:
    text = typed_text(name)
    if not text:
        raise BadInput("promotion_value_missing", name)
    return text


def _positive(name: str, decimals: int) -> str:
    """A number above zero as the contract writes it."""
    scaled = parse_typed(_needed_text(name).removesuffix("%"), decimals, name)
    if scaled <= 0:
        raise BadInput("promotion_value_missing", name)
    return format_scaled(scaled, decimals, trim=True)


def _whole(name: str) -> int:
    number = parse_typed(_needed_text(name), 0, name)
    if number < 0:
        raise BadInput("promotion_value_missing", name)
    return number
