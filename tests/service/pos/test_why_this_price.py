"""Why a line costs what it costs: base, discounts by name, and what one more would bring."""

from app.core.money import ZERO
from pos.cart import service as cart
from pos.cart.points import set_points
from pos.cart.views import discount_text
from pos.cart.why import Explained, explain_line
from pos.checkout.paper import receipt_name
from pos.papers.store import stored_paper
from pos.settings import PRICES_INCLUDE_TAX
from tests.factories.amounts import money
from tests.factories.loyalty import POINT, gets_points, points_program, runs
from tests.factories.promotions import promote
from tests.factories.shop import Shop
from tests.factories.till import TillDesk


def explained(till: TillDesk, line: int = 0) -> Explained:
    uid = till.rung_up.lines[line].uid
    with till.shop.database.read_unit() as tx:
        return explain_line(tx, till.id, uid)


def test_a_line_is_explained_and_so_is_its_return(shop: Shop) -> None:
    till = shop.till()
    promote(shop, {"type": "buy_get", "buy": "2", "get": "1"}, name="Three for two")
    till.adds(shop.product("Oil", "4.00"), "2")
    told = explained(till)
    assert (told.one_more, told.one_more_full, told.one_more_is_cheaper) == (ZERO, money("4.00"), True)
    till.act(cart.set_qty, told.line.uid, 3000)
    told = explained(till)
    assert [(one.name, one.amount) for one in told.line.discounts] == [("Three for two", money("4.00"))]
    assert (told.one_more, told.one_more_is_cheaper, told.rounded) == (money("4.00"), False, False)
    bought = till.pays(cash="rest")
    till.takes_back(bought, "3")
    told = explained(till)
    assert ([one.name for one in told.line.discounts], told.one_more) == (["Three for two"], None)
    assert told.line.gross == money("-8.00")


def test_what_points_paid_is_told_by_its_name_when_it_comes_back(shop: Shop) -> None:
    till, anna = shop.till(), shop.customer("Anna")
    runs(shop, points_program())
    gets_points(shop, anna, 50)
    till.adds(shop.product("Saw", "100.00"))
    till.is_of(anna)
    till.act(set_points, 50 * POINT)
    till.act(cart.set_line_discount, till.rung_up.lines[0].uid, 0, money("5.00"), "")
    bought = till.pays(cash="rest")
    till.takes_back(bought, "1")
    told = [discount_text(one, str) for one in explained(till).line.discounts]
    assert told == ["5.00 off when it was sold", "Paid with points, when it was sold"]


def test_a_percentage_is_told_as_it_was_when_the_goods_come_back_in_part(shop: Shop) -> None:
    till = shop.till()
    till.adds(shop.product("Saw", "100.00"), "2")
    till.act(cart.set_line_discount, till.rung_up.lines[0].uid, 1250, ZERO, "a scratch")
    bought = till.pays(cash="rest")
    till.takes_back(bought, "1")
    (told,) = explained(till).line.discounts
    assert (discount_text(told, str), told.amount) == ("12.5 % off this line, when it was sold", money("-12.50"))
    back = till.pays_out()
    with shop.database.read_unit() as tx:
        assert "12.5 % off this line, when it was sold" in str(stored_paper(tx, receipt_name(back.uid)))


def test_a_price_finer_than_a_coin_says_that_it_was_rounded(shop: Shop) -> None:
    till = shop.till()
    till.adds(shop.product("Nails", "1.99", unit="kg"), "0.333")
    told = explained(till)
    assert (told.rounded, told.one_more, told.loyal) == (True, None, None)


def test_what_one_more_costs_holds_the_tax_that_comes_on_top(shop: Shop) -> None:
    shop.sets(PRICES_INCLUDE_TAX, False)
    till = shop.till()
    promote(shop)
    till.adds(shop.product("Saw", "100.00", tax="20"))
    told = explained(till)
    assert (told.one_more, told.one_more_full, told.one_more_is_cheaper) == (money("108.00"), money("120.00"), True)
