"""Products out of a table: created, changed, refused by row and column."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.errors import BadInput, Forbidden
from app.core.journal import JournalEntry
from app.core.money import UnitPrice
from app.exchange import runs
from app.exchange.runs import Report
from tests.factories.amounts import unit_price
from tests.factories.shop import Shop
from tests.service.exchange.conftest import Exchange
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.barcodes import codes_of as barcodes_of
from warehouse.catalogue.categories import category_tree
from warehouse.catalogue.models import Product
from warehouse.catalogue.prices import price_at
from warehouse.catalogue.products import ProductView, product
from warehouse.shelf.search import search_products

Codes = Callable[[Report], list[tuple[int, str, str]]]

MINUTE = timedelta(minutes=1)
GOODS = """\
Артикул;Наименование;Группа;Ед. изм.;Цена;Штрихкод;Ставка НДС;Тип
A-1;Milk 3,2 %;Food > Milk;л;1 234,50;4006381333931 4006381333948;20%;товар
A-2;Cheese;Food;кг;45,00;;без НДС;товар
A-3;Haircut;;;"300";;20;услуга
"""


def by_sku(shop: Shop, sku: str) -> ProductView:
    with shop.database.read_unit() as tx:
        found = tx.execute(select(Product.id).where(Product.sku == sku)).scalar_one()
        return product(tx, found)


def price_of(shop: Shop, sku: str) -> UnitPrice | None:
    found = by_sku(shop, sku).id
    with shop.database.read_unit() as tx:
        return price_at(tx, found, tx.now)


def test_a_spreadsheet_becomes_products(exchange: Exchange) -> None:
    _, report = exchange.run("products", GOODS.encode("cp1251"))
    assert (report.created, report.updated, report.unchanged, report.problems) == (3, 0, 0, [])
    milk, cheese, haircut = (by_sku(exchange.shop, sku) for sku in ("A-1", "A-2", "A-3"))
    assert (milk.data.name, milk.data.unit_code, milk.active) == ("Milk 3,2 %", "l", True)
    assert cheese.data.tax_category_id == exchange.shop.tax("none")
    assert (haircut.data.kind, haircut.data.stocked, haircut.data.unit_code) == ("service", False, "piece")
    assert price_of(exchange.shop, "A-1") == unit_price("1234.50")
    with exchange.shop.database.read_unit() as tx:
        assert [code.code for code in barcodes_of(tx, milk.id)] == ["4006381333931", "4006381333948"]
        tree = category_tree(tx)
        assert [(branch.name, branch.depth) for branch in tree] == [("Food", 0), ("Milk", 1)]
        assert milk.data.category_id == tree[1].id
        assert [found.sku for found in search_products(tx, "milk 3.2", 9, exchange.shop.id)] == ["A-1"]


def test_the_same_file_again_changes_nothing(exchange: Exchange) -> None:
    exchange.run("products", GOODS)
    before = exchange.dump()
    _, report = exchange.run("products", GOODS)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 3)
    assert exchange.dump() == before


def test_only_what_the_file_says_is_changed(exchange: Exchange) -> None:
    exchange.run("products", GOODS)
    exchange.shop.clock.advance(MINUTE)
    _, report = exchange.run(
        "products", "SKU,Name,Price,Barcode,Active\nA-1,,1300,4006381333955,no\nA-2,Old cheese,,,\n"
    )
    assert (report.updated, report.unchanged) == (2, 0)
    milk, cheese = by_sku(exchange.shop, "A-1"), by_sku(exchange.shop, "A-2")
    assert (milk.data.name, milk.active, cheese.data.name) == ("Milk 3,2 %", False, "Old cheese")
    assert price_of(exchange.shop, "A-1") == unit_price("1300")
    assert price_of(exchange.shop, "A-2") == unit_price("45")
    with exchange.shop.database.read_unit() as tx:
        assert len(barcodes_of(tx, milk.id)) == 3
        assert [found.sku for found in search_products(tx, "old", 9, exchange.shop.id)] == ["A-2"]


def test_a_product_is_found_by_a_barcode_or_its_name_where_there_is_no_sku(exchange: Exchange) -> None:
    exchange.run("products", GOODS)
    _, report = exchange.run("products", "EAN;Price\n04006381333931;7\n")
    assert (report.created, report.updated) == (0, 1)
    assert price_of(exchange.shop, "A-1") == unit_price("7")
    _, report = exchange.run("products", "Name;Price;Tax\nHaircut;8;\nBeard trim;5;20\n")
    assert (report.created, report.updated) == (1, 1)
    assert price_of(exchange.shop, "A-3") == unit_price("8")


def test_every_wrong_cell_is_told_by_row_and_column(exchange: Exchange, codes_of: Codes) -> None:
    exchange.run("products", GOODS)
    table = (
        "SKU;Name;Category;Unit;Price;EAN;EAN 2;VAT;Sold\n"
        "B-1;;;;1;;;20;\n"
        "B-2;Two;;box;-1;Ц1;;19;maybe\n"
        "B-3;Three;***;;1,2,3;4,00638E+12;;20;\n"
        "B-4;Four;;;5;4006381333931;;20;\n"
        "B-5;Five;;;5;1;2;20;\n"
        "B-5;Five again;;;5;;;20;\n"
        "B-6;Six;;;5;2;;20;\n"
        ";;Food;;5;;;20;\n"
        "B-7;Seven;;;5;;;;\n"
    )
    before = exchange.dump()
    uid, report = exchange.run("products", table)
    assert codes_of(report) == [
        (2, "Name", "name_empty"),
        (3, "Unit", "unknown_unit"),
        (3, "VAT", "unknown_tax"),
        (3, "Price", "price_negative"),
        (3, "Sold", "not_yes_or_no"),
        (3, "EAN", "code_unprintable"),
        (4, "Category", "name_unprintable"),
        (4, "Price", "not_a_number"),
        (4, "EAN", "number_shortened"),
        (5, "EAN", "code_taken"),
        (7, "SKU", "row_twice"),
        (8, "EAN", "row_twice"),
        (9, "SKU", "row_without_key"),
        (10, "VAT", "tax_needed"),
    ]
    assert (report.created, report.updated) == (0, 0)
    assert exchange.dump() == before
    view = exchange.view(uid)
    assert (view.state, view.failed, len(view.problems)) == ("refused", 8, 14)


def test_good_rows_are_taken_where_errors_may_be_skipped(exchange: Exchange, codes_of: Codes) -> None:
    _, report = exchange.run("products", GOODS + "A-4;Bad;;;-1;;20;товар\n", skip_errors=True)
    assert (report.created, codes_of(report)) == (3, [(5, "Цена", "price_negative")])
    assert exchange.count("product") == 3


def test_one_value_may_hold_for_all_rows(exchange: Exchange) -> None:
    _, report = exchange.run("products", "SKU;Name\nC-1;One\nC-2;Two\n", tax={"value": "20"}, unit={"value": "kg"})
    assert report.created == 2
    assert by_sku(exchange.shop, "C-2").data.unit_code == "kg"


def test_new_goods_of_a_file_without_taxes_get_the_usual_one_and_the_others_keep_theirs(exchange: Exchange) -> None:
    exchange.run("products", "SKU;Name;VAT\nC-1;One;none\n")
    draft = exchange.draft("products", "SKU;Name\nC-1;One more\nC-2;Two\n")
    assert draft.options.mapping.fixed == {"tax": "new:t20"}
    _, report = exchange.run("products", "SKU;Name\nC-1;One more\nC-2;Two\n")
    assert (report.created, report.updated, report.problems) == (1, 1, [])
    one, two = by_sku(exchange.shop, "C-1").data, by_sku(exchange.shop, "C-2").data
    assert one.tax_category_id == exchange.shop.tax("none")
    assert two.tax_category_id == exchange.shop.tax("20")
    with pytest.raises(BadInput, match="unknown_tax"):
        exchange.run("products", "SKU;Name\nC-3;Three\n", tax={"value": "new:19"})


def test_a_coarser_unit_that_a_pack_forbids_takes_the_whole_import_back(exchange: Exchange) -> None:
    cheese = exchange.shop.product("Cheese", unit="kg", packs=[Code("HALF", "Half a wheel", 1500)])
    sku = next(iter(_skus(exchange.shop, cheese.id)))
    before = exchange.dump()
    table = f"SKU;Name;Unit;VAT\nNEW;New;kg;20\n{sku};Cheese in pieces;piece;20\n"
    uid, report = exchange.run("products", table)
    assert [one.error.code for one in report.problems] == ["pack_has_fraction"]
    assert exchange.view(uid).state == "undone"
    assert exchange.dump() == before


def test_goods_by_the_piece_may_be_marked(exchange: Exchange, codes_of: Codes) -> None:
    table = "SKU;Name;Unit;VAT;Kind;Маркировка\nW;Water;piece;20;;yes\nS;Spa;piece;20;service;yes\nT;Tea;kg;20;;{}\n"
    uid, report = exchange.run("products", table.format("yes"))
    assert codes_of(report) == [(4, "Маркировка", "marked_by_the_piece")]
    exchange.run("products", table.format("no"))
    assert [by_sku(exchange.shop, sku).data.is_marked for sku in "WST"] == [True, False, False]
    _, report = exchange.run("products", table.format("no"))
    assert (report.updated, report.unchanged) == (0, 3)
    _, report = exchange.run("products", "SKU;Unit;Marked\nT;kg;yes\n")
    assert codes_of(report) == [(2, "Marked", "marked_by_the_piece")]
    exchange.shop.clock.advance(MINUTE)
    before = exchange.dump()
    uid, report = exchange.run("products", "SKU;Unit;Marked\nT;piece;yes\nW;kg;no\n")
    assert (report.updated, report.problems) == (2, [])
    assert [by_sku(exchange.shop, sku).data.is_marked for sku in "WT"] == [False, True]
    assert exchange.undo(uid) == []
    assert exchange.dump() == before


def test_whoever_may_not_change_goods_imports_none(exchange: Exchange) -> None:
    with pytest.raises(Forbidden):
        exchange.draft("products", GOODS, exchange.shop.cashier())
    assert exchange.count("data_import") == 0


def test_a_file_that_is_no_table_leaves_nothing(exchange: Exchange) -> None:
    with pytest.raises(BadInput):
        exchange.draft("products", b"%PDF-1.7")
    assert exchange.count("data_import") == 0
    assert list((exchange.folder / "imports").iterdir()) == []


def test_a_file_is_kept_no_further_than_it_may_be_large(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "MOST_BYTES", 1024)
    with pytest.raises(BadInput) as refused:
        exchange.draft("products", "SKU\n" * 300)
    assert refused.value.code == "table_too_large"
    assert list((exchange.folder / "imports").iterdir()) == []


def test_the_mapping_is_remembered_by_the_headers(exchange: Exchange) -> None:
    exchange.run("products", "Nr;Was;Preis\nD-1;Eins;5\n", sku="Nr", name="Was", price="Preis", tax={"value": "20"})
    view = exchange.draft("products", "Nr;Was;Preis\nD-2;Zwei;5\n")
    assert view.options.mapping.as_json() == {"sku": "Nr", "name": "Was", "price": "Preis", "tax": {"value": "20"}}


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"colour": "SKU"}, "mapping_field"),
        ({"sku": "Nowhere"}, "mapping_column"),
        ({"sku": "SKU", "name": "SKU"}, "mapping_twice"),
        ({"price": {"value": "5"}}, "mapping_field"),
        ({"sku": 5}, "mapping_shape"),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_refused(exchange: Exchange, mapping: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        exchange.started("products", "SKU;Title\nE-1;One\n", **mapping)
    assert refused.value.code == code


def test_every_unit_of_rows_is_journaled_with_the_digest_of_its_log(exchange: Exchange) -> None:
    uid, _ = exchange.run("products", GOODS)
    assert exchange.shop.faults() == ([], [])
    with exchange.shop.database.read_unit() as tx:
        kinds = tx.execute(select(JournalEntry.kind).where(JournalEntry.subject == f"import:{uid}")).scalars().all()
    assert kinds == ["import.rows", "import.done"]


def _skus(shop: Shop, product_id: int) -> list[str]:
    with shop.database.read_unit() as tx:
        return [product(tx, product_id).data.sku]
