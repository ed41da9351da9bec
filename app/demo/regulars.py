"""The customers of the demo shop who come again: how often, and who of them buys on account."""

import random
from collections.abc import Sequence
from typing import Final

from app.core.actor import program
from app.core.db.unit import Database, Unit
from app.core.ids import new_uid
from app.core.money import ZERO, Money
from pos.account.ledger import account_of, set_credit_limit
from pos.cart.views import CartView
from pos.checkout.tenders import TenderRequest
from pos.shift.account_payment import pay_off

ACCOUNTS: Final = 2
_LIMIT: Final = Money(500_00)
_KNOWN_SHARE: Final = 0.3
_ON_ACCOUNT_SHARE: Final = 0.6
_PAYS_OFF_SHARE: Final = 0.2


class Regulars:
    """Says who stands at the till; the same chance brings the same people."""

    def __init__(self, database: Database, customer_ids: Sequence[int]) -> None:
        self.ids = customer_ids
        # The first ones come every few days, the last ones hardly ever; those with an account are among the first.
        self._weights = [1 / (place + 3) for place in range(len(customer_ids))]
        self._with_account = customer_ids[:ACCOUNTS]
        self._chance = random.Random(20260307)  # noqa: S311  # a believable shop, not a secret
        with database.unit_of_work(program("demo")) as tx:
            for customer_id in self._with_account:
                set_credit_limit(tx, customer_id, _LIMIT)

    def next(self) -> int | None:
        """Who comes; None where nobody knows."""
        if not self.ids or self._chance.random() >= _KNOWN_SHARE:
            return None
        return self._chance.choices(self.ids, weights=self._weights)[0]

    def on_account(self, tx: Unit, customer_id: int | None, cart: CartView) -> list[TenderRequest]:
        """The tender of a customer who lets it be written down; empty where it is paid otherwise."""
        if customer_id is None or customer_id not in self._with_account or self._chance.random() >= _ON_ACCOUNT_SHARE:
            return []
        account = account_of(tx, customer_id)
        return [TenderRequest("account")] if account is not None and cart.to_pay <= account.left else []

    def pay_off(self, tx: Unit, till_id: int) -> None:
        """Now and then somebody pays what he owes."""
        for customer_id in self._with_account:
            account = account_of(tx, customer_id)
            if account is not None and account.owed > ZERO and self._chance.random() < _PAYS_OFF_SHARE:
                pay_off(tx, till_id, new_uid(), customer_id, self._chance.choice(("cash", "transfer")), account.owed)
