"""What was typed as the contract's rule. What nobody touched stays as it is kept, whether the form shows it or not."""

from collections.abc import Iterable
from typing import Any, Final

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.numbers import QTY_DECIMALS
from app.web.office.promotions.fields import FormFields, Values
from app.web.office.promotions.form import PromotionForm
from app.web.office.promotions.meant import customer_meant
from app.web.office.promotions.rewards import KINDS, REWARDS, Part, amount, optional
from loyalty.rules.points import POINTS_DECIMALS

TRIGGERS: Final = ("auto", "code", "series", "points")
_WHO: Final = ("all", "customers", "one")
_WEEK: Final = "1234567"


def typed_rule(
    tx: ReadUnit, form: PromotionForm, kept: dict[str, Any] | None = None, before: PromotionForm | None = None
) -> dict[str, Any]:
    """The rule the form asks for; where its fields say what they did ``before``, the rule ``kept`` stays as it is.

    Raises BadInput at the field: as ``FormFields``, ``promotion_hours_half``, ``promotion_customer_unknown``.
    """
    kept = kept or {}
    fields = FormFields(tx, form, _skus_of(kept))
    kind = fields.one_of("kind", KINDS)
    same_kind = kept.get("reward", {}).get("type") == kind
    reward = _together(REWARDS[kind], fields, kept["reward"] if same_kind else {}, before if same_kind else None)
    rule = {"reward": {"type": kind} | reward} | _together(_RULE, fields, kept, before)
    for key, parts in (("when", _WHEN), ("limits", _LIMITS)):
        found = _together(parts, fields, kept.get(key, {}), before)
        if found or key in kept:
            rule[key] = found
    return rule


def _together(parts: Iterable[Part], fields: FormFields, kept: Values, before: PromotionForm | None) -> Values:
    """The values of these parts: kept where their fields say what they did, else as they are typed now."""
    owned = {key for part in parts for key in part.keys}
    found = {key: value for key, value in kept.items() if key not in owned and key not in _SECTIONS}
    for part in parts:
        if before is not None and fields.form.says_as(before, part.fields):
            found |= {key: kept[key] for key in part.keys if key in kept}
        else:
            found |= part.read(fields)
    return found


_SECTIONS: Final = frozenset({"type", "reward", "when", "limits"})


def _skus_of(rule: dict[str, Any]) -> Iterable[str]:
    """Every SKU that a rule names."""
    reward, when = rule.get("reward", {}), rule.get("when", {})
    for holder in (when, reward, *reward.get("sets", ())):
        yield from holder.get("products", ())
    if "product" in reward:
        yield reward["product"]


def _trigger(fields: FormFields) -> Values:
    match fields.one_of("trigger", TRIGGERS):
        case "code":
            return {"trigger": "code", "code": fields.needed("code")}
        case "series":
            return {"trigger": "code"}
        case "points":
            return {"trigger": "points", "cost_points": fields.positive("cost_points", POINTS_DECIMALS)}
        case _:
            return {}


def _always(fields: FormFields) -> Values:
    return {"combine": "always"} if fields.text("always") == "yes" else {}


def _listed(key: str, read: Any) -> Part:
    """A list of the conditions, left out where it is empty."""
    return Part((key,), (key,), lambda fields: {key: found} if (found := read(fields, key)) else {})


def _yes_or_no(key: str) -> Part:
    return Part((key,), (key,), lambda fields: {key: fields.text(key) == "yes"} if fields.text(key) else {})


def _weekdays(fields: FormFields) -> Values:
    days = [int(text) for text in fields.ticked("weekdays") if text in tuple(_WEEK)]
    return {"weekdays": days} if 0 < len(days) < len(_WEEK) else {}


def _hours(fields: FormFields) -> Values:
    hours = [fields.text("hour_from"), fields.text("hour_to")]
    if any(hours) and not all(hours):
        raise BadInput("promotion_hours_half", "hour_from")
    return {"hours": hours} if all(hours) else {}


def _customer(fields: FormFields) -> Values:
    match fields.one_of("who", _WHO):
        case "customers":
            return {"customer": True}
        case "one":
            return {"customer": str(customer_meant(fields.tx, fields.needed("customer")))}
        case _:
            return {}


def _per_cart(fields: FormFields) -> Values:
    match fields.one_of("repeats", ("usual", "fit", "some")):
        case "fit":
            return {"per_cart": None}
        case "some":
            return {"per_cart": fields.whole("per_cart")}
        case _:
            return {}


def _qty(fields: FormFields, name: str) -> str:
    return fields.positive(name, QTY_DECIMALS)


_RULE: Final = (
    Part(("trigger", "code", "cost_points"), ("trigger", "code", "cost_points"), _trigger),
    optional("priority", FormFields.signed),
    Part(("combine",), ("always",), _always),
)
_WHEN: Final = (
    _listed("products", FormFields.products),
    _listed("categories", FormFields.ticked),
    _listed("tags", FormFields.tags),
    optional("min_qty", _qty),
    optional("max_qty", _qty),
    optional("min_amount", amount),
    optional("max_amount", amount),
    _yes_or_no("amount_includes_tax"),
    optional("from", FormFields.day),
    optional("to", FormFields.day),
    Part(("weekdays",), ("weekdays",), _weekdays),
    Part(("hours",), ("hour_from", "hour_to"), _hours),
    Part(("customer",), ("who", "customer"), _customer),
    _listed("tiers", FormFields.ticked),
    _listed("segments", FormFields.ticked),
    optional("birthday_within_days", FormFields.whole),
    _yes_or_no("first_purchase"),
)
_LIMITS: Final = (
    Part(("per_cart",), ("repeats", "per_cart"), _per_cart),
    optional("units", _qty),
    optional("per_customer", FormFields.whole),
    optional("total", FormFields.whole),
)
