"""Pledges on bottles: they go with their goods, nothing touches them, and empties come back without a receipt."""

import pytest

from app.core.errors import Conflict, Forbidden
from app.core.ids import new_uid
from app.core.money import ZERO, Money
from app.places.day import today
from app.reports.today import day_figures
from pos.cart import service as cart
from pos.cart.goods import GivenPrice
from pos.checkout.void import ring_again, void_sale
from pos.offers.making import OfferWish, make_offer
from pos.offers.taking_up import take_up_offer
from pos.papers.store import stored_paper
from pos.returns.service import take_back_without_receipt
from pos.sale.customers import purchase_summary
from pos.settings import PRICES_INCLUDE_TAX
from tests.factories.amounts import money, unit_price
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk
from warehouse.catalogue.barcodes import Code


@pytest.fixture
def bottle(shared_shop: Shop) -> Goods:
    return shared_shop.pledge("Bottle", "0.25", tax="20")


@pytest.fixture
def crate(shared_shop: Shop, bottle: Goods) -> Goods:
    box = shared_shop.pledge("Box", "1.50")
    return shared_shop.product("Crate of beer", "18.00", tax="10", stocked=False, pledges={bottle: 20, box: 1})


def lines_of(till: TillDesk) -> list[tuple[str, int, str]]:
    """Name, quantity in thousandths and total of each line of the open cart."""
    return [(line.name, line.qty_milli, str(line.gross.minor)) for line in till.rung_up.lines]


def test_a_crate_brings_its_bottles_and_its_box(till: TillDesk, crate: Goods) -> None:
    till.adds(crate)
    till.adds(crate)
    assert lines_of(till) == [("Crate of beer", 2000, "3600"), ("Bottle", 40_000, "1000"), ("Box", 2000, "300")]
    assert till.rung_up.gross == money("49.00")


def test_each_part_has_its_own_tax(till: TillDesk, crate: Goods) -> None:
    till.adds(crate)
    done = till.sale(till.pays(cash="rest"))
    assert [(line.tax_rate_bp, line.tax) for line in done.lines] == [
        (1000, money("1.64")),
        (2000, money("0.83")),
        (None, ZERO),
    ]


def test_a_pack_carries_the_pledges_of_what_is_in_it(shared_shop: Shop, till: TillDesk, bottle: Goods) -> None:
    beer = shared_shop.product("Beer", "1.00", pledges={bottle: 1}, packs=[Code("SIX", "six", 6000)])
    till.adds(beer)
    till.scans("SIX", "2")
    assert [line.qty_milli for line in till.rung_up.lines if line.pledge] == [1000, 12_000]


def test_pledges_follow_what_is_done_to_their_goods(till: TillDesk, crate: Goods) -> None:
    line_uid = till.adds(crate).line_uid
    assert line_uid is not None
    till.act(cart.set_qty, line_uid, 3000)
    assert [qty for _, qty, _ in lines_of(till)] == [3000, 60_000, 3000]
    till.act(cart.remove_line, line_uid)
    assert lines_of(till) == []
    till.act(cart.undo)
    assert [qty for _, qty, _ in lines_of(till)] == [3000, 60_000, 3000]


def test_goods_rung_up_after_a_pledge_count_up_their_own_line(shared_shop: Shop, till: TillDesk, crate: Goods) -> None:
    saw = shared_shop.product("Saw", "12.50")
    till.adds(crate)
    till.adds(saw)
    till.adds(saw)
    assert [name for name, _, _ in lines_of(till)] == ["Crate of beer", "Bottle", "Box", "Saw"]


def test_no_discount_touches_a_pledge(till: TillDesk, crate: Goods) -> None:
    till.adds(crate)
    till.act(cart.set_cart_discount, 5000, ZERO, "half")
    assert [line.gross for line in till.rung_up.lines] == [money("9.00"), money("5.00"), money("1.50")]


@pytest.mark.parametrize("which", [1, 2], ids=["bottles", "box"])
def test_a_pledge_with_goods_is_changed_with_them_only(till: TillDesk, crate: Goods, which: int) -> None:
    till.adds(crate)
    uid = till.rung_up.lines[which].uid
    with pytest.raises(Conflict, match="pledge_follows"):
        till.act(cart.set_qty, uid, 1000)
    with pytest.raises(Conflict, match="pledge_follows"):
        till.act(cart.remove_line, uid)
    with pytest.raises(Conflict, match="pledge_follows"):
        till.act(cart.set_price, uid, unit_price("0.10"), "why not")
    with pytest.raises(Conflict, match="pledge_follows"):
        till.act(cart.set_line_discount, uid, 1000, ZERO, "why not")


def test_empties_come_back_by_their_code_without_a_right(shared_shop: Shop, till: TillDesk, bottle: Goods) -> None:
    till.cashier = shared_shop.cashier(without=["till.return", "till.return_without_receipt", "till.return_cash"])
    till.scans(bottle.code, "24")
    till.scans(bottle.code)
    assert lines_of(till) == [("Bottle", -25_000, "-625")]
    done = till.pays_out()
    assert (done.kind, done.tenders) == ("sale", (("cash", money("-6.25")),))
    assert till.expected_cash == money("93.75")


def test_empties_have_the_price_of_their_pledge_and_no_other(till: TillDesk, bottle: Goods) -> None:
    uid = till.adds(bottle, "10").line_uid
    assert uid is not None
    with pytest.raises(Conflict, match="pledge_fixed"):
        till.act(cart.set_price, uid, unit_price("5.00"), "a gift")
    with pytest.raises(Conflict, match="pledge_fixed"):
        till.act(cart.set_line_discount, uid, 1000, ZERO, "less")
    with pytest.raises(Conflict, match="pledge_fixed"):
        till.act(cart.add_product, new_uid(), bottle.id, 1000, given=GivenPrice(unit_price("5.00"), "a gift"))
    till.act(cart.set_qty, uid, 4000)
    assert till.rung_up.gross == money("-1.00")


def test_a_pledge_without_a_price_is_neither_given_nor_taken(shared_shop: Shop, till: TillDesk) -> None:
    unpriced = shared_shop.pledge("Jar", None)
    honey = shared_shop.product("Honey", pledges={unpriced: 1})
    for goods in (unpriced, honey):
        with pytest.raises(Conflict, match="pledge_without_price"):
            till.adds(goods)
        assert till.cart is None


def test_empties_are_set_off_against_what_is_bought(till: TillDesk, bottle: Goods, crate: Goods) -> None:
    till.adds(crate)
    till.adds(bottle, "20")
    assert till.rung_up.gross == money("19.50")
    done = till.pays(cash="20.00")
    assert (done.kind, done.change) == ("sale", money("0.50"))


def test_what_a_customer_spent_counts_neither_pledges_nor_empties(
    shared_shop: Shop, till: TillDesk, bottle: Goods, crate: Goods
) -> None:
    maria = shared_shop.customer("Maria")
    for goods, pieces in ((crate, "2"), (bottle, "30")):
        till.is_of(maria)
        till.adds(goods, pieces)
        till.pays(cash="rest") if goods is crate else till.pays_out()
    with shared_shop.database.read_unit() as tx:
        summary = purchase_summary(tx, maria)
    assert (summary.visits, summary.spent) == (1, money("36.00"))


def test_empties_never_take_more_out_of_the_drawer_than_is_in_it(till: TillDesk, bottle: Goods) -> None:
    till.adds(bottle, "401")
    with pytest.raises(Conflict, match="no_cash_for_payout"):
        till.pays_out()
    assert till.expected_cash == money("100.00")


def test_goods_come_back_with_their_pledges(till: TillDesk, crate: Goods) -> None:
    done = till.sells(crate, "3")
    till.takes_back(done, "1")
    assert lines_of(till) == [("Crate of beer", -1000, "-1800"), ("Bottle", -20_000, "-500"), ("Box", -1000, "-150")]
    assert till.pays_out().kind == "return"
    till.takes_back(done, "2")
    till.pays_out()
    with pytest.raises(Conflict, match="more_than_sold"):
        till.takes_back(done, "1")
    assert till.expected_cash == money("100.00")


def test_goods_without_a_receipt_come_back_with_their_pledges(shared_shop: Shop, till: TillDesk, crate: Goods) -> None:
    till.is_of(shared_shop.customer())
    till.act(take_back_without_receipt, new_uid(), crate.id, 1000, "not wanted")
    assert [qty for _, qty, _ in lines_of(till)] == [-1000, -20_000, -1000]


def test_empties_beside_a_card_return_go_back_in_cash_without_a_right(
    shared_shop: Shop, till: TillDesk, bottle: Goods, crate: Goods
) -> None:
    done = till.sells(crate, card="rest")
    till.cashier = shared_shop.cashier(role="senior", without=["till.return_cash"])
    till.takes_back(done)
    till.adds(bottle, "4")
    paid = till.pays_out()
    assert dict(paid.tenders) == {"card": money("-24.50"), "cash": money("-1.00")}
    till.takes_back(till.sells(crate, card="rest"))
    till.adds(bottle, "4")
    with pytest.raises(Forbidden, match="right_needed"):
        till.pays(cash="-25.50")


def test_a_void_undoes_pledges_both_ways_and_rings_them_up_again(till: TillDesk, bottle: Goods, crate: Goods) -> None:
    till.adds(crate)
    till.adds(bottle, "30")
    before = lines_of(till)
    sale = till.pays(cash="rest")
    till.does(void_sale, sale.uid, new_uid(), "mistake")
    assert till.expected_cash == money("100.00")
    till.act(ring_again, sale.uid)
    assert sorted(lines_of(till)) == sorted(before)
    carrier = next(line.uid for line in till.rung_up.lines if line.pledge is None)
    till.act(cart.set_qty, carrier, 2000)
    assert next(line.qty_milli for line in till.rung_up.lines if line.pledge == "given") == 40_000


def test_an_offer_keeps_pledges_with_their_goods_and_takes_no_empties(
    till: TillDesk, bottle: Goods, crate: Goods
) -> None:
    till.adds(crate, "2")
    before = lines_of(till)
    offer = till.act(make_offer, new_uid(), None, OfferWish(printed=False))
    till.cart_uid = new_uid()
    till.act(take_up_offer, new_uid(), offer.uid)
    assert lines_of(till) == before
    assert till.pays(cash="rest").to_pay == offer.gross
    till.adds(bottle)
    with pytest.raises(Conflict, match="offer_with_returns"):
        till.act(make_offer, new_uid(), None, OfferWish(printed=False))


def test_the_z_report_keeps_pledges_apart_from_what_goods_came_to(
    shared_shop: Shop, till: TillDesk, bottle: Goods, crate: Goods
) -> None:
    before = turnover_of_today(shared_shop)
    till.sells(crate, "2")
    till.adds(bottle, "30")
    till.pays_out()
    assert turnover_of_today(shared_shop) - before == money("36.00")
    closed = till.closes()
    figures = closed.figures
    assert (figures.turnover, figures.gross) == (money("36.00"), money("41.50"))
    assert (figures.pledges.given, figures.pledges.taken) == (money("13.00"), money("7.50"))
    assert (figures.return_count, figures.returned) == (0, ZERO)
    assert [one.gross for one in figures.cashiers] == [money("36.00")]
    with shared_shop.database.read_unit() as tx:
        words = str(stored_paper(tx, closed.document))
    assert all(one in words for one in ("Pledges given", "13.00", "Pledges taken back", "7.50", "With pledges"))


def turnover_of_today(shop: Shop) -> Money:
    with shop.database.read_unit() as tx:
        return day_figures(tx, today(tx), tx.now).gross


def test_prices_without_tax_put_it_on_top_of_pledges_too(shop: Shop) -> None:
    shop.sets(PRICES_INCLUDE_TAX, False)
    till = shop.till()
    till.adds(shop.pledge("Bottle", "0.25", tax="20"), "20")
    assert till.rung_up.gross == money("-6.00")
    till.pays_out()
    assert till.closes().figures.turnover == ZERO
