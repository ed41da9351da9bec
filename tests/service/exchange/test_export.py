"""What is exported and imported again is as it was, whatever the names hold."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.core.errors import Forbidden
from app.core.journal import JournalEntry
from app.crm.bulk import remove_customers
from app.crm.cards import issue_card
from app.crm.consents import set_consent
from app.crm.customers import customer_by_uid
from app.crm.personal_data import erase_customer
from app.exchange.exports.periods import Period
from app.exchange.exports.tables import note_export, table_named
from app.exchange.exports.writing import csv_lines, write_xlsx
from app.wiring import personal_data
from tests.factories.amounts import unit_price
from tests.factories.shop import FITTER, Shop
from tests.service.crm.conftest import ClientBook
from tests.service.exchange.conftest import Exchange
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.categories import create_category
from warehouse.catalogue.products import ProductData, create_product, set_active

WORDS = ("Saw", "=SUM(A1)", "+7", "-5 %", "@home", 'Ёлка; 5" "x"', "'quoted", "A/C > B", "3,5|x", "Öl")
PRICES = (None, "0", "1", "1234.5", "1.234", "0.0125", "999999.99", "123456789.123456")


def exported(exchange: Exchange, code: str, form: str, folder: Path, period: Period = Period()) -> bytes:  # noqa: B008
    """A table as a file."""
    table, file = table_named(code), folder / f"{code}.{form}"
    with exchange.shop.database.read_unit() as tx:
        rows = table.rows(tx, period)
        if form == "csv":
            file.write_text("".join(csv_lines(table.headers, rows)), encoding="utf-8", newline="")
        else:
            write_xlsx(table.label, table.headers, table.numbers, rows, file)
    return file.read_bytes()


def fill(shop: Shop, chance: random.Random) -> None:
    """Goods with every trap there is."""
    taxes = [shop.tax("20"), shop.tax("none"), shop.tax("5.5")]
    with shop.database.unit_of_work(FITTER) as tx:
        root = create_category(tx, "Tools / hand > new")
        branches = [None, root, create_category(tx, "Saws", root), create_category(tx, "A/C parts")]
        for number in range(25):
            price = chance.choice(PRICES)
            name = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}"
            codes = [Code(f"C{number}")] if number % 2 else [Code(f'X,;|"{number}'), Code(f'"{number}"')]
            unit = chance.choice(["piece", "kg", "m2"])
            data = ProductData(
                name,
                chance.choice(taxes),
                unit,
                sku=f"{chance.choice(WORDS)} {number}",
                kind=chance.choice(["goods", "service"]),
                category_id=chance.choice(branches),
                is_marked=(unit == "piece") and chance.random() < 0.5,
                earns=chance.random() < 0.7,
            )
            made = create_product(
                tx,
                data,
                price=None if price is None else unit_price(price),
                codes=[*codes, Code(f"BOX{number}", "Box", 12_000, unit_price("9"))],
            )
            set_active(tx, made, active=bool(number % 3))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_imported_again_changes_nothing(exchange: Exchange, tmp_path: Path, form: str, seed: int) -> None:
    fill(exchange.shop, random.Random(seed))
    before = exchange.dump()
    _, report = exchange.run("products", exported(exchange, "products", form, tmp_path))
    assert [(one.row, one.column, one.error.code) for one in report.problems] == []
    assert (report.created, report.updated, report.unchanged) == (0, 0, 25)
    assert exchange.dump() == before


def test_no_cell_is_a_formula(exchange: Exchange, tmp_path: Path) -> None:
    fill(exchange.shop, random.Random(9))
    lines = exported(exchange, "products", "csv", tmp_path).decode().splitlines()
    assert not any(cell.strip('"').startswith(("=", "+", "-", "@")) for line in lines for cell in line.split(";"))
    exported(exchange, "products", "xlsx", tmp_path)
    book = load_workbook(tmp_path / "products.xlsx")
    assert "f" not in {cell.data_type for row in book["Products"].iter_rows() for cell in row}
    book.close()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_customers_exported_and_imported_again_are_unchanged(exchange: Exchange, tmp_path: Path, form: str) -> None:
    book = ClientBook(exchange.shop)
    chance = random.Random(3)
    for number in range(12):
        words = (chance.choice(["=Anna", "+7 Peter", "@Zoë", "'Quoted", 'Ёлка; "x"', "-"]), str(number))
        one = book.add(
            " ".join(words),
            chance.choice(["", f"0888 123 {100 + number}", f"0888 123 {100 + number}"]),
            second_phone=chance.choice(["", "02 987 6543"]),
            email=chance.choice(["", f"=a{number}@example.org"]),
            birth_date=chance.choice([None, date(1980, 2, 3)]),
            sex=chance.choice(["", "female", "male"]),
            language=chance.choice(["", "ru"]),
            note=chance.choice(["", "=1+1\n  second line", "'=2"]),
            card=chance.choice(["", f"C{number}", f'"X,;|{number}']),
        )
        if number % 2:
            book.does(issue_card, one)
            book.does(set_consent, one, "sms", given=True, source="paper")
        if number % 3:
            book.does(set_consent, one, "call", given=True, source="till")
            book.does(set_consent, one, "call", given=False, source="phone")
    erased = book.add("Gone", "0888 999 999")
    book.does(erase_customer, personal_data(), erased)
    before = exchange.dump()
    file = exported(exchange, "customers", form, tmp_path)
    _, report = exchange.run("customers", file)
    assert [(one.row, one.column, one.error.code) for one in report.problems] == []
    assert (report.created, report.updated, report.unchanged) == (0, 0, 12)
    assert exchange.dump() == before


def test_customers_keep_their_identity_in_another_shop(exchange: Exchange, tmp_path: Path) -> None:
    book = ClientBook(exchange.shop)
    anna = book.add("Anna", "0888 123 456", birth_date=date(1980, 2, 3), card="VIP-1", note="tea")
    before = book.customer(anna)
    file = exported(exchange, "customers", "csv", tmp_path)
    book.does(remove_customers, [anna])
    _, report = exchange.run("customers", file)
    assert (report.created, report.problems) == (1, [])
    with exchange.shop.database.read_unit() as tx:
        again = customer_by_uid(tx, before.uid)
    assert replace(again, id=before.id) == before


def test_what_was_agreed_to_is_exported_with_its_day(exchange: Exchange, tmp_path: Path) -> None:
    book = ClientBook(exchange.shop)
    anna = book.add("Anna", "0888 123 456")
    book.does(set_consent, anna, "sms", given=True, source="paper")
    day = exchange.shop.clock.now().astimezone(ZoneInfo("Europe/Sofia")).date()
    assert f";yes {day};;" in exported(exchange, "customers", "csv", tmp_path).decode()


def test_whoever_takes_the_client_book_is_noted(exchange: Exchange) -> None:
    table = table_named("customers")
    with pytest.raises(Forbidden):
        exchange.shop.database.transact(
            exchange.shop.cashier(role="senior"), lambda tx: note_export(tx, table, Period(), "csv")
        )
    owner = exchange.shop.cashier("Olga", role="owner")
    exchange.shop.database.transact(owner, lambda tx: note_export(tx, table, Period(), "csv"))
    with exchange.shop.database.read_unit() as tx:
        actor, body = tx.execute(
            select(JournalEntry.actor, JournalEntry.body).where(JournalEntry.kind == "table.exported")
        ).one()
    assert (actor, body) == ("Olga", '{"file":"csv","kind":"customers"}')
