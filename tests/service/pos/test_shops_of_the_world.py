"""The same till in other shops: currencies without and with three decimals, prices without tax, coarse coins."""

import pytest

from app.core.clock import SetClock
from app.core.db.unit import Database
from app.core.ids import new_uid
from app.core.money import UNIT_PRICE_SCALE, ZERO, Money, UnitPrice
from app.places.settings import PAPER_LANGUAGE
from pos.cart import service as cart
from pos.checkout.completed import CompletedSale
from pos.checkout.paper import receipt_name
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.papers.store import stored_paper
from pos.settings import CASH_MODE, CASH_STEP, PRICES_INCLUDE_TAX, TAX_ROUNDING
from pos.shift.service import close_shift, open_shift
from printing.document import Direction, Pair, Table, Text
from tests.factories.amounts import money, unit_price
from tests.factories.shop import Shop
from tests.factories.till import TillDesk


def one_off(till: TillDesk, minor: int, tax: str = "20", qty_milli: int = 1000) -> None:
    """Rings up something at a price in minor units of whatever currency."""
    price = UnitPrice(minor * UNIT_PRICE_SCALE)
    till.act(cart.add_one_off, new_uid(), "Thing", price, qty_milli, till.shop.tax(tax))


def paper_of(till: TillDesk, done: CompletedSale) -> dict[str, str]:
    with till.shop.database.read_unit() as tx:
        blocks = stored_paper(tx, receipt_name(done.uid)).blocks
    return {block.label: block.value for block in blocks if isinstance(block, Pair)}


@pytest.mark.parametrize(
    ("currency", "minor", "total"),
    [("JPY", 1980, "1,980"), ("KWD", 1980, "1.980"), ("EUR", 1980, "19.80"), ("ISK", 5, "5")],
)
def test_amounts_have_the_decimals_of_the_currency(
    database: Database, clock: SetClock, currency: str, minor: int, total: str
) -> None:
    shop = Shop(database, clock, currency)
    till = shop.till(opened=False)
    till.does(open_shift, new_uid(), {})
    one_off(till, minor)
    done = till.act(checkout, None, [TenderRequest("cash", Money(minor))])
    assert (done.to_pay, done.change) == (Money(minor), ZERO)
    assert paper_of(till, done)[f"Total {currency}"] == total
    closed = till.does(close_shift, new_uid(), {}, "")
    assert (closed.expected, closed.difference) == (Money(minor), Money(-minor))
    assert shop.faults() == ([], [])


def test_prices_without_tax_get_it_on_top(shop: Shop) -> None:
    shop.sets(PRICES_INCLUDE_TAX, False)
    till = shop.till()
    till.adds(shop.product("Saw", "10.00", tax="20"))
    assert (till.rung_up.subtotal, till.rung_up.gross, till.rung_up.to_pay) == (
        money("10.00"),
        money("12.00"),
        money("12.00"),
    )
    done = till.pays(cash="20.00")
    head = till.sale(done).head
    assert (head.net, head.tax, head.gross, done.change) == (
        money("10.00"),
        money("2.00"),
        money("12.00"),
        money("8.00"),
    )
    assert paper_of(till, done)["Tax"] == "2.00"
    assert till.closes().figures.gross == money("12.00")


def test_a_sale_keeps_the_basis_its_shop_has_left(shop: Shop) -> None:
    till = shop.till()
    saw = shop.product("Saw", "12.00", tax="20")
    before = till.sale(till.sells(saw))
    till.adds(saw)
    shop.sets(PRICES_INCLUDE_TAX, False)
    assert till.rung_up.gross == money("14.40"), "an open cart is priced by the rules of now"
    after = till.sale(till.pays(card="rest"))
    assert (before.head.gross, after.head.gross) == (money("12.00"), money("14.40"))
    assert till.closes().figures.tax == money("2.00") + money("2.40")


def test_tax_rounded_once_for_each_rate(shop: Shop) -> None:
    shop.sets(TAX_ROUNDING, "per_rate")
    till = shop.till()
    for _ in range(3):
        till.act(cart.add_product, new_uid(), shop.product("Gum", "0.10", tax="20").id, 1000)
    sale = till.sale(till.pays(cash="rest"))
    assert sale.head.tax == money("0.05")
    assert sum(line.tax.minor for line in sale.lines) == 5


def test_exempt_is_not_zero_per_cent(shop: Shop) -> None:
    till = shop.till()
    for tax in ("0", "none", "20"):
        till.adds(shop.product(price="6.00", tax=tax))
    done = till.pays(card="rest")
    assert [line.tax_rate_bp for line in till.sale(done).lines] == [0, None, 2000]
    with shop.database.read_unit() as tx:
        (taxes,) = [one.rows for one in stored_paper(tx, receipt_name(done.uid)).blocks if isinstance(one, Table)]
    assert [row[0] for row in taxes[1:]] == ["0\u00a0%", "20\u00a0%", "No tax"]
    assert [rate.rate_bp for rate in till.closes().figures.rates] == [0, 2000, None]


@pytest.mark.parametrize(
    ("mode", "to_pay", "rounding"),
    [("half_up", "9.95", "0.02"), ("half_down", "9.95", "0.02"), ("up", "9.95", "0.02"), ("down", "9.90", "-0.03")],
)
def test_cash_is_rounded_to_the_smallest_coin(shop: Shop, mode: str, to_pay: str, rounding: str) -> None:
    shop.sets(CASH_STEP, 5)
    shop.sets(CASH_MODE, mode)
    till = shop.till()
    saw = shop.product("Saw", "9.93")
    till.adds(saw)
    assert (till.rung_up.to_pay, till.rung_up.cash_to_pay) == (money("9.93"), money(to_pay))
    done = till.pays(cash="20.00")
    assert (done.to_pay, till.sale(done).head.rounding) == (money(to_pay), money(rounding))
    assert paper_of(till, done)["Rounding"] == rounding.replace("-", "\u2212")
    assert till.sells(saw, card="rest").to_pay == money("9.93")


def test_a_screw_costs_less_than_the_smallest_coin(shop: Shop) -> None:
    till = shop.till()
    screw = shop.product("Screw", "0.0125", stock="10000")
    till.adds(screw, "100")
    assert till.rung_up.gross == money("1.25")
    done = till.pays(cash="rest")
    with shop.database.read_unit() as tx:
        assert "100 × 0.0125" in str(stored_paper(tx, receipt_name(done.uid)))
    assert till.sale(done).lines[0].unit_price == unit_price("0.0125")


@pytest.mark.parametrize(
    ("language", "title", "total", "direction"),
    [("ru", "Чек", "1\u00a0234,50", Direction.LEFT_TO_RIGHT), ("en", "Receipt", "1,234.50", Direction.LEFT_TO_RIGHT)],
)
def test_papers_speak_the_language_of_the_shop(
    shop: Shop, language: str, title: str, total: str, direction: Direction
) -> None:
    shop.sets(PAPER_LANGUAGE, language)
    till = shop.till()
    done = till.sells(shop.product("Пила", "1234.50"), card="rest")
    with shop.database.read_unit() as tx:
        paper = stored_paper(tx, receipt_name(done.uid))
    assert (paper.language, paper.direction) == (language, direction)
    texts = [block.text for block in paper.blocks if isinstance(block, Text)]
    assert any(text.casefold().startswith(title.casefold()) for text in texts)
    assert total in paper_of(till, done).values()


def test_arabic_papers_run_from_right_to_left(shop: Shop) -> None:
    shop.sets(PAPER_LANGUAGE, "ar")
    till = shop.till()
    done = till.sells(shop.product("منشار", "12.50"))
    with shop.database.read_unit() as tx:
        assert stored_paper(tx, receipt_name(done.uid)).direction is Direction.RIGHT_TO_LEFT
