"""A cart from its JSON: lines resolved to the goods they sell, manual discounts, tenders."""

from collections.abc import Mapping
from typing import Final

from app.core.errors import BadInput
from app.core.json_fields import Fields, boolean, choice, decimal, list_of, money, not_negative, percent, text
from app.core.money import ZERO, Money
from app.core.percent import NO_PERCENT
from loyalty.rules.points import POINTS_DECIMALS
from pos.pricing.reading_goods import GOODS_KEYS, Goods, read_goods
from pos.pricing.values import (
    Cart,
    Line,
    Shop,
    TenderKind,
    TenderRequest,
)

MAX_LINES: Final = 10_000
MAX_TENDERS: Final = 1_000
MAX_ASKED: Final = 1_000

_CART_KEYS: Final = frozenset(
    {"lines", "discount_percent", "discount_amount", "coupons", "claims", "points_to_spend", "tenders"}
)
_LINE_KEYS: Final = GOODS_KEYS | {"product", "name", "qty", "discount_percent", "discount_amount", "promotions"}
_ONE_OFF_KEYS: Final = tuple(sorted(GOODS_KEYS - {"price"}))
_TENDER_KEYS: Final = frozenset({"kind", "amount", "code"})

_MILLI: Final = (1000, 100, 10, 1)
_asked: Final = list_of(text, MAX_ASKED)
_tender_kind: Final = choice(TenderKind)
_points: Final = not_negative(POINTS_DECIMALS)


def read_cart(value: object, path: str, shop: Shop, products: Mapping[str, Goods]) -> Cart:
    """The cart of a scenario."""
    fields = Fields(value, path, _CART_KEYS)
    lines = _Lines(shop, products)
    return Cart(
        lines=tuple(fields.need("lines", list_of(lines.read, MAX_LINES))),
        discount_percent=fields.get("discount_percent", percent, NO_PERCENT),
        discount_amount=fields.get("discount_amount", money(shop.decimals), ZERO),
        tenders=tuple(fields.get("tenders", list_of(_Tenders(shop).read, MAX_TENDERS), ())),
        coupons=tuple(fields.get("coupons", _asked, ())),
        claims=tuple(fields.get("claims", _asked, ())),
        points_micro=fields.get("points_to_spend", _points, 0),
    )


class _Lines:
    """Reads lines of one shop and its products."""

    def __init__(self, shop: Shop, products: Mapping[str, Goods]) -> None:
        self._shop: Final = shop
        self._products: Final = products
        self._money: Final = money(shop.decimals)

    def read(self, value: object, path: str) -> Line:
        fields = Fields(value, path, _LINE_KEYS)
        product, name = fields.get("product", text, None), fields.get("name", text, None)
        if (product is None) == (name is None):
            raise BadInput("product_or_name", path)
        own = read_goods(fields, self._shop)
        goods = own if product is None else self._product(fields, product)
        unit_price = goods.price if own.price is None else own.price
        if unit_price is None:
            raise BadInput("no_price", fields.path("price"))
        return Line(
            product=product,
            name=name,
            qty_milli=self._qty_milli(fields, goods.qty_decimals),
            unit_price=unit_price,
            tax=goods.tax,
            prices_include_tax=goods.prices_include_tax,
            discount_percent=fields.get("discount_percent", percent, NO_PERCENT),
            discount_amount=fields.get("discount_amount", self._money, ZERO),
            discountable=goods.discountable,
            promotions=fields.get("promotions", boolean, True),
            category=goods.category,
            tags=goods.tags,
            by_piece=goods.by_piece,
            pieces=goods.pieces,
            earns=goods.earns,
        )

    def _product(self, fields: Fields, code: str) -> Goods:
        goods = self._products.get(code)
        if goods is None:
            raise BadInput("unknown_product", fields.path("product"), got=code[:40])
        for key in _ONE_OFF_KEYS:
            if fields.has(key):
                raise BadInput("belongs_to_product", fields.path(key))
        return goods

    @staticmethod
    def _qty_milli(fields: Fields, decimals: int) -> int:
        qty = fields.need("qty", decimal(decimals))
        if qty == 0:
            raise BadInput("qty_zero", fields.path("qty"))
        return qty * _MILLI[decimals]


class _Tenders:
    """Reads tenders; their signs are the business of the total they pay."""

    def __init__(self, shop: Shop) -> None:
        self._amount: Final = decimal(shop.decimals)

    def read(self, value: object, path: str) -> TenderRequest:
        fields = Fields(value, path, _TENDER_KEYS)
        amount = fields.get("amount", self._amount, None)
        return TenderRequest(
            kind=fields.need("kind", _tender_kind),
            amount=None if amount is None else Money(amount),
            code=fields.get("code", text, None),
        )
