"""What was sold in the old program, from a table: a history of its own, whole or withdrawn."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.ids import new_uid
from app.core.money import Money
from app.crm.models import Customer
from app.crm.personal_data import erase_customer, export_customer
from app.crm.settings import COUNTRY
from app.exchange import runs
from app.exchange.exports.periods import Period
from app.exchange.runs import Report
from app.wiring import personal_data
from pos.past_sales.reading import PastPurchase, past_purchases, past_summary
from pos.sale.customers import purchase_summary
from pos.sale.models import Sale
from tests.service.crm.conftest import ClientBook
from tests.service.exchange.conftest import Exchange
from tests.service.exchange.test_export import exported

Codes = Callable[[Report], list[tuple[int, str, str]]]
HEADERS = "Номер чека;Дата;Карта;Телефон;Покупатель;Артикул;Товар;Количество;Сумма\n"


@pytest.fixture
def book(exchange: Exchange) -> ClientBook:
    exchange.shop.sets(COUNTRY, "RU")
    return ClientBook(exchange.shop)


def bought(book: ClientBook, customer_id: int) -> list[PastPurchase]:
    found: list[PastPurchase] = book.reads(past_purchases, customer_id)
    return found


def test_a_history_is_counted_for_its_customers(exchange: Exchange, book: ClientBook) -> None:
    anna, peter = book.add("Anna", "8 916 123-45-67", card="VIP-1"), book.add("Peter", "8 916 765-43-21")
    saw = exchange.shop.product("Saw", stock="5")
    table = HEADERS + (
        "17;01.03.2024;vip-1;;;S-1;Old saw;1;1 250,00\n"
        "17;01.03.2024;;;;;Oil;0,5;80,40\n"
        "18;02.03.2024;;8 916 765-43-21;;;Nails;;10\n"
        "19;2024-03-02;;;peter;;Nails, returned;-1;-10\n"
        f"20;02.03.2024;;;;;{saw.name};2;30\n"
    )
    _, report = exchange.run("sales", table)
    assert (report.created, report.problems) == (5, [])
    (one,) = bought(book, anna)
    assert (one.number, one.sold_on, one.total) == ("17", date(2024, 3, 1), Money(133040))
    assert [(line.name, line.sku, line.qty_milli, line.amount) for line in one.lines] == [
        ("Old saw", "S-1", 1000, Money(125000)),
        ("Oil", None, 500, Money(8040)),
    ]
    assert [purchase.number for purchase in bought(book, peter)] == ["19", "18"]
    summary = book.reads(past_summary, peter)
    assert (summary.visits, summary.spent, summary.first_on) == (2, Money(0), date(2024, 3, 2))
    # No shift, no stock, no sale of the till.
    assert exchange.shop.stock_of(saw) == 5000
    assert exchange.count("sale") == exchange.count("shift") == 0
    assert exchange.shop.faults() == ([], [])
    before = exchange.dump()
    _, again = exchange.run("sales", table)
    assert (again.created, again.unchanged, again.problems) == (0, 5, [])
    assert exchange.dump() == before


def test_an_import_taken_back_counts_no_more_and_can_come_again(exchange: Exchange, book: ClientBook) -> None:
    anna = book.add("Anna", "8 916 123-45-67")
    table = HEADERS + "1;01.03.2024;;;Anna;;Saw;1;10\n1;01.03.2024;;;;;Oil;1;5\n2;02.03.2024;;;Anna;;Saw;1;10\n"
    uid, _ = exchange.run("sales", table)
    kept, _ = exchange.run("sales", HEADERS + "3;03.03.2024;;;Anna;;Saw;1;7\n")
    assert exchange.undo(uid) == []
    assert [one.number for one in bought(book, anna)] == ["3"]
    assert book.reads(past_summary, anna).spent == Money(700)
    _, again = exchange.run("sales", table)
    assert again.created == 3
    assert [one.number for one in bought(book, anna)] == ["3", "2", "1"]
    exchange.undo(kept)
    assert book.reads(past_summary, anna).spent == Money(2500)


def test_a_sale_in_two_files_and_in_several_steps_is_one(
    exchange: Exchange, book: ClientBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "APPLY_ROWS", 2)
    anna = book.add("Anna", "8 916 123-45-67")
    first = HEADERS + "1;01.03.2024;;;Anna;;A;1;1\n" + "1;01.03.2024;;;;;B;1;2\n" * 4
    exchange.run("sales", first)
    longer, report = exchange.run("sales", first + "1;01.03.2024;;;;;C;1;3\n")
    assert (report.created, report.unchanged) == (1, 5)
    assert [line.name for line in bought(book, anna)[0].lines] == ["A", "B", "B", "B", "B", "C"]
    exchange.undo(longer)
    assert [line.name for line in bought(book, anna)[0].lines] == ["A", "B", "B", "B", "B"]
    exchange.run("sales", first + "1;01.03.2024;;;;;C;1;3\n")
    assert bought(book, anna)[0].total == Money(1200)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (";01.03.2024;;;;;Saw;1;10", "Номер чека", "past_sale_needs"),
        ("5;;;;;;Saw;1;10", "Дата", "past_sale_needs"),
        ("5;01.03.2024;;;;;Saw;1;", "Сумма", "past_sale_needs"),
        ("5;01.03.2190;;;;;Saw;1;10", "Дата", "past_sale_to_come"),
        ("5;the third;;;;;Saw;1;10", "Дата", "not_a_date"),
        ("5;01.03.2024;;;;;Saw;0;10", "Количество", "past_sale_of_nothing"),
        ("5;01.03.2024;;;;;Saw;1;1000000000000000", "Сумма", "not_a_number"),
        ("5;01.03.2024;;;;;Saw;1;100000000000000", "Сумма", "past_sale_too_large"),
        ("5;01.03.2024;;;;;;1;10", "Товар", "past_sale_nameless"),
        ("5;01.03.2024;NOPE;;;;Saw;1;10", "Карта", "no_such_customer"),
        ("5;01.03.2024;;8 916 000-00-00;;;Saw;1;10", "Телефон", "no_such_customer"),
        ("5;01.03.2024;;;Nobody;;Saw;1;10", "Покупатель", "no_such_customer"),
        ("5;01.03.2024;;;Twin;;Saw;1;10", "Покупатель", "several_customers"),
        ("4;01.03.2024;;;Twin;;Saw;1;10", "Покупатель", "several_customers"),
        ("4;01.03.2024;;8 916 765-43-21;;;Saw;1;10", "Покупатель", "past_sale_buyers"),
        ("3;01.03.2024;;;Anna;;Saw;1;11", "Номер чека", "past_sale_differs"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    exchange: Exchange, book: ClientBook, codes_of: Codes, row: str, column: str, code: str
) -> None:
    book.add("Anna", "8 916 123-45-67")
    book.add("Peter", "8 916 765-43-21")
    book.add("Twin", "8 916 765-43-22")
    book.add("Twin", "8 916 765-43-23")
    exchange.run("sales", HEADERS + "3;01.03.2024;;;Anna;;Saw;1;10\n")
    before = exchange.dump()
    _, report = exchange.run("sales", HEADERS + f"4;01.03.2024;;;Anna;;Saw;1;10\n{row}\n")
    assert codes_of(report) == [(3, column, code)]
    assert exchange.dump() == before


def test_a_phone_tells_who_it_was_whatever_the_name(exchange: Exchange, book: ClientBook) -> None:
    anna = book.add("Anna Petrova", "8 916 123-45-67")
    exchange.run("sales", HEADERS + "4;01.03.2024;;89161234567;Анна П.;;Saw;1;10\n")
    assert len(bought(book, anna)) == 1


def test_customers_of_a_withdrawn_history_can_be_taken_back_too(exchange: Exchange, book: ClientBook) -> None:
    people, _ = exchange.run("customers", "Name;Phone\nAnna;89161234567\nPeter;89167654321\n")
    history, _ = exchange.run("sales", HEADERS + "4;01.03.2024;;;Anna;;Saw;1;10\n")
    again, _ = exchange.run("customers", "Name;Phone;Note\nAnna;89161234567;tea\n")
    exchange.undo(again)
    exchange.undo(history)
    assert exchange.undo(people) == []
    assert exchange.count("customer") == 1
    with exchange.shop.database.read_unit() as tx:
        assert tx.execute(select(Customer.name)).scalar_one() == ""


def test_whoever_bought_once_stays_when_customers_are_taken_back(exchange: Exchange, book: ClientBook) -> None:
    people, _ = exchange.run("customers", "Name;Phone\nAnna;89161234567\nPeter;89167654321\n")
    exchange.run("sales", HEADERS + "4;01.03.2024;;;Anna;;Saw;1;10\n")
    assert [(one.row, one.code) for one in exchange.undo(people)] == [(2, "customer_used_since")]
    assert exchange.count("customer") == 1


def test_the_history_is_told_and_stays_without_a_name(exchange: Exchange, book: ClientBook) -> None:
    anna = book.add("Anna", "8 916 123-45-67")
    exchange.run("sales", HEADERS + "4;01.03.2024;;;Anna;;Saw;1;10\n")
    told = book.does(export_customer, personal_data(), anna)["past_sales"]["purchases"]
    assert told == [
        {
            "number": "4",
            "sold_on": "2024-03-01",
            "currency": "EUR",
            "lines": [{"name": "Saw", "qty_milli": 1000, "amount_minor": 1000}],
        }
    ]
    book.does(erase_customer, personal_data(), anna)
    assert book.reads(past_summary, anna).spent == Money(1000)
    table = HEADERS + "5;01.03.2024;;89161234567;;;Saw;1;10\n"
    _, report = exchange.run("sales", table)
    assert [one.error.code for one in report.problems] == ["no_such_customer"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_sales_of_the_till_exported_and_imported_are_unchanged(
    exchange: Exchange, book: ClientBook, tmp_path: Path, form: str
) -> None:
    rung_up(exchange, book)
    before = exchange.dump()
    _, report = exchange.run("sales", exported(exchange, "sales", form, tmp_path))
    assert (report.created, report.unchanged, report.problems) == (0, 13, [])
    assert exchange.dump() == before


def rung_up(exchange: Exchange, book: ClientBook) -> int:
    """Six sales of two lines, the first taken back in part; answers the customer of the second."""
    anna = book.add("Anna", "8 916 123-45-67")
    till = exchange.shop.till()
    saw, oil = exchange.shop.product("=Saw", "1234.56"), exchange.shop.product("-5 %", "0.99")
    done = []
    for number in range(6):
        till.adds(saw, str(number + 1))
        till.adds(oil)
        if number == 1:
            till.is_of(anna)
        done.append(till.pays(card="100", cash="rest"))
    till.takes_back(done[0])
    till.pays_out()
    return anna


def test_sales_are_exported_with_lines_and_tenders(exchange: Exchange, book: ClientBook, tmp_path: Path) -> None:
    anna = rung_up(exchange, book)
    text = exported(exchange, "sales", "csv", tmp_path).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    first, second = rows[0], rows[1]
    assert (first["Number"], first["What"], first["Name"], first["Quantity"], first["Amount"]) == (
        "R01-0000001", "sale", "'=Saw", "1", "1234.56",
    )  # fmt: skip
    assert (first["Paid by card"], first["Paid in cash"], first["Tax rate"]) == ("100.00", "1135.55", "20")
    assert (second["Name"], second["Paid by card"], second["Sale ID"]) == ("'-5 %", "", first["Sale ID"])
    assert {row["Customer ID"] for row in rows} == {"", book.customer(anna).uid}
    assert (rows[-1]["What"], rows[-1]["Quantity"], rows[-1]["Amount"]) == ("return", "-1", "-1234.56")
    day = exchange.shop.clock.now().date()
    for period, count in ((Period(last=day - timedelta(days=2)), 0), (Period(first=day - timedelta(days=2)), 13)):
        lines = exported(exchange, "sales", "csv", tmp_path, period).decode().splitlines()
        assert len(lines) - 1 == count


def test_sales_of_one_shop_are_the_history_of_another(exchange: Exchange, book: ClientBook, tmp_path: Path) -> None:
    anna = rung_up(exchange, book)
    text = exported(exchange, "sales", "csv", tmp_path).decode("utf-8-sig")
    with exchange.shop.database.read_unit() as tx:
        uids = tx.execute(select(Sale.uid)).scalars().all()
    for uid in uids:
        text = text.replace(uid, new_uid())
    _, report = exchange.run("sales", text)
    assert (report.created, report.problems) == (13, [])
    (purchase,) = bought(book, anna)
    assert (purchase.number, purchase.total) == ("R01-0000002", Money(247011))
    assert book.reads(purchase_summary, anna).spent == purchase.total
