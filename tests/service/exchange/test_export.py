"""What is exported and imported again is as it was, whatever the names hold."""

import random
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.exchange.export import csv_lines, product_rows, write_xlsx
from tests.factories.amounts import unit_price
from tests.factories.shop import FITTER, Shop
from tests.service.exchange.conftest import Exchange
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.categories import create_category
from warehouse.catalogue.products import ProductData, create_product, set_active

WORDS = ("Saw", "=SUM(A1)", "+7", "-5 %", "@home", 'Ёлка; 5" "x"', "'quoted", "A/C > B", "3,5|x", "Öl")
PRICES = (None, "0", "1", "1234.5", "1.234", "0.0125", "999999.99", "123456789.123456")


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
            data = ProductData(
                name,
                chance.choice(taxes),
                chance.choice(["piece", "kg", "m2"]),
                sku=f"{chance.choice(WORDS)} {number}",
                kind=chance.choice(["goods", "service"]),
                category_id=chance.choice(branches),
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
    file = tmp_path / f"goods.{form}"
    with exchange.shop.database.read_unit() as tx:
        if form == "csv":
            file.write_bytes("".join(csv_lines(product_rows(tx))).encode())
        else:
            write_xlsx(product_rows(tx), file)
    before = exchange.dump()
    _, report = exchange.run("products", file.read_bytes())
    assert [(one.row, one.column, one.error.code) for one in report.problems] == []
    assert (report.created, report.updated, report.unchanged) == (0, 0, 25)
    assert exchange.dump() == before


def test_no_cell_is_a_formula(exchange: Exchange, tmp_path: Path) -> None:
    fill(exchange.shop, random.Random(9))
    file = tmp_path / "goods.xlsx"
    with exchange.shop.database.read_unit() as tx:
        lines = list(csv_lines(product_rows(tx)))
        write_xlsx(product_rows(tx), file)
    assert not any(cell.strip('"').startswith(("=", "+", "-", "@")) for line in lines for cell in line.split(";"))
    book = load_workbook(file)
    assert "f" not in {cell.data_type for row in book["Products"].iter_rows() for cell in row}
    book.close()
