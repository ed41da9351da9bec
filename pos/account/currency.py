"""What customers owe and may owe in another currency: the balance goes over by two entries, old and new."""

from sqlalchemy import bindparam, func, insert, select, update

from app.core.currency_change import Exchange
from app.core.currency_parts import ConvertedAmount, CurrencyPart
from app.core.db.unit import ReadUnit, Unit
from app.core.ids import new_uid
from app.core.money import Money
from app.crm.models import Customer
from app.places.day import today
from app.places.models import Shop
from pos.account.models import AccountEntry, CustomerAccount


def account_amounts() -> CurrencyPart:
    """The answer of buying on account."""
    columns = frozenset({"customer_account.credit_limit", "customer_account.owed"})
    return CurrencyPart(columns, _amounts, _convert)


def _accounts(tx: ReadUnit) -> list[tuple[int, str, Money, Money]]:
    rows = tx.execute(
        select(CustomerAccount.customer_id, Customer.name, CustomerAccount.owed, CustomerAccount.credit_limit)
        .join(Customer, Customer.id == CustomerAccount.customer_id)
        .order_by(CustomerAccount.customer_id)
    )
    return [(customer_id, f"{customer_id} {name}".strip(), owed, limit) for customer_id, name, owed, limit in rows]


def _amounts(tx: ReadUnit, exchange: Exchange) -> list[ConvertedAmount]:
    accounts = _accounts(tx)
    balances = [
        ConvertedAmount("balance", name, owed, exchange.money(owed)) for _, name, owed, _limit in accounts if owed
    ]
    limits = [
        ConvertedAmount("credit_limit", name, limit, exchange.money(limit))
        for _, name, _owed, limit in accounts
        if limit
    ]
    return balances + limits


def _convert(tx: Unit, exchange: Exchange) -> None:
    accounts = _accounts(tx)
    # An account belongs to the chain; the ledger names its first shop.
    shop_id = tx.execute(select(func.min(Shop.id))).scalar_one()
    entries = []
    for customer_id, _, owed, _limit in accounts:
        for currency, amount in ((exchange.old, -owed), (exchange.new, exchange.money(owed))):
            if amount:
                entries.append(_entry(tx, shop_id, customer_id, currency, amount, exchange.rate))
    if entries:
        tx.execute(insert(AccountEntry), entries)
    if accounts:
        tx.execute(
            update(CustomerAccount)
            .where(CustomerAccount.customer_id == bindparam("of_customer"))
            .values(owed=bindparam("new_owed"), credit_limit=bindparam("new_limit")),
            [
                {
                    "of_customer": customer_id,
                    "new_owed": exchange.money(owed),
                    "new_limit": exchange.money(limit),
                }
                for customer_id, _, owed, limit in accounts
            ],
        )


def _entry(tx: Unit, shop_id: int, customer_id: int, currency: str, amount: Money, rate: str) -> dict[str, object]:
    return {
        "uid": new_uid(),
        "customer_id": customer_id,
        "shop_id": shop_id,
        "currency": currency,
        "kind": "correction",
        "amount": amount,
        "at": tx.now,
        "business_date": today(tx),
        "sale_id": None,
        "till_id": None,
        "shift_id": None,
        "tender_kind": None,
        "number": None,
        "reason": rate,
        "account_name": tx.actor.name,
    }
