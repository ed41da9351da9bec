"""Regulars on the pages of the office: the list, the page of a customer, the first page; the words of it all."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from app.core.money import Money
from app.crm.customers import CustomerData, create_customer
from app.places.day import today
from app.web.shared.habit_words import ago, every
from pos.past_sales.writing import NewPastLine, NewPastSale, add_past_lines, add_past_sales
from pos.recognition.counting import recognise_regulars
from tests.support.web import SETUP, WebShop


def bought(web: WebShop, name: str, days_ago: Sequence[int], minor: int = 40_00) -> date:
    """A customer and the days he bought on; answers today."""
    with web.database.unit_of_work(SETUP) as tx:
        day, customer = today(tx), create_customer(tx, CustomerData(name))
        heads = [NewPastSale(1, f"{name} {back}", day - timedelta(days=back), customer) for back in days_ago]
        lines = [NewPastLine(sale_id, 1, "Haircut", 1000, Money(minor)) for sale_id in add_past_sales(tx, heads)]
        add_past_lines(tx, lines)
    return day


def test_the_most_valuable_come_first_and_groups_are_shown(web: WebShop) -> None:
    office = web.office()
    assert "Nobody is known well enough yet" in office.get("/office/customers/regulars").text
    bought(web, "Big Once", [300], 10_500_00)
    bought(web, "Quiet Nina", [10, 45, 80, 115])
    bought(web, "Missed Paul", [60, 95, 130])
    recognise_regulars(web.database)
    page = office.get("/office/customers/regulars").text
    assert page.index("Quiet Nina") < page.index("Missed Paul") < page.index("Big Once")
    assert "every 5 weeks" in page
    slipping = office.get("/office/customers/regulars?who=slipping&sort=last_day&order=up").text
    assert "Missed Paul" in slipping
    assert "Quiet Nina" not in slipping
    assert "Nobody like this" in office.get("/office/customers/regulars?who=lost").text
    assert office.get("/office/customers/regulars?who=no&sort=no&page=-1").status_code == 200
    home = office.get("/office/").text
    assert "Missed Paul" in home
    assert "Last visit: 9 weeks ago" in home


def test_the_page_of_a_customer_says_how_he_comes(web: WebShop) -> None:
    bought(web, "Quiet Nina", [10, 45, 80, 115])
    office = web.office()
    address = office.get("/office/customers").text.split('<th scope="row"><a href="')[1].split('"')[0]
    page = office.get(address).text
    assert "Comes about every 5 weeks, last 10 days ago. €160.00 in two years." in page
    assert "€120.00" in page
    assert page.count("quarters__bar") == 8


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (62, "9 weeks ago"),
        (63, "2 months ago"),
        (700, "23 months ago"),
        (730, "2 years ago"),
    ],
)
def test_how_long_ago_something_was(web: WebShop, days: int, words: str) -> None:
    with web.app.test_request_context():
        assert ago(days) == words


@pytest.mark.parametrize(
    ("days", "words"), [(1, "every day"), (7, "every 7 days"), (20, "every 3 weeks"), (91, "every 3 months")]
)
def test_how_often_somebody_comes(web: WebShop, days: int, words: str) -> None:
    with web.app.test_request_context():
        assert every(days) == words
