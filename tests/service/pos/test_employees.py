"""An employee who buys: a discount that comes with him, and a colleague who agrees where he serves himself."""

from typing import Any

import pytest
from sqlalchemy import select

from app.core.errors import BadInput, Forbidden
from app.core.journal import JournalEntry
from app.crm.personal_data import erase_customer, export_customer
from app.wiring import personal_data
from pos.cart import service as cart
from pos.employees.service import SERVE_SELF, employee_of, set_employee
from pos.employees.settings import EMPLOYEE_PERCENT
from tests.factories.amounts import money
from tests.factories.shop import FITTER, Shop
from tests.factories.till import TillDesk


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    shop.sets(EMPLOYEE_PERCENT, 20)
    return shop.till()


def works_here(till: TillDesk, name: str, account_id: int | None) -> int:
    customer_id = till.shop.customer(name)
    till.shop.changes(lambda tx: set_employee(tx, customer_id, account_id))
    return customer_id


def test_the_discount_comes_and_goes_with_the_customer(till: TillDesk) -> None:
    anna = works_here(till, "Anna", till.shop.cashier("Anna").account_id)
    till.adds(till.shop.product("Saw", "12.50"))
    bought = till.is_of(anna).cart
    assert bought.gross == money("10.00")
    assert [one.code for one in bought.lines[0].discounts] == ["employee_percent"]
    assert till.act(cart.undo).cart.gross == money("12.50")
    till.is_of(anna)
    assert till.act(cart.set_customer, till.cart_uid, None).cart.gross == money("12.50")
    till.act(cart.set_cart_discount, 1000, money("0.00"), "scratched")
    assert till.is_of(anna).cart.gross == money("11.25")
    till.act(cart.set_cart_discount, 0, money("0.00"), "")
    till.act(cart.set_customer, till.cart_uid, None)
    assert till.is_of(anna).cart.gross == money("10.00")
    done = till.pays(cash="rest")
    assert till.sale(done).lines[0].discounts[0].why == "Employee discount"


def test_nobody_serves_himself_unless_somebody_else_agrees(till: TillDesk) -> None:
    himself = till.cashier
    till.cashier = till.shop.cashier("Olga", role="owner")
    owner = till.cashier
    own = works_here(till, "Olga", owner.account_id)
    till.adds(till.shop.product("Saw", "12.50"))
    till.is_of(own)
    with pytest.raises(Forbidden, match="right_needed") as caught:
        till.pays(cash="rest")
    assert caught.value.facts == {"right": SERVE_SELF}
    till.cashier = owner.lent(SERVE_SELF, himself.name)
    done = till.pays(cash="rest")
    with till.shop.database.read_unit() as tx:
        row = tx.execute(
            select(JournalEntry.actor, JournalEntry.supervisor).where(JournalEntry.subject == f"sale:{done.uid}")
        ).one()
    assert tuple(row) == ("Olga", himself.name)
    till.cashier = himself
    till.adds(till.shop.product("Nails", "1.00"))
    till.is_of(own)
    assert till.pays(cash="rest").to_pay == money("0.80")


def test_who_works_here_is_one_customer_and_is_forgotten_with_him(till: TillDesk) -> None:
    shop, account_id = till.shop, till.cashier.account_id
    one, other = works_here(till, "Peter", account_id), shop.customer("Pete")
    with pytest.raises(BadInput, match="employee_taken"):
        shop.changes(lambda tx: set_employee(tx, other, account_id))
    with pytest.raises(Forbidden):
        till.does(lambda tx, _till: set_employee(tx, one, None))
    stored: dict[str, Any] = shop.changes(lambda tx: export_customer(tx, personal_data(), one))
    assert stored["employees"] == {"works_here_as": till.cashier.name}
    shop.database.transact(FITTER, lambda tx: erase_customer(tx, personal_data(), one))
    with shop.database.read_unit() as tx:
        assert employee_of(tx, one) is None
    shop.changes(lambda tx: set_employee(tx, other, account_id))
