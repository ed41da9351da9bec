"""The euro changeover over a night: a shop in leva closes, converts, opens in euro, and meets its old receipts."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.core.clock import SetClock
from app.core.db.unit import Database
from app.core.errors import Conflict
from app.core.ids import new_uid
from app.core.journal import JournalEntry
from app.core.money import ZERO
from app.core.settings import get
from app.flows.currency import Wish, convert
from app.places.second_currency import SECOND_CODE, SECOND_RATE, SECOND_RATE_FOR, SECOND_UNTIL
from app.reports.returns import returns_by_reason
from app.reports.today import day_figures
from app.wiring import currency_parts
from devices.fakes import FakeReceiptPrinter
from pos.account.ledger import account_of, entries_of
from pos.checkout.paper import receipt_name
from pos.papers.store import reprint, stored_paper
from pos.sale.customers import purchase_summary
from pos.shift.account_payment import pay_off
from pos.shift.reading import closed_shifts
from printing.document import Document
from tests.factories.amounts import money, unit_price
from tests.factories.shop import FITTER, Shop
from tests.factories.till import TillDesk
from tests.factories.together import until
from warehouse.catalogue.prices import price_history, set_price

AFTERNOON = datetime(2025, 12, 31, 14, 0, tzinfo=UTC)
NIGHT = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)
"""Half past midnight in Sofia."""
MORNING = datetime(2026, 1, 1, 7, 0, tzinfo=UTC)
LATER = datetime(2026, 1, 15, 7, 0, tzinfo=UTC)


class Changeover:
    """One till, its goods, and a customer who buys on account."""

    def __init__(self, database: Database, clock: SetClock) -> None:
        clock.set(AFTERNOON)
        self.shop = Shop(database, clock, "BGN")
        self.saw = self.shop.product("Saw", "199.99", stock="9")
        self.oil = self.shop.product("Oil", "8.55", stock="50")
        self.till: TillDesk = self.shop.till(printer=True)
        self.shop.changes(lambda tx: set_price(tx, self.oil.id, unit_price("9.99"), valid_from=LATER))
        self.maria = self.shop.customer("Maria", credit="500.00")

    def paper(self, document: str) -> Document:
        with self.shop.database.read_unit() as tx:
            return stored_paper(tx, document)

    def both_currencies_are_shown_beforehand(self) -> None:
        self.shop.sets(SECOND_CODE, "EUR")
        self.shop.sets(SECOND_RATE, "1.95583")
        self.shop.sets(SECOND_RATE_FOR, "second")
        self.till.adds(self.saw)
        self.till.adds(self.oil, "3")
        self.old = self.till.pays(card="100.00", cash="150.00")
        assert (self.old.to_pay, self.old.change) == (money("225.64"), money("24.36"))
        self.old_paper = self.paper(receipt_name(self.old.uid))
        assert "115.37" in str(self.old_paper), "the receipt does not say what it is in euro"
        self.till.is_of(self.maria)
        self.till.adds(self.saw)
        self.till.pays(account="rest")

    def it_waits_for_the_last_cart_and_the_last_shift(self) -> None:
        self.shop.clock.set(NIGHT)
        self.till.adds(self.oil)
        with pytest.raises(Conflict, match="currency_open_shift"):
            self._convert()
        self.till.pays(cash="rest")
        closed = self.till.closes()
        assert (closed.difference, closed.expected) == (ZERO, money("234.19"))
        self.till.adds(self.oil)
        with pytest.raises(Conflict, match="currency_open_cart"):
            self._convert()
        self.till.opens("234.19")
        self.till.pays(card="rest")
        self.till.closes()

    def _convert(self) -> None:
        wish = Wish("EUR", until="2026-01-31")
        self.shop.database.transact(FITTER, lambda tx: convert(tx, currency_parts(), wish))

    def everything_goes_over_at_once(self) -> None:
        self._convert()
        with pytest.raises(Conflict, match="currency_already"):
            self._convert()
        with self.shop.database.read_unit() as tx:
            prices = [(one.price, one.older_currency, one.state) for one in price_history(tx, self.oil.id)]
            account, entries = account_of(tx, self.maria), entries_of(tx, self.maria)
        assert prices == [
            (unit_price("5.11"), None, "future"),
            (unit_price("4.37"), None, "now"),
            (unit_price("8.55"), "BGN", "past"),
        ]
        assert account is not None
        assert (account.owed, account.credit_limit) == (money("102.25"), money("255.65"))
        assert [(one.currency, one.amount) for one in entries] == [
            ("EUR", money("102.25")),
            ("BGN", -money("199.99")),
            ("BGN", money("199.99")),
        ]

    def the_morning_is_sold_in_euro_and_still_says_leva(self) -> None:
        self.shop.clock.set(MORNING)
        self.till.opens("200.00")
        new = self.till.sells(self.oil, "2", cash="20.00")
        assert (new.to_pay, new.change) == (money("8.74"), money("11.26"))
        assert self.till.sale(new).head.currency == "EUR"
        assert "17.09" in str(self.paper(receipt_name(new.uid)))

    def an_old_sale_comes_back_in_parts(self) -> None:
        """All of it together is what 225.64 leva are: 115.37 euro, the cash first, then the card."""
        self.till.takes_back(self.old, "1", line=1, reason="leaks")
        first = self.till.pays_out()
        self.till.takes_back(self.old, line=1, reason="leaks")
        second = self.till.pays_out()
        self.till.takes_back(self.old, line=0, reason="leaks")
        third = self.till.pays_out()
        assert [done.to_pay for done in (first, second, third)] == [
            -money("4.37"),
            -money("8.75"),
            -money("102.25"),
        ]
        ways = [part for done in (first, second, third) for part in done.tenders]
        assert sum(amount.minor for _, amount in ways) == -11537
        assert sum(amount.minor for kind, amount in ways if kind == "card") == -5113
        with pytest.raises(Conflict, match="more_than_sold"):
            self.till.takes_back(self.old, "1", line=0)
        note = str(self.paper(receipt_name(first.uid)))
        assert "sold for 8.55 BGN, 1 EUR = 1.95583 BGN" in note
        assert "4.37" in note

    def an_old_receipt_is_what_it_was(self) -> None:
        assert self.paper(receipt_name(self.old.uid)) == self.old_paper
        printer = FakeReceiptPrinter()
        self.till.does(reprint, receipt_name(self.old.uid), new_uid())
        worker = self.shop.outbox_worker(printer)
        worker.start()
        try:
            until(lambda: any(one.copy_text for one in printer.papers))
        finally:
            worker.stop()
        copy = next(one for one in printer.papers if one.copy_text)
        assert (copy.copy_text, copy.document) == ("COPY", self.old_paper)

    def maria_pays_off_what_she_owes(self) -> None:
        self.till.does(pay_off, new_uid(), self.maria, "cash", money("102.25"))
        with self.shop.database.read_unit() as tx:
            account, bought = account_of(tx, self.maria), purchase_summary(tx, self.maria)
        assert account is not None
        assert (account.owed, bought.spent) == (ZERO, money("102.25"))

    def the_figures_add_up(self) -> None:
        closed = self.till.closes()
        assert closed.difference == ZERO
        assert closed.figures.gross == money("8.74") - money("115.37")
        with self.shop.database.read_unit() as tx:
            dates = [one.business_date for one in closed_shifts(tx)]
            assert [one.currency for one in closed_shifts(tx)] == ["EUR", "BGN", "BGN"]
            old = day_figures(tx, dates[-1], tx.now)
            assert old.gross == money("226.36"), "442.73 leva are 226.36 euro"
            assert [one.amount for one in returns_by_reason(tx, dates[0], dates[0])] == [money("115.37")]
            acts = list(tx.execute(select(JournalEntry.kind)).scalars())
        assert acts.count("currency.converted") == 1
        assert self.shop.stock_of(self.saw) == 8000
        assert self.shop.faults() == ([], [])

    def until_the_last_day_of_the_leva(self) -> None:
        with self.shop.database.read_unit() as tx:
            assert (get(tx, SECOND_CODE), get(tx, SECOND_UNTIL)) == ("BGN", "2026-01-31")


def test_the_euro_changeover(database: Database, clock: SetClock) -> None:
    night = Changeover(database, clock)
    night.both_currencies_are_shown_beforehand()
    night.it_waits_for_the_last_cart_and_the_last_shift()
    night.everything_goes_over_at_once()
    night.the_morning_is_sold_in_euro_and_still_says_leva()
    night.an_old_sale_comes_back_in_parts()
    night.an_old_receipt_is_what_it_was()
    night.maria_pays_off_what_she_owes()
    night.the_figures_add_up()
    night.until_the_last_day_of_the_leva()
