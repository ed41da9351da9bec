"""A Saturday in a tool shop: four cashiers, two tills, and every way goods come back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.core.errors import Conflict, Forbidden
from app.core.ids import new_uid
from app.core.journal import JournalEntry
from app.core.money import ZERO, total
from app.places.service import place_of
from pos.account.ledger import account_of
from pos.cart import service as cart
from pos.cart.goods import GivenPrice
from pos.cart.holding import hold_cart, take_up, waiting_carts
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.checkout.void import ring_again, void_sale
from pos.returns.payout import payout_of
from pos.returns.service import take_back_without_receipt
from pos.sale.customers import purchase_summary
from pos.sale.naming import name_customer
from pos.scan import ScannedCard, ScannedReceipt, what_is
from pos.shift.account_payment import pay_off
from pos.shift.service import cash_in_out
from tests.factories.amounts import money, unit_price
from tests.factories.shop import Shop

OPENING = datetime(2026, 3, 7, 7, 0, tzinfo=UTC)
"""Nine in the morning in Sofia."""


class Saturday:
    """The people, the goods and the two tills."""

    def __init__(self, shop: Shop) -> None:
        shop.clock.set(OPENING)
        self.shop = shop
        self.saw = shop.product("Chainsaw", "299.00", tax="20", stock="5")
        self.oil = shop.product("Chain oil", "8.50", tax="20", stock="50")
        self.book = shop.product("Felling trees safely", "24.90", tax="9", stock="4")
        self.gloves = shop.product("Gloves", "12.00", tax="20", stock="30")
        self.front, self.back = shop.till(role="cashier", printer=True), shop.till(role="cashier", printer=True)
        self.clara, self.dimitar = shop.cashier("Clara"), shop.cashier("Dimitar", role="senior")
        self.ivan = shop.customer("Ivan", card="VIP-000123", credit="200.00")

    def minutes_later(self, minutes: int) -> None:
        """Time passes."""
        self.shop.clock.advance(timedelta(minutes=minutes))

    def a_card_is_scanned_and_a_saw_is_sold(self) -> None:
        with self.shop.database.read_unit() as tx:
            assert what_is(tx, "VIP-000123") == ScannedCard(self.ivan, "active")
        self.front.is_of(self.ivan)
        self.front.adds(self.saw)
        self.front.adds(self.oil, "2")
        self.big = self.front.pays(card="200.00", cash="150.00")
        assert (self.big.to_pay, self.big.change) == (money("316.00"), money("34.00"))
        self.plain = self.back.sells(self.gloves, "2", cash="50.00")

    def a_cart_waits_for_the_wallet_and_is_taken_up_at_the_other_till(self) -> None:
        self.back.adds(self.book)
        forgotten = self.back.cart_uid
        self.back.act(hold_cart, "wallet in the car")
        self.back.cart_uid = new_uid()
        self.small = self.back.sells(self.oil)
        with self.shop.database.read_unit() as tx:
            assert [one.uid for one in waiting_carts(tx, self.front.id)] == [forgotten]
        self.front.does(take_up, forgotten)
        self.front.cart_uid = forgotten
        self.card_sale = self.front.pays(card="rest")

    def a_bottle_comes_back_with_its_receipt_scanned(self) -> None:
        """Clara has relieved Anna in the middle of the shift."""
        self.minutes_later(90)
        self.front.cashier = self.clara
        with self.shop.database.read_unit() as tx:
            code = f"R{place_of(tx, self.front.id).till_number:02d}-{self.big.number:07d}"
            assert what_is(tx, code) == ScannedReceipt(self.big.uid, self.big.number)
        self.front.takes_back(self.big, "1", line=1, reason="wrong kind")
        assert self.front.pays_out().tenders == (("cash", -money("8.50")),)

    def what_was_paid_by_card_goes_back_to_the_card(self) -> None:
        self.front.takes_back(self.card_sale, reason="not wanted")
        with pytest.raises(Forbidden, match="right_needed"):
            self.front.act(checkout, None, [TenderRequest("cash")])
        assert self.front.pays_out().tenders == (("card", -money("24.90")),)

    def gloves_of_the_back_till_are_exchanged_at_the_front(self) -> None:
        self.front.takes_back(self.plain, "1", reason="too small")
        self.front.adds(self.book)
        self.swapped = self.front.pays(cash="20.00")
        assert (self.swapped.to_pay, self.swapped.change) == (money("12.90"), money("7.10"))
        assert self.front.sale(self.swapped).head.kind == "exchange"

    def without_a_receipt_it_takes_dimitar_and_a_name(self) -> None:
        with pytest.raises(Forbidden, match="right_needed"):
            self.back.act(take_back_without_receipt, new_uid(), self.oil.id, 1000, "leaks")
        self.back.cashier = self.dimitar
        given = GivenPrice(unit_price("8.00"), "opened")
        self.back.act(take_back_without_receipt, new_uid(), self.oil.id, 1000, "leaks", given)
        with pytest.raises(Conflict, match="customer_needed"):
            self.back.act(checkout, None, [TenderRequest("cash")])
        self.back.is_of(self.ivan)
        assert self.back.pays_out().to_pay == -money("8.00")

    def a_wrong_quantity_is_voided_and_rung_up_again(self) -> None:
        wrong = self.back.sells(self.gloves, "3", cash="rest")
        self.back.does(void_sale, wrong.uid, new_uid(), "typed 3 instead of 2")
        self.back.act(ring_again, wrong.uid)
        self.back.act(cart.set_qty, self.back.rung_up.lines[0].uid, 2000)
        assert self.back.pays(cash="rest").to_pay == money("24.00")

    def ivan_buys_on_account_and_pays_a_part_off(self) -> None:
        self.back.is_of(self.ivan)
        self.back.adds(self.gloves)
        self.back.pays(account="rest")
        self.back.does(pay_off, new_uid(), self.ivan, "cash", money("5.00"))
        self.shop.database.transact(self.dimitar, lambda tx: name_customer(tx, self.swapped.uid, self.ivan))

    def the_saw_comes_back_when_the_drawer_is_nearly_empty(self) -> None:
        self.front.cashier = self.dimitar
        self.front.does(cash_in_out, new_uid(), "safe_drop", self.front.expected_cash - money("20.00"), "noon")
        self.front.takes_back(self.big, line=0, reason="too heavy")
        with self.shop.database.read_unit() as tx:
            parts = [(part.kind, part.amount) for part in payout_of(tx, self.front.id)]
        assert parts == [("cash", money("107.50")), ("card", money("191.50"))]
        with pytest.raises(Conflict, match="no_cash_for_payout"):
            self.front.pays_out()
        self.front.does(cash_in_out, new_uid(), "in", money("200.00"), "from the safe")
        self.front.pays_out()
        with pytest.raises(Conflict, match="more_than_sold"):
            self.front.takes_back(self.big, "1", line=0)

    def both_drawers_are_as_expected_and_the_shelves_hold_what_they_should(self) -> None:
        closings = [self.front.closes(), self.back.closes()]
        assert [closed.difference for closed in closings] == [ZERO, ZERO]
        turnover = total(closed.figures.gross for closed in closings)
        kept = total(money(text) for text in ("8.50", "12.00", "8.50", "24.90", "24.00", "12.00"))
        assert turnover == kept - money("8.00")
        assert [closed.figures.return_count for closed in closings] == [4, 2]
        stock = [self.shop.stock_of(goods) // 1000 for goods in (self.saw, self.oil, self.book, self.gloves)]
        assert stock == [5, 49, 3, 26]
        with self.shop.database.read_unit() as tx:
            account = account_of(tx, self.ivan)
            acts = set(tx.execute(select(JournalEntry.kind)).scalars())
            assert purchase_summary(tx, self.ivan).visits == 3
        assert account is not None
        assert account.owed == money("7.00")
        assert {"cart.held", "cart.taken_up", "cart.return", "sale.voided", "credit.paid_off"} <= acts
        assert self.shop.faults() == ([], [])


def test_a_saturday(shop: Shop) -> None:
    day = Saturday(shop)
    day.a_card_is_scanned_and_a_saw_is_sold()
    day.a_cart_waits_for_the_wallet_and_is_taken_up_at_the_other_till()
    day.a_bottle_comes_back_with_its_receipt_scanned()
    day.what_was_paid_by_card_goes_back_to_the_card()
    day.gloves_of_the_back_till_are_exchanged_at_the_front()
    day.without_a_receipt_it_takes_dimitar_and_a_name()
    day.a_wrong_quantity_is_voided_and_rung_up_again()
    day.ivan_buys_on_account_and_pays_a_part_off()
    day.the_saw_comes_back_when_the_drawer_is_nearly_empty()
    day.both_drawers_are_as_expected_and_the_shelves_hold_what_they_should()
