"""A scenario from its JSON: every key of the contract, checked and typed."""

from typing import Final

from app.core.currencies import CURRENCY_DECIMALS, is_currency_code
from app.core.errors import BadInput
from app.core.json_fields import (
    MAX_COUNT,
    Fields,
    boolean,
    choice,
    counts,
    day,
    decimal,
    instant,
    integer,
    list_of,
    money,
    named_list,
    text,
)
from app.core.money import ZERO
from loyalty.rules.points import NO_LOYALTY, POINTS_DECIMALS
from loyalty.rules.reading_loyalty import read_loyalty
from loyalty.rules.reading_promotions import read_promotions
from pos.pricing.reading_cart import read_cart
from pos.pricing.reading_goods import read_products
from pos.pricing.values import (
    CashRounding,
    CashRoundingMode,
    Customer,
    GiftCard,
    Scenario,
    Shop,
    TaxRounding,
)

MAX_DECIMALS: Final = 6
MAX_GIFT_CARDS: Final = 10_000

_SCENARIO_KEYS: Final = frozenset({"at", "shop", "products", "customer", "loyalty", "promotions", "gift_cards", "cart"})
_SHOP_KEYS: Final = frozenset({"currency", "decimals", "prices_include_tax", "tax_rounding", "cash_rounding"})
_CASH_ROUNDING_KEYS: Final = frozenset({"step", "mode"})
_CUSTOMER_KEYS: Final = frozenset(
    {"id", "tier", "points", "balance", "spent", "birth_date", "segments", "purchases", "uses"}
)
_GIFT_CARD_KEYS: Final = frozenset({"code", "balance", "to"})

_decimals: Final = integer(0, MAX_DECIMALS)
_points: Final = decimal(POINTS_DECIMALS)
_purchases: Final = integer(0, MAX_COUNT)
_texts: Final = list_of(text)


def read_scenario(value: object) -> Scenario:
    """The scenario of a parsed JSON text (``app.core.jsontext``).

    Raises BadInput with the path of the first value that can not be used.
    """
    fields = Fields(value, "", _SCENARIO_KEYS)
    at = fields.get("at", instant, None)
    shop = fields.need("shop", _shop)
    products = fields.get("products", lambda entry, path: read_products(entry, path, shop), {})
    customer = fields.get("customer", lambda entry, path: _customer(entry, path, shop), None)
    return Scenario(
        shop=shop,
        cart=fields.need("cart", lambda entry, path: read_cart(entry, path, shop, products)),
        customer=customer,
        at=at,
        loyalty=fields.get("loyalty", lambda entry, path: read_loyalty(entry, path, shop.decimals), NO_LOYALTY),
        promotions=tuple(fields.get("promotions", lambda entry, path: read_promotions(entry, path, shop.decimals), ())),
        gift_cards=tuple(fields.get("gift_cards", lambda entry, path: _gift_cards(entry, path, shop.decimals), ())),
    )


def _shop(value: object, path: str) -> Shop:
    fields = Fields(value, path, _SHOP_KEYS)
    currency = fields.need("currency", text)
    decimals = fields.get("decimals", _decimals, CURRENCY_DECIMALS.get(currency))
    if decimals is None or not is_currency_code(currency):
        raise BadInput("unknown_currency", fields.path("currency"), got=currency[:40])
    return Shop(
        currency=currency,
        decimals=decimals,
        prices_include_tax=fields.get("prices_include_tax", boolean, True),
        tax_rounding=fields.get("tax_rounding", choice(TaxRounding), TaxRounding.PER_LINE),
        cash_rounding=fields.get("cash_rounding", lambda rule, at: _cash_rounding(rule, at, decimals), None),
    )


def _cash_rounding(value: object, path: str, decimals: int) -> CashRounding:
    fields = Fields(value, path, _CASH_ROUNDING_KEYS)
    step = fields.need("step", money(decimals))
    if not step:
        raise BadInput("step_zero", fields.path("step"))
    return CashRounding(step, fields.need("mode", choice(CashRoundingMode)))


def _customer(value: object, path: str, shop: Shop) -> Customer:
    fields = Fields(value, path, _CUSTOMER_KEYS)
    read_money = money(shop.decimals)
    return Customer(
        balance=fields.get("balance", read_money, ZERO),
        points_micro=fields.get("points", _points, 0),
        id=fields.get("id", text, None),
        tier=fields.get("tier", text, None),
        spent=fields.get("spent", read_money, ZERO),
        birth_date=fields.get("birth_date", day, None),
        segments=frozenset(fields.get("segments", _texts, ())),
        purchases=fields.get("purchases", _purchases, 0),
        uses=fields.get("uses", counts, {}),
    )


def _gift_cards(value: object, path: str, decimals: int) -> list[GiftCard]:
    def read(entry: object, entry_path: str) -> GiftCard:
        fields = Fields(entry, entry_path, _GIFT_CARD_KEYS)
        return GiftCard(fields.need("code", text), fields.need("balance", money(decimals)), fields.get("to", day, None))

    return named_list(read, "code", lambda card: card.code, MAX_GIFT_CARDS)(value, path)
