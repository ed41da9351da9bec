"""What prepaid balances store about customers; gift cards name nobody."""

from typing import Any

from app.core.db.unit import ReadUnit, Unit
from app.crm.personal_data import PersonalData
from loyalty.gift_cards.ledger import balance_of
from loyalty.gift_cards.reading import entries_of_card


def gift_card_data() -> PersonalData:
    """The prepaid balance of a customer. An erasure lets it stand: it is money the shop owes, and names nobody."""
    return PersonalData(frozenset({"gift_card"}), _export, _erase)


def _export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
    balance = balance_of(tx, customer_id)
    if balance is None:
        return {"prepaid": None}
    return {
        "prepaid": {
            "balance_minor": balance.balance.minor,
            "entries": [
                {
                    "at": one.at.isoformat(),
                    "kind": one.kind,
                    "amount_minor": one.amount.minor,
                    "currency": one.currency,
                    "receipt": one.receipt,
                }
                for one in entries_of_card(tx, balance.id)
            ],
        }
    }


def _erase(_tx: Unit, _customer_id: int) -> None:
    """Nothing to take away."""
