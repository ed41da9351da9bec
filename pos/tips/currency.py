"""Tips that are held when the shop changes its currency go over by two entries, old and new."""

from sqlalchemy import func, insert, select

from app.core.currency_change import Exchange
from app.core.currency_parts import ConvertedAmount, CurrencyPart
from app.core.db.unit import ReadUnit, Unit
from app.places.day import today
from app.places.models import Shop
from pos.tips.ledger import held_tips
from pos.tips.models import TipEntry


def tip_amounts() -> CurrencyPart:
    """The answer of the tips: a ledger alone, no stored balance."""
    return CurrencyPart(frozenset(), _amounts, _convert)


def _amounts(tx: ReadUnit, exchange: Exchange) -> list[ConvertedAmount]:
    return [ConvertedAmount("tips", one.name, one.held, exchange.money(one.held)) for one in held_tips(tx)]


def _convert(tx: Unit, exchange: Exchange) -> None:
    # What is held belongs to no shop; the ledger names the first.
    shop_id = tx.execute(select(func.min(Shop.id))).scalar_one()
    entries = [
        {
            "kind": "correction",
            "account_id": one.account_id,
            "account_name": one.name,
            "shop_id": shop_id,
            "currency": currency,
            "amount": amount,
            "at": tx.now,
            "business_date": today(tx),
            "booked_by": tx.actor.name,
        }
        for one in held_tips(tx)
        for currency, amount in ((exchange.old, -one.held), (exchange.new, exchange.money(one.held)))
        if amount
    ]
    if entries:
        tx.execute(insert(TipEntry), entries)
