"""A priced cart as the canonical JSON answer: decimal texts, every key present."""

from typing import Any, Final

from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, Money, UnitPrice
from app.core.numbers import QTY_DECIMALS, format_scaled
from app.core.percent import PERCENT_DECIMALS, Percent
from pos.pricing.messages import why
from pos.pricing.priced import Applied, Discount, Offer, PricedCart, PricedLine, PricedTender, Refusal
from pos.pricing.reasons import measured, points_text, why_offered, why_refused
from pos.pricing.values import Scenario

EXEMPT: Final = "none"


def answer(scenario: Scenario, priced: PricedCart) -> dict[str, Any]:
    """The answer of the contract, ready for ``json.dumps``."""
    return _Writer(scenario.shop.decimals).cart(scenario, priced)


class _Writer:
    """Writes amounts of one currency."""

    def __init__(self, decimals: int) -> None:
        self._decimals = decimals

    def cart(self, scenario: Scenario, priced: PricedCart) -> dict[str, Any]:
        payment, loyal = priced.payment, priced.loyal
        return {
            "lines": [self._line(line) for line in priced.lines],
            "subtotal": self._money(priced.subtotal),
            "discount": self._money(priced.discount),
            "net": self._money(priced.net),
            "tax": {_rate(total.rate): self._money(total.tax) for total in priced.rates},
            "gross": self._money(priced.gross),
            "rounding": self._money(payment.rounding),
            "to_pay": self._money(payment.to_pay),
            "cash_to_pay": self._money(payment.cash_to_pay),
            "paid": self._money(payment.paid),
            "left": self._money(payment.left),
            "change": self._money(payment.change),
            "tenders": [self._tender(tender) for tender in payment.tenders],
            "points": {
                "spent": points_text(loyal.points.spent_micro),
                "earned": points_text(loyal.points.earned_micro),
                "after": points_text(loyal.points.after_micro),
            },
            "tier": {
                "before": loyal.tier.before,
                "after": loyal.tier.after,
                "to_next": None if loyal.tier.to_next is None else self._money(loyal.tier.to_next),
            },
            "applied": [self._applied(each) for each in loyal.applied],
            "offers": [_offer(each) for each in loyal.offers],
            "issued": [{"promotion": each.promotion, "valid_days": each.valid_days} for each in loyal.issued],
            "refused": [self._refusal(each) for each in loyal.refused],
        }

    def _line(self, priced: PricedLine) -> dict[str, Any]:
        line = priced.line
        goods = {"name": line.name} if line.product is None else {"product": line.product}
        return goods | {
            "qty": format_scaled(line.qty_milli, QTY_DECIMALS, trim=True),
            "unit_price": self._unit_price(line.unit_price),
            "amount": self._money(priced.amount),
            "discounts": [self._discount(discount) for discount in priced.discounts],
            "gross": self._money(priced.gross),
            "net": self._money(priced.net),
            "tax": {_rate(line.tax): self._money(priced.tax)},
        }

    def _discount(self, discount: Discount) -> dict[str, Any]:
        return {
            "source": discount.source,
            "amount": self._money(discount.amount),
            "why": why(discount, self._decimals),
        }

    def _tender(self, tender: PricedTender) -> dict[str, Any]:
        return {
            "kind": tender.kind.value,
            "amount": self._money(tender.amount),
            "code": tender.code,
            "left": None if tender.left is None else self._money(tender.left),
        }

    def _applied(self, applied: Applied) -> dict[str, Any]:
        return {
            "promotion": applied.promotion,
            "coupon": applied.coupon,
            "times": applied.times,
            "amount": self._money(applied.amount),
            "points": points_text(applied.points_micro),
        }

    def _refusal(self, refusal: Refusal) -> dict[str, Any]:
        need, have = measured(refusal, self._decimals)
        return {
            "promotion": refusal.promotion,
            "coupon": refusal.coupon,
            "points": None if refusal.points_micro is None else points_text(refusal.points_micro),
            "code": refusal.code.value,
            "need": need,
            "have": have,
            "why": why_refused(refusal, self._decimals),
        }

    def _money(self, money: Money) -> str:
        return format_scaled(money.minor, self._decimals)

    def _unit_price(self, price: UnitPrice) -> str:
        """As many decimals as the price needs, at least the currency's."""
        scaled, decimals = price.scaled, self._decimals + UNIT_PRICE_EXTRA_DECIMALS
        while decimals > self._decimals and scaled % 10 == 0:
            scaled, decimals = scaled // 10, decimals - 1
        return format_scaled(scaled, decimals)


def _offer(offer: Offer) -> dict[str, Any]:
    goods = {"product": offer.products[0]} if len(offer.products) == 1 else {"products": list(offer.products)}
    return {"promotion": offer.promotion} | goods | {"qty": str(offer.qty), "why": why_offered(offer)}


def _rate(rate: Percent | None) -> str:
    return EXEMPT if rate is None else format_scaled(rate.micro, PERCENT_DECIMALS, trim=True)
