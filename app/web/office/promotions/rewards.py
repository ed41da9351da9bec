"""What a promotion gives: the keys of each kind of reward, and the fields they are typed into."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from app.core.errors import BadInput
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS
from app.core.percent import PERCENT_DECIMALS
from app.web.office.promotions.fields import FormFields, Values
from loyalty.rules.points import POINTS_DECIMALS
from loyalty.rules.rewards import FACTOR_DECIMALS


class Part(NamedTuple):
    """Keys of a rule that are typed into the same fields, and how they are read there."""

    keys: tuple[str, ...]
    fields: tuple[str, ...]
    read: Callable[[FormFields], Values]


def optional(key: str, read: Callable[[FormFields, str], object]) -> Part:
    """A key with a field of its own name, left out where nothing is typed."""
    return Part((key,), (key,), lambda fields: {key: read(fields, key)} if fields.text(key) else {})


def needed(key: str, read: Callable[[FormFields, str], object]) -> Part:
    """A key with a field of its own name that has to be filled in."""
    return Part((key,), (key,), lambda fields: {key: read(fields, key)})


def amount(fields: FormFields, name: str) -> str:
    """An amount of money above zero."""
    return fields.positive(name, fields.money_decimals)


def percent(fields: FormFields, name: str) -> str:
    """A percentage above zero."""
    return fields.positive(name, PERCENT_DECIMALS)


def pieces(fields: FormFields, name: str) -> str:
    """So many whole pieces, one at least."""
    return fields.positive(name, 0)


def _unit_price(fields: FormFields, name: str) -> str:
    return fields.positive(name, fields.money_decimals + UNIT_PRICE_EXTRA_DECIMALS)


_OWN_GOODS: Final = ("reward_products", "reward_categories", "reward_tags")
_ONS: Final = ("matching", "order", "cheapest", "products")


def _on(fields: FormFields) -> Values:
    on = fields.one_of("on", _ONS)
    if on == "products" and not (fields.ticked("reward_categories") or any(map(fields.text, _OWN_GOODS))):
        raise BadInput("promotion_value_missing", "reward_products")
    return {"on": on}


def _own(key: str, read: Callable[[FormFields, str], list[str]]) -> Part:
    """A list of the goods that become cheaper where they are others than those of the conditions."""
    name = f"reward_{key}"

    def listed(fields: FormFields) -> Values:
        found = read(fields, name) if fields.one_of("on", _ONS) == "products" else []
        return {key: found} if found else {}

    return Part((key,), ("on", name), listed)


def _bundle_qty(fields: FormFields) -> Values:
    return {} if fields.text("bundle") == "sets" else {"qty": pieces(fields, "qty")}


def _bundle_sets(fields: FormFields) -> Values:
    if fields.text("bundle") != "sets":
        return {}
    rows = fields.form.sets
    if not rows or not all(qty and codes for qty, codes in rows):
        raise BadInput("promotion_value_missing", "sets")
    return {"sets": [{"qty": _pieces_of_set(qty), "products": fields.skus(codes, "sets")} for qty, codes in rows]}


def _pieces_of_set(qty: str) -> str:
    if not (qty.isascii() and qty.isdigit() and int(qty)):
        raise BadInput("promotion_value_missing", "sets")
    return str(int(qty))


def _got(fields: FormFields) -> Values:
    found = fields.products("got_products")
    return {"products": found} if found else {}


def _free(fields: FormFields) -> Values:
    found = fields.products("free_products")
    if not found:
        raise BadInput("promotion_value_missing", "free_products")
    return {"products": found}


def _points(fields: FormFields) -> Values:
    places = {"bonus": POINTS_DECIMALS, "factor": FACTOR_DECIMALS}
    found = {key: fields.not_negative(key, of) for key, of in places.items() if fields.text(key)}
    if not found:
        raise BadInput("promotion_value_missing", "bonus")
    return found


_CAP: Final = optional("max_discount", amount)
_ON_WHAT: Final = (
    Part(("on",), ("on", *_OWN_GOODS), _on),
    _own("products", FormFields.products),
    _own("categories", FormFields.ticked),
    _own("tags", FormFields.tags),
    _CAP,
)

REWARDS: Final[Mapping[str, tuple[Part, ...]]] = {
    "percent": (needed("value", percent), *_ON_WHAT),
    "amount": (
        needed("value", amount),
        Part(("per",), ("per",), lambda fields: {"per": fields.one_of("per", ("cart", "unit"))}),
        *_ON_WHAT,
    ),
    "fixed_price": (needed("value", _unit_price), _CAP),
    "bundle_price": (
        needed("value", amount),
        Part(("qty",), ("bundle", "qty"), _bundle_qty),
        Part(("sets",), ("bundle", "sets"), _bundle_sets),
        _CAP,
    ),
    "buy_get": (
        needed("buy", pieces),
        needed("get", pieces),
        needed("percent", percent),
        Part(("products",), ("got_products",), _got),
        _CAP,
    ),
    "free_product": (needed("qty", pieces), Part(("product", "products"), ("free_products",), _free), _CAP),
    "coupon": (
        needed("promotion", FormFields.needed),
        optional("valid_days", FormFields.whole),
    ),
    "points": (Part(("bonus", "factor"), ("bonus", "factor"), _points),),
}
"""The kinds of rewards, in the order in which they are offered."""

KINDS: Final = tuple(REWARDS)
