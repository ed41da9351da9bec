"""The search index follows its table, and is made anew where it does not."""

from sqlalchemy import text

from app.core.db.search import mend_indexes
from app.reports.proof import prove_books
from tests.service.warehouse.conftest import Shop
from warehouse.catalogue.products import ProductData, update_product


def test_a_renamed_product_is_found_by_its_new_name_only(shop: Shop) -> None:
    saw = shop.goods("Saw")
    shop.write(update_product, saw, ProductData("Hammer", shop.standard))
    assert shop.finds("saw") == []
    assert shop.finds("hammer") == ["Hammer"]


def test_a_sound_index_is_left_alone(shop: Shop) -> None:
    shop.goods("Saw")
    assert shop.write(mend_indexes) == []


def test_an_index_that_fell_behind_is_made_anew_at_night(shop: Shop) -> None:
    shop.goods("Chainsaw")
    if shop.database.is_sqlite:
        forget = (
            "INSERT INTO product_search(product_search, rowid, search_text) "
            "SELECT 'delete', id, search_text FROM product"
        )
        with shop.database.writer.begin() as connection:
            connection.execute(text(forget))
        assert shop.finds("chain") == []
    prove_books(shop.database)
    assert shop.finds("chain") == ["Chainsaw"]
    assert shop.write(mend_indexes) == []
