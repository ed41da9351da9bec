"""What the journal's acts are about, as people call it."""

from app.core.journal_pages import Wanted, journal_page
from app.web.office.journal_subjects import Subject, subjects, subjects_called
from pos.cart.service import remove_line
from pos.sale.receipt_code import receipt_barcode
from tests.factories.shop import Shop


def test_acts_are_told_by_number_and_name_and_a_number_finds_all_acts_of_its_sale(shop: Shop) -> None:
    till = shop.till()
    hammer, saw = shop.product("Hammer"), shop.product("Saw")
    wrong = till.adds(saw).cart.lines[0]
    till.act(remove_line, wrong.uid)
    done = till.sells(hammer)
    number = receipt_barcode(1, done.number)
    unpaid = "cart:0190a000-0000-7000-8000-000000000000"
    with shop.database.read_unit() as tx:
        about = subjects_called(tx, number.lower())
        acts = [(row.kind, row.subject) for row in journal_page(tx, Wanted(subjects=about))]
        named = subjects(tx, {*about, f"product:{hammer.id}", "drawer:1", "account:" + done.uid, unpaid, "thing:1"})
        assert subjects_called(tx, saw.code) == (f"product:{saw.id}",)
    assert acts == [("sale.completed", f"sale:{done.uid}"), ("cart.line_removed", f"cart:{done.uid}")]
    assert named == {
        f"sale:{done.uid}": Subject("Sale", number),
        f"cart:{done.uid}": Subject("Cart", number),
        f"receipt:{done.uid}": Subject("Receipt", number),
        f"product:{hammer.id}": Subject("Product", "Hammer"),
        "drawer:1": Subject("Drawer"),
        f"account:{done.uid}": Subject("Person"),
        unpaid: Subject("Cart"),
    }
