"""What the page gets back for each act on the cart."""

import re
from pathlib import Path

import pytest

from app.core.ids import new_uid
from app.places.second_currency import SECOND_CODE, SECOND_RATE
from tests.factories.shop import Shop
from tests.web.till.conftest import TillPages, log_in


def lines_in(text: str) -> int:
    """How many lines of the cart the answer holds."""
    return len(re.findall(r'<li class="line', text))


def test_a_scan_answers_one_line_and_the_totals(till_pages: TillPages, shop: Shop) -> None:
    first, second = shop.product("Drill", "79.00"), shop.product("Disc", "1.30")
    answer = till_pages.scan(first.code)
    assert answer.headers["X-Sound"] == "added"
    assert 'id="cart"' in answer.text

    answer = till_pages.scan(second.code)
    assert lines_in(answer.text) == 1
    assert "Disc" in answer.text
    assert "Drill" not in answer.text
    assert "80.30" in answer.text
    assert 'id="cart"' not in answer.text


def test_everybody_is_offered_to_make_an_item_of_what_nobody_knows(till_pages: TillPages) -> None:
    told = till_pages.scan("4006381333931")
    assert told.status_code == 404
    assert "/till/new-goods?scanned=4006381333931" in told.text


def test_a_page_that_lost_the_thread_gets_the_whole_cart(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Drill"))
    till_pages.adds(shop.product("Saw"))
    till_pages.version = 1
    answer = till_pages.scan(shop.product("Disc").code)
    assert 'id="cart"' in answer.text
    assert lines_in(answer.text) == 3
    assert lines_in(till_pages.get("cart").text) == 3


def test_a_discount_on_the_whole_cart_is_shared_by_every_line_shown(shop: Shop, tmp_path: Path) -> None:
    senior = log_in(shop, tmp_path, shop.till(), role="senior")
    senior.adds(shop.product("Drill", "60.00"))
    senior.adds(shop.product("Saw", "40.00"))
    answer = senior.post("discount", {"kind": "percent", "value": "10", "reason": "fair"})
    assert lines_in(answer.text) == 2
    answer = senior.scan(shop.product("Disc", "10.00").code)
    assert lines_in(answer.text) == 3
    assert "99.00" in answer.text


def test_the_same_line_twice_is_one_line(till_pages: TillPages, shop: Shop) -> None:
    form = {"code": shop.product("Drill", "79.00").code, "line_uid": new_uid()}
    assert till_pages.post("scan", form).status_code == 200
    assert till_pages.post("scan", form).status_code == 200
    cart = till_pages.cart
    assert cart is not None
    assert [line.qty_milli for line in cart.lines] == [1000]


@pytest.mark.parametrize(
    ("path", "form", "sentence"),
    [
        ("quantity", {"quantity": "256.76"}, "Nothing was changed"),
        ("quantity", {"quantity": "many"}, "is not a number"),
        ("quantity", {"quantity": "0"}, "Nothing was changed"),
        ("note", {"note": "x" * 300}, ""),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    till_pages: TillPages, shop: Shop, path: str, form: dict[str, str], sentence: str
) -> None:
    uid = till_pages.adds(shop.product("Drill", "79.00"))
    before = till_pages.cart
    answer = till_pages.post(f"lines/{uid}/{path}", form)
    assert answer.status_code == 422
    assert 'class="notice' in answer.text
    assert sentence in answer.text
    assert till_pages.cart == before


def test_a_discount_of_120_percent_is_refused(shop: Shop, tmp_path: Path) -> None:
    senior = log_in(shop, tmp_path, shop.till(), role="senior")
    uid = senior.adds(shop.product("Drill", "79.00"))
    answer = senior.post(f"lines/{uid}/discount", {"kind": "percent", "value": "120", "reason": "oops"})
    assert answer.status_code == 422
    assert 'class="notice' in answer.text


@pytest.mark.parametrize(
    ("path", "form", "right"),
    [
        ("discount", {"kind": "percent", "value": "5", "reason": "r"}, "till.discount_line"),
        ("price", {"price": "1,50", "reason": "tag"}, "till.change_price"),
    ],
)
def test_an_act_beyond_the_rights_names_the_right(
    till_pages: TillPages, shop: Shop, path: str, form: dict[str, str], right: str
) -> None:
    uid = till_pages.adds(shop.product("Drill", "79.00"))
    answer = till_pages.post(f"lines/{uid}/{path}", form)
    assert answer.status_code == 403
    assert answer.headers["X-Right-Needed"] == right


def test_an_unknown_code_offers_what_can_be_done(till_pages: TillPages) -> None:
    answer = till_pages.scan("4600000000008")
    assert answer.status_code == 404
    assert answer.headers["X-Sound"] == "unknown"
    assert "4600000000008" in answer.text
    assert till_pages.cart is None


def test_a_broken_code_says_how_and_adds_nothing(till_pages: TillPages) -> None:
    for code, words in (
        ("4600000000009", "its check digit does not fit"),
        ("]C10104006381333931\x1d17261301", "does not exist"),
        ("(01)4006381333931", "too short or too long"),
    ):
        answer = till_pages.scan(code)
        assert answer.status_code == 422
        assert words in answer.text
    assert till_pages.cart is None


def test_a_code_typed_in_the_computers_own_layout_is_tried_too(till_pages: TillPages, shop: Shop) -> None:
    goods = shop.product("Drill")
    answer = till_pages.scan("&&&", typed=goods.code)
    assert answer.status_code == 200
    assert "Drill" in answer.text


def test_a_badge_leads_to_the_login_and_changes_nothing(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Drill"))
    before = till_pages.cart
    for answer in (till_pages.scan("BADGE-3"), till_pages.post("badge", {"code": "BADGE-3"})):
        assert answer.headers["X-Go"].startswith("/auth/till")
    assert till_pages.cart == before


def test_a_product_without_a_price_asks_for_one(till_pages: TillPages, shop: Shop) -> None:
    goods = shop.product("New thing", None)
    answer = till_pages.scan(goods.code, quantity="2")
    assert answer.status_code == 409
    assert answer.headers["X-Open"] == "no-price"
    assert f'name="product_id" value="{goods.id}"' in answer.text
    assert 'name="quantity" value="2"' in answer.text


def test_an_act_on_a_cart_paid_elsewhere_makes_the_page_fetch_the_cart(till_pages: TillPages, shop: Shop) -> None:
    uid = till_pages.adds(shop.product("Drill", "79.00"))
    cart = till_pages.cart
    assert cart is not None
    till_pages.desk.cart_uid = cart.uid
    till_pages.desk.pays(cash="rest")
    answer = till_pages.post(f"lines/{uid}/note", {"note": "late"})
    assert answer.status_code == 409
    assert answer.headers["X-Stale"] == "cart"


def test_one_less_than_one_takes_the_line_out_and_undo_brings_it_back(till_pages: TillPages, shop: Shop) -> None:
    uid = till_pages.adds(shop.product("Drill", "79.00"))
    answer = till_pages.post(f"lines/{uid}/step", {"qty_milli": "0"})
    assert "Scan the first item" in answer.text
    assert "Removed Drill" in answer.text
    assert lines_in(till_pages.post("undo").text) == 1


def test_a_name_is_text_and_never_markup(till_pages: TillPages, shop: Shop) -> None:
    answer = till_pages.scan(shop.product("<b>Bolt</b> & nut").code)
    assert "<b>Bolt" not in answer.text
    assert "&lt;b&gt;Bolt" in answer.text
    assert "<b>Bolt" not in till_pages.get("find?q=bolt").text


def test_a_second_currency_stands_below_the_sum(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Saw", "100.00"))
    assert "BGN" not in till_pages.get("cart").text
    shop.sets(SECOND_CODE, "BGN")
    shop.sets(SECOND_RATE, "1.95583")
    shop.database.cache.drop("web:shop")
    assert "195.58 BGN" in till_pages.get("cart").text
