"""Labels on customers: put on and taken off, through merges and erasures, and asked for by promotions."""

import pytest

from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from app.core.ids import new_uid
from app.core.journal_details import acts_about
from app.crm.labels import bearers, labels, labels_of, make_label, put_label, remove_label, rename_label, take_label
from app.crm.listing import Wanted, list_customers
from app.crm.merging import merge_customers, undo_merge
from app.crm.personal_data import erase_customer, export_customer
from app.wiring import merge_parts, personal_data
from tests.factories.amounts import money
from tests.factories.promotions import promote
from tests.factories.shop import FITTER, Shop


def made(shop: Shop, name: str) -> str:
    return shop.changes(lambda tx: make_label(tx, new_uid(), name)).uid


def borne(shop: Shop, customer_id: int) -> list[str]:
    with shop.database.read_unit() as tx:
        return [label.name for label in labels_of(tx, customer_id)]


def test_labels_follow_their_customers_and_price_a_cart(shop: Shop) -> None:
    till, saw = shop.till(), shop.product("Saw", "100.00")
    anna, double, boris = shop.customer("Anna"), shop.customer("Ann"), shop.customer("Boris")
    vip, fair = made(shop, "VIP"), made(shop, "From the fair")
    promote(shop, when={"segments": [f"label:{vip}"]})
    assert shop.changes(lambda tx: put_label(tx, fair, [anna, boris])) == 2
    assert shop.changes(lambda tx: put_label(tx, vip, [double, double])) == 1
    uid = new_uid()
    shop.changes(lambda tx: merge_customers(tx, merge_parts(), uid, double, anna))
    assert borne(shop, anna) == ["From the fair", "VIP"]
    assert shop.changes(lambda tx: put_label(tx, vip, [anna])) == 0, "the one who was merged into her bears it"
    till.adds(saw)
    assert till.is_of(anna).cart.to_pay == money("90.00")
    till.pays(card="rest")
    till.adds(saw)
    assert till.is_of(boris).cart.to_pay == money("100.00")
    with shop.database.read_unit() as tx:
        assert [one.name for one in list_customers(tx, Wanted(label=vip)).customers] == ["Anna"]
        assert sorted(bearers(tx).values()) == [1, 2]
    shop.changes(lambda tx: undo_merge(tx, merge_parts(), double))
    assert (borne(shop, anna), borne(shop, double)) == (["From the fair"], ["VIP"])
    assert shop.changes(lambda tx: take_label(tx, fair, [anna, boris, double])) == 2
    with shop.database.read_unit() as tx:
        kinds = [act.kind for act in acts_about(tx, f"customer:{anna}")]
    assert [kind for kind in kinds if "label" in kind] == ["customer.labelled", "customer.unlabelled"]
    told = shop.database.transact(FITTER, lambda tx: export_customer(tx, personal_data(), double))
    assert told["client_book"]["labels"] == ["VIP"]
    shop.changes(lambda tx: erase_customer(tx, personal_data(), double))
    assert borne(shop, double) == []


def test_a_label_is_named_once_and_gone_when_it_is_removed(shop: Shop) -> None:
    anna, vip = shop.customer("Anna"), made(shop, "VIP")
    other = made(shop, "Builders")
    shop.changes(lambda tx: put_label(tx, vip, [anna]))
    shop.changes(lambda tx: rename_label(tx, other, "Architects"))
    for refused, code in (("  ", "label_name_missing"), ("vip", "label_taken"), ("x" * 41, "text_too_long")):
        with pytest.raises((BadInput, Conflict), match=code):
            made(shop, refused)
    shop.changes(lambda tx: remove_label(tx, vip))
    assert borne(shop, anna) == []
    with shop.database.read_unit() as tx:
        assert [label.name for label in labels(tx)] == ["Architects"]
    with pytest.raises(NotFound, match="no_label"):
        shop.changes(lambda tx: put_label(tx, vip, [anna]))

    def by_a_cashier(tx: Unit) -> None:
        put_label(tx, other, [anna])

    with pytest.raises(Forbidden):
        shop.database.transact(shop.cashier(), by_a_cashier)
