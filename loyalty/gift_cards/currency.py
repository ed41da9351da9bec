"""What gift cards and balances hold in another currency: it goes over by two entries, old and new."""

from sqlalchemy import bindparam, func, insert, select, update

from app.core.currency_change import Exchange
from app.core.currency_parts import ConvertedAmount, CurrencyPart
from app.core.db.unit import ReadUnit, Unit
from app.core.ids import new_uid
from app.core.money import ZERO, Money
from app.places.day import today
from app.places.models import Shop
from loyalty.gift_cards.codes import last_signs
from loyalty.gift_cards.models import GiftCard, GiftCardEntry


def gift_card_amounts() -> CurrencyPart:
    """The answer of gift cards and prepaid balances."""
    return CurrencyPart(frozenset({"gift_card.balance"}), _amounts, _convert)


def _filled(tx: ReadUnit) -> list[tuple[int, str, Money]]:
    rows = tx.execute(
        select(GiftCard.id, GiftCard.code, GiftCard.customer_id, GiftCard.balance)
        .where(GiftCard.balance > ZERO)
        .order_by(GiftCard.id)
    )
    return [
        (card_id, str(customer_id) if code is None else last_signs(code), balance)
        for card_id, code, customer_id, balance in rows
    ]


def _amounts(tx: ReadUnit, exchange: Exchange) -> list[ConvertedAmount]:
    return [ConvertedAmount("gift_card", name, balance, exchange.money(balance)) for _, name, balance in _filled(tx)]


def _convert(tx: Unit, exchange: Exchange) -> None:
    filled = _filled(tx)
    if not filled:
        return
    # Cards belong to the chain; the ledger names its first shop.
    shop_id = tx.execute(select(func.min(Shop.id))).scalar_one()
    entries = [
        {
            "uid": new_uid(),
            "card_id": card_id,
            "kind": "correction",
            "amount": amount,
            "currency": currency,
            "shop_id": shop_id,
            "at": tx.now,
            "business_date": today(tx),
            "sale_id": None,
            "line_position": None,
            "receipt": "",
            "reason": exchange.rate,
            "account_name": tx.actor.name,
        }
        for card_id, _, balance in filled
        for currency, amount in ((exchange.old, -balance), (exchange.new, exchange.money(balance)))
        if amount
    ]
    tx.execute(insert(GiftCardEntry), entries)
    tx.execute(
        update(GiftCard).where(GiftCard.id == bindparam("of_card")).values(balance=bindparam("new_balance")),
        [{"of_card": card_id, "new_balance": exchange.money(balance)} for card_id, _, balance in filled],
    )
