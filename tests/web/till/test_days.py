"""What the till says of unusual days: a clock that is behind, a sale in the currency of before."""

import re
from datetime import date, timedelta

from app.core.ids import new_uid
from app.flows.currency import Wish, convert
from app.jobs.closing_hour import close_idle_shifts
from app.places.opening_changes import add_closed_day, set_opening_hours
from app.places.opening_hours import WEEK
from app.places.second_currency import SECOND_CODE, SECOND_RATE
from app.wiring import currency_parts
from pos.shift.closing_hour import CLOSING_HOUR
from pos.shift.paper_day import PaperDay
from pos.shift.service import open_shift
from tests.factories.shop import Shop
from tests.web.till.conftest import TillPages


def test_a_clock_that_is_behind_is_amber_until_it_is_right(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Drill", "79.00"))
    assert till_pages.pay({"kind": "cash", "amount": None}).status_code == 200
    shop.clock.advance(timedelta(minutes=-1))
    assert "Clock behind" not in till_pages.get("lights").text, "a clock is set by a minute now and then"
    shop.clock.advance(timedelta(days=-30))
    amber = till_pages.get("lights").text
    assert re.search(r'light--warn"[^>]*role="status"[^>]*>Clock behind: last act ', amber)
    assert "Set date and time right" in amber
    shop.clock.advance(timedelta(days=30, minutes=2))
    assert "Clock behind" not in till_pages.get("lights").text


def test_selling_with_a_clock_that_is_behind_is_confirmed_once(till_pages: TillPages, shop: Shop) -> None:
    drill, cash = shop.product("Drill", "79.00"), {"kind": "cash", "amount": None}
    shop.clock.advance(timedelta(minutes=3))
    till_pages.adds(drill)
    assert till_pages.pay(cash).status_code == 200
    shop.clock.advance(timedelta(minutes=-3))
    till_pages.cart_uid = new_uid()
    till_pages.adds(drill)
    asks = till_pages.pay(cash)
    assert (asks.status_code, asks.headers["X-Open"]) == (409, "clock-behind")
    assert "The last act was taken down on" in asks.text
    uid = re.search(r'name="act_uid" value="([^"]+)"', asks.text)
    assert uid is not None
    assert "Taken down" in till_pages.post("clock", {"act_uid": uid[1], "asked": "clock_behind"}).text
    assert till_pages.pay(cash).status_code == 200
    till_pages.cart_uid = new_uid()
    till_pages.adds(drill)
    assert till_pages.pay(cash).status_code == 200


def test_goods_of_before_the_change_are_shown_in_both_currencies(till_pages: TillPages, shop: Shop) -> None:
    sale = till_pages.desk.sells(shop.product("Drill", "79.00"), "2", cash="200.00")
    till_pages.desk.closes()
    shop.sets(SECOND_CODE, "BGN")
    shop.sets(SECOND_RATE, "1.95583")
    shop.changes(lambda tx: convert(tx, currency_parts(), Wish("BGN")))
    shop.database.cache.drop("web:shop")
    till_pages.desk.opens("500.00")
    sheet = re.sub(r"\s+", " ", till_pages.get(f"receipts/{sale.uid}/return").text)
    assert "2 sold for 158.00 EUR · today BGN 309.02" in sheet
    receipt = till_pages.get(f"receipts/{sale.uid}").text
    assert "158.00 EUR" in receipt.replace("\u00a0", " ")


def test_outside_of_the_opening_hours_the_till_says_so_and_sells(till_pages: TillPages, shop: Shop) -> None:
    drill = shop.product("Drill", "79.00")
    assert "opening hours" not in till_pages.get("").text
    shop.changes(lambda tx: set_opening_hours(tx, [[("02:00", "03:00")] for _ in WEEK], kept=True))
    assert till_pages.get("").text.count("Outside opening hours") == 1
    till_pages.adds(drill)
    paid = till_pages.pay({"kind": "cash", "amount": None})
    assert paid.status_code == 200
    assert "Outside the opening hours: today 02:00–03:00." in paid.text
    till_pages.desk.closes()
    opening = till_pages.get("shift/open").text
    assert re.search(r'light--told" role="status">Outside the opening hours: today 02:00–03:00\.<', opening)


def test_a_holiday_is_called_by_its_name_until_it_is_over(till_pages: TillPages, shop: Shop) -> None:
    shop.changes(lambda tx: set_opening_hours(tx, [[("00:00", "00:00")] for _ in WEEK], kept=True))
    assert "Outside opening hours" not in till_pages.get("lights").text
    shop.changes(lambda tx: add_closed_day(tx, date(2026, 3, 6), "Stock & taking", every_year=False))
    assert 'title="The shop is closed today: Stock &amp; taking."' in till_pages.get("lights").text
    shop.clock.advance(timedelta(days=1))
    assert "Outside opening hours" not in till_pages.get("lights").text


def test_a_shift_that_closed_by_itself_is_told_until_the_next_is_open(till_pages: TillPages, shop: Shop) -> None:
    shop.sets(CLOSING_HOUR, "15:00")
    for _ in range(12):
        shop.clock.advance(timedelta(minutes=20))
        till_pages.get("").close()
    close_idle_shifts(shop.database)
    assert till_pages.desk.shift() is not None, "somebody has just used the page"
    shop.clock.advance(timedelta(minutes=10))
    close_idle_shifts(shop.database)
    assert till_pages.desk.shift() is None
    told = r"The last shift was closed automatically, .+ Its drawer was not counted\."
    assert re.search(told, till_pages.get("").text)
    till_pages.desk.opens()
    assert "closed automatically" not in till_pages.get("").text
    till_pages.desk.closes()
    assert "closed automatically" not in till_pages.get("").text


def test_a_day_kept_on_paper_is_entered_and_the_till_says_so(till_pages: TillPages, shop: Shop) -> None:
    till_pages.desk.closes()
    assert "shift/open?paper=yes" in till_pages.get("shift/open").text
    page = till_pages.get("shift/open?paper=yes").text
    assert ('type="date"' in page, "count-" in page) == (True, True)
    day = shop.clock.now().date() - timedelta(days=1)
    form = {"uid": new_uid(), "count-1000": "5", "paper_day": "soon", "paper_reason": "No power"}
    assert "choose one from the calendar" in till_pages.post("shift/open", form).text
    assert till_pages.post("shift/open", form | {"paper_day": day.isoformat()}).status_code == 403
    assert "The shift is not open yet" in till_pages.get("").text
    till_pages.desk.cashier = shop.cashier(role="owner")
    till_pages.desk.does(open_shift, new_uid(), {1000: 5}, PaperDay(day, "No power"))
    page = till_pages.get("").text
    assert (f"Kept on paper: {day.day} Mar 2026" in page, "is still open" in page) == (True, False)
