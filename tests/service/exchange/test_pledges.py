"""Pledges in tables of products: read, written, told where they are unknown, and taken back."""

from app.exchange.exports.products import product_rows
from tests.service.exchange.conftest import Exchange
from warehouse.catalogue.pledges import pledges_by_product
from warehouse.catalogue.sold_as import product_by_code

TABLE = (
    "SKU;Name;Kind;Price;VAT;Pledges\n"
    "BOTTLE;Bottle;pledge;0.25;20;\n"
    "BOX;Box;pledge;1.50;none;\n"
    "BEER;Beer;goods;1.19;20;BOTTLE\n"
    "CRATE;Crate of beer;goods;18;20;BOTTLE x 20; BOX\n"
).replace("BOTTLE x 20; BOX", '"BOTTLE x 20; BOX"')


def carried(exchange: Exchange, sku: str) -> dict[str, int]:
    with exchange.shop.database.read_unit() as tx:
        found = product_by_code(tx, sku)
        assert found is not None
        return pledges_by_product(tx, [found.product_id])[found.product_id]


def test_pledges_come_in_with_their_goods_and_go_with_them(exchange: Exchange) -> None:
    empty = exchange.dump()
    uid, report = exchange.run("products", TABLE)
    assert report.created == 4
    assert (carried(exchange, "BEER"), carried(exchange, "CRATE")) == ({"BOTTLE": 1}, {"BOTTLE": 20, "BOX": 1})
    assert exchange.undo(uid) == []
    assert exchange.dump() == empty


def test_pledges_are_changed_taken_off_and_given_back(exchange: Exchange) -> None:
    exchange.run("products", TABLE)
    before = exchange.dump()
    uid, report = exchange.run("products", "SKU;Pledges\nBEER;-\nCRATE;BOTTLE * 24\n")
    assert report.updated == 2
    assert (carried(exchange, "BEER"), carried(exchange, "CRATE")) == ({}, {"BOTTLE": 24})
    assert exchange.undo(uid) == []
    assert exchange.dump() == before


def test_an_unknown_pledge_is_a_problem_of_its_row(exchange: Exchange) -> None:
    _, report = exchange.run(
        "products", "SKU;Name;VAT;Pledges\nA;Beer;20;NOPE\nB;Cola;20;BOTTLE x 0\nC;Water;20;\n", skip_errors=True
    )
    assert report.created == 1


def test_an_export_with_pledges_is_read_back_unchanged(exchange: Exchange) -> None:
    exchange.run("products", TABLE)
    with exchange.shop.database.read_unit() as tx:
        rows = {row[0]: row for row in product_rows(tx)}
    assert rows["CRATE"][8] == "BOTTLE x 20; BOX x 1"
    again = "SKU;Kind;Pledges\n" + "".join(f'{sku};{row[2]};"{row[8]}"\n' for sku, row in rows.items())
    assert exchange.run("products", again)[1].unchanged == 4
