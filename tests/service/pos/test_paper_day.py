"""A day that was kept on paper is entered later, and counts for the day it was."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.errors import BadInput, Conflict, Forbidden
from app.core.ids import new_uid
from app.core.journal_pages import Wanted, journal_page
from app.core.outbox_view import open_messages
from pos.checkout.paper import receipt_name
from pos.fiscal.correcting import never_registered, register_afterwards
from pos.papers.store import is_asked_for, printer_lane, stored_paper
from pos.sale.models import Sale
from pos.shift.paper_day import MOST_DAYS, PaperDay
from pos.shift.reading import closed_shifts
from pos.shift.service import cash_in_out, open_shift
from pos.status import till_status
from tests.factories.amounts import money, unit_price
from tests.factories.fiscal import FiscalTill
from tests.factories.shop import Shop
from tests.factories.till import TillDesk, counted
from warehouse.catalogue.prices import set_price
from warehouse.catalogue.taxes import set_rate
from warehouse.stock.models import StockMove

POWER = "no power in the street"


def enters(till: TillDesk, day: date, *, is_registered: bool = False) -> None:
    till.does(open_shift, new_uid(), counted("50.00"), PaperDay(day, POWER, is_registered))


def test_it_counts_for_that_day_at_its_price_and_tax_and_nothing_is_printed(shop: Shop) -> None:
    till, saw = shop.till(role="owner", opened=False, printer=True), shop.product("Saw", "10.00", stock="5")
    day = shop.clock.now().date()
    shop.changes(lambda tx: set_rate(tx, shop.tax("20"), 1000, day + timedelta(days=2)))
    shop.changes(lambda tx: set_price(tx, saw.id, unit_price("12.00"), valid_from=shop.clock.now() + timedelta(days=1)))
    shop.waits(timedelta(days=3))
    enters(till, day)
    till.scans(saw.code)
    assert (till.rung_up.gross, [row.rate for row in till.rung_up.tax]) == (money("10.00"), ["20"])
    sale = till.pays(cash="20.00")
    till.does(cash_in_out, new_uid(), "out", money("1.00"), "stamps")
    with shop.database.read_unit() as tx:
        assert tx.execute(select(Sale.business_date, Sale.completed_at)).all() == [(day, shop.clock.now())]
        moved = select(StockMove.business_date).where(StockMove.document_kind == "sale")
        assert tx.execute(moved).scalars().all() == [day]
        assert not is_asked_for(tx, receipt_name(sale.uid))
        told = str(stored_paper(tx, receipt_name(sale.uid)))
        status = till_status(tx, till.id)
    assert ("Entered later, from paper" in told, f"{shop.clock.now():%H:%M}" in told) == (True, False)
    assert status.shift is not None
    assert status.shift.is_late(day + timedelta(days=3)) is False
    with shop.database.read_unit() as tx:
        assert open_messages(tx, printer_lane(till.id)) == []
    assert till.closes().expected == money("59.00")
    with shop.database.read_unit() as tx:
        assert [one.payload["document"][:2] for one in open_messages(tx, printer_lane(till.id))] == ["z:"]
        (closed,) = closed_shifts(tx)
    assert (closed.business_date, closed.paper_reason, closed.late) == (day, POWER, False)
    till.opens()
    assert till.sells(saw).to_pay == money("12.00")
    with shop.database.read_unit() as tx:
        newest = tx.execute(select(Sale.business_date).order_by(Sale.id.desc()).limit(1)).scalar_one()
        opened = journal_page(tx, Wanted("shift.opened"))[-1].body
    assert newest == day + timedelta(days=3)
    assert opened is not None
    assert (opened["paper_day"], opened["reason"], opened["registered"]) == (day.isoformat(), POWER, False)
    assert shop.faults() == ([], [])


def test_a_register_hears_nothing_of_it_until_a_senior_corrects(shop: Shop) -> None:
    fiscal, saw = FiscalTill(shop), shop.product("Saw", "10.00")
    till = fiscal.desk
    fiscal.works()
    till.closes()
    fiscal.works()
    known = len(fiscal.register.entries)
    till.cashier = shop.cashier(role="owner")
    shop.waits(timedelta(days=1))
    enters(till, (shop.clock.now() - timedelta(days=1)).date())
    sale = till.sells(saw)
    till.closes()
    fiscal.works()
    assert len(fiscal.register.entries) == known
    with shop.database.read_unit() as tx:
        assert [one.uid for one in never_registered(tx, till.id)] == [sale.uid]
    shop.changes(lambda tx: register_afterwards(tx, sale.uid))
    fiscal.works()
    assert fiscal.receipts[-1].correction is not None
    with shop.database.read_unit() as tx:
        assert never_registered(tx, till.id) == []


def test_what_the_register_has_already_is_not_offered_to_it_again(shop: Shop) -> None:
    fiscal, saw = FiscalTill(shop), shop.product("Saw", "10.00")
    till = fiscal.desk
    till.closes()
    till.cashier = shop.cashier(role="owner")
    enters(till, shop.clock.now().date(), is_registered=True)
    sale = till.sells(saw)
    with shop.database.read_unit() as tx:
        assert never_registered(tx, till.id) == []
    with pytest.raises(Conflict, match="nothing_to_correct"):
        shop.changes(lambda tx: register_afterwards(tx, sale.uid))


def test_no_other_day_and_nobody_else(shop: Shop) -> None:
    till, today = shop.till(role="owner", opened=False), shop.clock.now().date()
    for wrong in (today + timedelta(days=1), today - timedelta(days=MOST_DAYS + 1)):
        with pytest.raises(BadInput, match="paper_day_out_of_range"):
            enters(till, wrong)
    with pytest.raises(BadInput, match="empty_text"):
        till.does(open_shift, new_uid(), {}, PaperDay(today, " "))
    senior = shop.till(opened=False)
    with pytest.raises(Forbidden, match="right_needed"):
        enters(senior, today)
    assert (till.shift(), senior.shift()) == (None, None)
    senior.opens()
    assert senior.sells(shop.product("Saw")).to_pay == money("10.00")
