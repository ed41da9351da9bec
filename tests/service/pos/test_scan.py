"""What a scanned text is, by what it holds."""

import pytest

from app.auth.accounts import AccountData, create_account
from app.auth.accounts import set_active as set_account_active
from app.auth.roles import list_roles
from app.places.service import place_of
from pos.scan import Scanned, ScannedBadge, ScannedNothing, ScannedProduct, ScannedReceipt, what_is
from tests.factories.amounts import qty
from tests.factories.till import TillDesk
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.products import set_active


def scanned(till: TillDesk, code: str) -> Scanned:
    with till.shop.database.read_unit() as tx:
        return what_is(tx, code)


def test_goods_by_their_code_whatever_case_and_blanks(till: TillDesk) -> None:
    oil = till.shop.product("Oil")
    for written in (oil.code, oil.code.lower(), f" {oil.code}\r\n"):
        found = scanned(till, written)
        assert isinstance(found, ScannedProduct)
        assert found.product_id == oil.id


def test_a_box_is_told_from_a_piece(till: TillDesk) -> None:
    oil = till.shop.product("Oil", packs=[Code(f"PK{till.id}", "box", qty("12"))])
    piece, box = scanned(till, oil.code), scanned(till, f"PK{till.id}")
    assert isinstance(piece, ScannedProduct)
    assert isinstance(box, ScannedProduct)
    assert piece.product_id == box.product_id
    assert piece.barcode_id != box.barcode_id


def test_a_retired_product_is_still_recognised(till: TillDesk) -> None:
    oil = till.shop.product("Oil")
    till.shop.changes(lambda tx: set_active(tx, oil.id, active=False))
    assert isinstance(scanned(till, oil.code), ScannedProduct)


def test_a_colleagues_badge(till: TillDesk) -> None:
    badge = f"B-{till.id:04}"

    with till.shop.database.read_unit() as tx:
        roles = {one.code: one.id for one in list_roles(tx)}
    # Somebody who manages staff must remain when she leaves.
    olga = AccountData("Olga", None, None, "en", frozenset({roles["owner"]}))
    till.shop.changes(lambda tx: create_account(tx, olga))
    data = AccountData("Vera", None, badge, "en", frozenset({roles["cashier"]}))
    vera = till.shop.changes(lambda tx: create_account(tx, data))
    assert scanned(till, badge) == ScannedBadge(vera, "Vera")
    till.shop.changes(lambda tx: set_account_active(tx, vera, active=False))
    assert scanned(till, badge) == ScannedNothing(badge)


@pytest.mark.parametrize("written", [str, str.lower, lambda code: f" {code}\n"])
def test_a_receipts_own_barcode(till: TillDesk, written: type[str]) -> None:
    done = till.sells(till.shop.product())
    with till.shop.database.read_unit() as tx:
        number = place_of(tx, till.id).till_number
    code = written(f"R{number:02}-{done.number:07}")
    assert scanned(till, code) == ScannedReceipt(done.uid, done.number)


@pytest.mark.parametrize(
    "code",
    ["", "R01-0000000", "R99-0000001", "R1-1", "R01-00000010", "4006381333931", "\x1d", "\ud800", "٤٠٠٦", "x" * 3000],
)
def test_anything_else_is_nothing_the_shop_knows(till: TillDesk, code: str) -> None:
    assert scanned(till, code) == ScannedNothing(code.strip())
