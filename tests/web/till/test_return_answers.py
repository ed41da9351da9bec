"""Returns, voids, held carts and price checks over HTTP, as the page's scripts ask for them."""

import re
from pathlib import Path

import pytest

from app.core.ids import new_uid
from app.places.service import place_of
from pos.checkout.completed import CompletedSale
from pos.returns.service import returnable
from pos.sale.reading import SaleHead, recent_sales
from pos.sale.receipt_code import receipt_barcode
from pos.settings import RETURN_REASONS
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.web.till.conftest import TillPages, log_in


def kinds(pages: TillPages) -> list[str]:
    """The documents of the till, newest first."""
    return [sale.kind for sale in sales(pages)]


def sales(pages: TillPages) -> list[SaleHead]:
    with pages.shop.database.read_unit() as tx:
        return recent_sales(tx, till_id=pages.desk.id)


def barcode(pages: TillPages, sale: CompletedSale) -> str:
    """What a scanner reads from the receipt."""
    with pages.shop.database.read_unit() as tx:
        return receipt_barcode(place_of(tx, pages.desk.id).till_number, sale.number)


def line_id(pages: TillPages, sale_uid: str, at: int = 0) -> int:
    with pages.shop.database.read_unit() as tx:
        return returnable(tx, sale_uid).lines[at].line_id


def takes_back(pages: TillPages, sale_uid: str, quantity: str = "1", reason: str = "broken") -> None:
    chosen = line_id(pages, sale_uid)
    form = {"line_uid": new_uid(), f"take-{chosen}": "yes", f"qty-{chosen}": quantity, "reason": reason}
    answer = pages.post(f"receipts/{sale_uid}/return", form)
    assert answer.status_code == 200, answer.text


def test_a_scanned_receipt_offers_to_take_goods_back(till_pages: TillPages, shop: Shop) -> None:
    sale = till_pages.desk.sells(shop.product("Drill", "79.00"))
    answer = till_pages.scan(barcode(till_pages, sale))
    assert answer.headers["X-Open"] == "sheet"
    assert "Take goods back" in answer.text
    sheet = till_pages.get(f"receipts/{sale.uid}/return").text
    assert "Drill" in sheet
    assert 'data-reason="Not wanted"' in sheet
    shop.sets(RETURN_REASONS, "Too loud\n\n  Too heavy ")
    sheet = till_pages.get(f"receipts/{sale.uid}/return").text
    assert re.findall(r'data-reason="([^"]*)"', sheet) == ["Too loud", "Too heavy"]


def test_what_came_back_is_paid_out_as_it_was_paid(till_pages: TillPages, shop: Shop) -> None:
    sale = till_pages.desk.sells(shop.product("Nails", "2.50"), "4")
    takes_back(till_pages, sale.uid, "3")
    page = till_pages.get("").text
    assert "To pay out" in page
    assert "Take 7.50 out of the drawer" in page
    answer = till_pages.pay({"kind": "cash", "amount": -750})
    assert answer.status_code == 200
    assert "Paid out" in answer.text
    assert sales(till_pages)[0].to_pay == -money("7.50")
    assert 'value="1"' in till_pages.get(f"receipts/{sale.uid}/return").text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"reason": "broken"}, "Choose what comes back"),
        ({"reason": " ", "take-LINE": "yes", "qty-LINE": "1"}, "Write a reason"),
        ({"reason": "broken", "take-LINE": "yes", "qty-LINE": "2"}, "only 1 can still come back"),
        ({"reason": "broken", "take-LINE": "yes", "qty-LINE": "some"}, "is not a number"),
        ({"reason": "broken", "take-999999999999999999": "yes", "qty-999999999999999999": "1"}, "not in the cart"),
    ],
)
def test_what_cannot_come_back_is_refused_in_a_sentence(
    till_pages: TillPages, shop: Shop, form: dict[str, str], sentence: str
) -> None:
    sale = till_pages.desk.sells(shop.product("Drill", "79.00"))
    chosen = str(line_id(till_pages, sale.uid))
    fields = {name.replace("LINE", chosen): value for name, value in form.items()}
    answer = till_pages.post(f"receipts/{sale.uid}/return", {"line_uid": new_uid(), **fields})
    assert answer.status_code in (404, 409, 422)
    assert sentence in answer.text
    assert till_pages.cart is None


def test_a_scan_beside_a_return_shows_the_payment_it_comes_to(till_pages: TillPages, shop: Shop) -> None:
    sale = till_pages.desk.sells(shop.product("Drill", "79.00"))
    takes_back(till_pages, sale.uid)
    answer = till_pages.scan(shop.product("Other drill", "79.00").code)
    assert 'data-kind="even"' in answer.text
    answer = till_pages.scan(shop.product("Disc", "1.00").code)
    assert 'id="payout" hidden' in answer.text
    assert "Return from receipt no." in answer.text


def test_goods_without_a_receipt_take_two_rights_and_a_customer(
    till_pages: TillPages, shop: Shop, tmp_path: Path
) -> None:
    drill = shop.product("Drill", "79.00")
    assert "known customer only" in till_pages.get("returns/new").text
    assert "Drill" in till_pages.post("returns/goods", {"q": drill.code}).text
    form = {"product_id": drill.id, "quantity": "1", "price": "60", "reason": "worn", "line_uid": new_uid()}
    answer = till_pages.post("returns/new", form)
    assert answer.headers["X-Right-Needed"] == "till.return_without_receipt"
    senior = log_in(shop, tmp_path / "senior", shop.till(), role="senior", badge=None)
    assert "Return without a receipt" in senior.post("returns/new", form).text
    answer = senior.pay({"kind": "cash", "amount": None})
    assert answer.status_code == 409
    assert "This needs a customer" in answer.text


def test_a_sale_is_voided_and_rung_up_again_in_one_step(shop: Shop, tmp_path: Path) -> None:
    senior = log_in(shop, tmp_path, shop.till(), role="senior")
    senior.adds(shop.product("Drill", "79.00"))
    senior.pay({"kind": "cash", "amount": None})
    sold = sales(senior)[0]
    assert "Take 79.00 out of the drawer" in senior.get(f"receipts/{sold.uid}/void").text
    form = {"uid": new_uid(), "again_uid": new_uid(), "reason": "wrong drill"}
    for _ in range(2):
        answer = senior.post(f"receipts/{sold.uid}/void", form)
        assert answer.status_code == 200
        assert "is voided" in answer.text
    assert senior.cart is not None
    assert senior.cart.gross == money("79.00")
    assert kinds(senior) == ["void", "sale"]


def test_voiding_into_a_cart_with_lines_voids_nothing(shop: Shop, tmp_path: Path) -> None:
    senior = log_in(shop, tmp_path, shop.till(), role="senior")
    drill = shop.product("Drill", "79.00")
    sold = senior.desk.sells(drill)
    senior.adds(drill)
    form = {"uid": new_uid(), "again_uid": new_uid(), "reason": "wrong drill"}
    answer = senior.post(f"receipts/{sold.uid}/void", form)
    assert answer.status_code == 409
    assert "put it aside or drop it first" in answer.text
    assert kinds(senior) == ["sale"]
    answer = senior.post(f"receipts/{sold.uid}/void", {"uid": new_uid(), "reason": "wrong drill"})
    assert "is voided" in answer.text
    assert 'class="line' in answer.text


def test_a_cart_is_put_aside_and_taken_up(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Drill", "79.00"))
    held = till_pages.cart_uid
    answer = till_pages.post("hold", {"note": "wallet"})
    assert "F8 brings it back" in answer.text
    assert till_pages.cart is None
    assert "1 put aside" in till_pages.get("held/badge").text
    listed = till_pages.get("held").text
    assert "wallet" in listed
    assert "just now" in listed
    assert "Drill" in till_pages.post(f"held/{held}/take-up").text
    assert "put aside" not in till_pages.get("held/badge").text


def test_a_page_whose_cart_was_taken_over_fetches_its_own(till_pages: TillPages, shop: Shop, tmp_path: Path) -> None:
    till_pages.adds(shop.product("Drill", "79.00"))
    junior = log_in(shop, tmp_path / "junior", shop.till(), badge=None)
    listed = junior.get("held").text
    assert "Open at another till" in listed
    answer = junior.post(f"held/{till_pages.cart_uid}/take-up")
    assert answer.headers["X-Right-Needed"] == "till.take_over"
    senior = log_in(shop, tmp_path / "senior", shop.till(), role="senior", badge=None)
    assert "Drill" in senior.post(f"held/{till_pages.cart_uid}/take-up").text
    answer = till_pages.scan(shop.product("Disc").code)
    assert answer.headers["X-Stale"] == "cart"


def test_a_price_check_adds_nothing(till_pages: TillPages, shop: Shop) -> None:
    drill = shop.product("Drill", "79.00", stock="2")
    shop.product("Drill stand", "30.00")
    answer = till_pages.post("price-check", {"q": drill.code})
    assert answer.headers["X-Sound"] == "added"
    assert "79.00" in answer.text
    assert "2 left" in answer.text
    assert "Drill stand" in till_pages.post("price-check", {"q": "dril"}).text
    assert "30.00" in till_pages.post("price-check", {"q": "stand"}).text
    assert till_pages.post("price-check", {"q": "&&&", "typed": drill.code}).text.count("79.00") == 1
    assert till_pages.post("price-check", {"q": "<zz>"}).headers["X-Sound"] == "unknown"
    assert till_pages.cart is None


def test_a_receipt_is_searched_by_a_right_and_scanned_without_one(
    till_pages: TillPages, shop: Shop, tmp_path: Path
) -> None:
    sale = till_pages.desk.sells(shop.product("Claw hammer", "4.00"))
    answer = till_pages.post("receipts/search", {"q": "hammer"})
    assert answer.headers["X-Right-Needed"] == "sales.view"
    assert "Take goods back" in till_pages.post("receipts/search", {"q": barcode(till_pages, sale)}).text
    senior = log_in(shop, tmp_path / "senior", shop.till(), role="senior", badge=None)
    found = senior.post("receipts/search", {"q": "hammer"}).text
    assert f"receipts/{sale.uid}" in found
    assert "Nothing was found" in senior.post("receipts/search", {"q": "hammer", "day": "2001-01-01"}).text
    assert "Nothing was found" in senior.post("receipts/search", {"q": "<b>", "day": "soon", "till": "x"}).text
