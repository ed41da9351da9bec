"""The fields of a promotion's form as texts: those of a new promotion, of a kept one, and as they were sent."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from flask import request

TICKED: Final = ("categories", "reward_categories", "weekdays", "tiers", "segments")
"""Fields of which several values can be chosen."""
SPARE_SETS: Final = 2
MOST_SETS: Final = 100
_YES_OR_NO: Final = {True: "yes", False: "no"}


@dataclass(frozen=True)
class PromotionForm:
    """The fields of the form as texts, those of which several can be chosen, and the rows of a bundle's sets.

    A row is how many pieces, and the codes of the goods of which any counts.
    """

    texts: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, frozenset[str]] = field(default_factory=dict)
    sets: tuple[tuple[str, str], ...] = ()

    def __getattr__(self, name: str) -> str:
        return self.texts.get(name, "")

    def has(self, name: str, value: str) -> bool:
        """Whether a value is among those chosen of a field."""
        return value in self.chosen.get(name, frozenset())

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The rows of the sets with some to spare."""
        return (*self.sets, *[("", "")] * SPARE_SETS)

    def says_as(self, other: "PromotionForm", names: Iterable[str]) -> bool:
        """Whether these fields say the same in both; how blanks are set says nothing."""
        return all(self._said(name) == other._said(name) for name in names)

    def _said(self, name: str) -> object:
        if name == "sets":
            return self.sets
        if name in TICKED:
            return self.chosen.get(name, frozenset())
        return " ".join(self.texts.get(name, "").split())


_USUAL: Final = {
    "on": "matching",
    "per": "cart",
    "buy": "2",
    "get": "1",
    "percent": "100",
    "bundle": "same",
    "trigger": "auto",
    "who": "all",
    "repeats": "usual",
}


def new_form(kind: str) -> PromotionForm:
    """The form of a new promotion of a kind."""
    return PromotionForm(_USUAL | {"kind": kind, "qty": "1" if kind == "free_product" else "2"})


def sent_form() -> PromotionForm:
    """What was sent, as it was typed."""
    sent = request.form
    rows = zip(sent.getlist("set_qty")[:MOST_SETS], sent.getlist("set_products"), strict=False)
    return PromotionForm(
        {name: sent.get(name, "") for name in sent if name not in (*TICKED, "set_qty", "set_products")},
        {name: frozenset(sent.getlist(name)) for name in TICKED},
        _rows(rows),
    )


def form_of(name: str, rule: dict[str, Any]) -> PromotionForm:
    """A promotion's name and its kept rule (the contract's JSON) to be typed over."""
    reward, when, limits = rule["reward"], rule.get("when", {}), rule.get("limits", {})
    form = new_form(reward["type"])
    texts = form.texts | {"name": name} | _reward_texts(reward) | _when_texts(when) | _limit_texts(limits)
    trigger = rule.get("trigger", "auto")
    texts |= {
        "trigger": "series" if trigger == "code" and "code" not in rule else trigger,
        "code": rule.get("code", ""),
        "cost_points": rule.get("cost_points", ""),
        "priority": str(rule.get("priority", "")),
        "always": "yes" if rule.get("combine") == "always" else "",
    }
    chosen = {name: when.get(name, ()) for name in ("categories", "tiers", "segments")}
    chosen |= {"weekdays": map(str, when.get("weekdays", ())), "reward_categories": reward.get("categories", ())}
    sets = _rows((each["qty"], _lines(each["products"])) for each in reward.get("sets", ()))
    return replace(form, texts=texts, chosen={name: frozenset(values) for name, values in chosen.items()}, sets=sets)


def _reward_texts(reward: dict[str, Any]) -> dict[str, str]:
    texts = {key: str(value) for key, value in reward.items() if isinstance(value, str | int)}
    own = _lines(reward.get("products", ()))
    match reward["type"]:
        case "percent" | "amount":
            texts |= {"reward_products": own, "reward_tags": ", ".join(reward.get("tags", ()))}
        case "buy_get":
            texts["got_products"] = own
        case "free_product":
            texts["free_products"] = reward.get("product", own)
        case "bundle_price" if "sets" in reward:
            texts["bundle"] = "sets"
    return texts


def _when_texts(when: dict[str, Any]) -> dict[str, str]:
    keys = ("min_qty", "max_qty", "min_amount", "max_amount", "from", "to", "birthday_within_days")
    texts = {key: str(when[key]) for key in keys if key in when}
    for key in ("amount_includes_tax", "first_purchase"):
        texts[key] = _YES_OR_NO[when[key]] if key in when else ""
    texts |= {"products": _lines(when.get("products", ())), "tags": ", ".join(when.get("tags", ()))}
    texts["hour_from"], texts["hour_to"] = when.get("hours", ("", ""))
    customer = when.get("customer")
    texts["who"] = "all" if customer is None else "customers" if customer is True else "one"
    texts["customer"] = customer if isinstance(customer, str) else ""
    return texts


def _limit_texts(limits: dict[str, Any]) -> dict[str, str]:
    texts: dict[str, str] = {key: str(limits[key]) for key in ("units", "per_customer", "total") if key in limits}
    if "per_cart" in limits:
        often = limits["per_cart"]
        texts |= {"repeats": "fit"} if often is None else {"repeats": "some", "per_cart": str(often)}
    return texts


def _lines(codes: Iterable[str]) -> str:
    return "\n".join(codes)


def _rows(rows: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The rows in which something stands, whatever the blanks around codes."""
    typed = [(qty.strip(), _lines(filter(None, map(str.strip, codes.splitlines())))) for qty, codes in rows]
    return tuple((qty, codes) for qty, codes in typed if qty or codes)
