"""What a cashier sees of earlier sales: the last five; whoever may see sales, the last fifty."""

from pathlib import Path

from tests.factories.shop import Shop
from tests.web.till.conftest import TillPages, log_in


def test_a_junior_looks_back_on_five_receipts(till_pages: TillPages, shop: Shop) -> None:
    goods = shop.product()
    for _sale in range(7):
        till_pages.desk.sells(goods)
    assert till_pages.get("receipts").text.count("receipts__one") == 5


def test_a_senior_looks_back_on_all_of_the_day(shop: Shop, tmp_path: Path) -> None:
    pages, goods = log_in(shop, tmp_path, shop.till(), role="senior"), shop.product()
    for _sale in range(7):
        pages.desk.sells(goods)
    assert pages.get("receipts").text.count("receipts__one") == 7


def test_what_should_be_in_the_drawer_is_told_only_to_whoever_may_know(
    till_pages: TillPages, shop: Shop, tmp_path: Path
) -> None:
    assert till_pages.post("shift/x", {"uid": "x"}).status_code == 403
    assert "Should be there" not in till_pages.get("shift/close").text
