"""A changed currency: old sales come back for exactly what they are in it, and nothing unfinished goes over."""

import random
from datetime import timedelta

import pytest

from app.core.clock import SetClock
from app.core.currency_change import Exchange
from app.core.db.unit import Database
from app.core.errors import BadInput, Conflict, Forbidden
from app.core.money import ZERO, Money
from app.core.settings import get
from app.flows.currency import Conversion, Wish, convert, plan
from app.places.second_currency import SECOND_CODE, SECOND_RATE, SECOND_RATE_FOR, second_currency
from app.wiring import currency_parts
from loyalty.rules.rewards import AmountOff, FixedPrice, On
from pos.cart import service as cart
from pos.cart.holding import hold_cart
from pos.checkout.completed import CompletedSale
from pos.returns.payout import refundable
from pos.returns.service import returnable
from pos.settings import CASH_STEP, PRICES_INCLUDE_TAX
from tests.factories.amounts import money, unit_price
from tests.factories.promotions import promote, promotion
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.sold_as import product_by_code

EURO = Exchange("BGN", 2, "EUR", 2, 100_000_000, 195_583_000, "1 EUR = 1.95583 BGN")


@pytest.fixture
def leva(database: Database, clock: SetClock) -> Shop:
    """A shop in leva that shows euro beside them."""
    shop = Shop(database, clock, "BGN")
    shop.sets(SECOND_CODE, "EUR")
    shop.sets(SECOND_RATE, "1.95583")
    shop.sets(SECOND_RATE_FOR, "second")
    return shop


def to_euro(shop: Shop, wish: Wish = Wish("EUR")) -> Conversion:  # noqa: B008  # a frozen value
    return shop.database.transact(FITTER, lambda tx: convert(tx, currency_parts(), wish))


@pytest.mark.parametrize(
    ("old", "new"),
    [("1.96", "1.00"), ("0.00", "0.00"), ("0.01", "0.01"), ("19.99", "10.22"), ("0.0125", "0.006391"), ("1", "0.51")],
)
def test_a_price_stays_as_fine_as_it_was(old: str, new: str) -> None:
    assert EURO.unit_price(unit_price(old)) == unit_price(new)


def test_a_price_of_which_nothing_would_be_left_becomes_finer() -> None:
    to_dinar = Exchange("HUF", 2, "KWD", 3, 1, 100, "1 KWD = 1000 HUF")
    assert to_dinar.money(Money(1)) == ZERO
    assert to_dinar.unit_price(unit_price("0.01")).scaled == 100


def test_what_is_shown_beforehand_is_what_is_done(leva: Shop) -> None:
    saw = leva.product("Saw", "199.99", packs=[Code("BOX1", "Box", 12_000, unit_price("2000.00"))])
    leva.sets(CASH_STEP, 5)
    wish = Wish("EUR", cash_step=money("0.05"), until="2026-12-31")
    with leva.database.read_unit() as tx:
        planned = plan(tx, currency_parts(), wish)
    assert [(one.kind, one.old, one.new) for one in planned.amounts] == [
        ("price", unit_price("199.99"), unit_price("102.25")),
        ("pack_price", unit_price("2000.00"), unit_price("1022.58")),
    ]
    leva.clock.advance(timedelta(minutes=1))
    assert to_euro(leva, wish) == planned
    with leva.database.read_unit() as tx:
        each, box = product_by_code(tx, saw.code), product_by_code(tx, "BOX1")
        second = second_currency(tx)
        assert get(tx, CASH_STEP) == 5
    assert each is not None
    assert box is not None
    assert (each.unit_price, box.unit_price) == (unit_price("102.25"), unit_price("1022.58"))
    assert second is not None
    assert (second.code, second.amount(money("1.00"))) == ("BGN", money("1.96"))


def test_amounts_of_promotions_go_over_as_their_next_version(leva: Shop) -> None:
    uids = [
        promote(leva, {"type": "amount", "value": "20.00", "on": "order"}, when={"min_amount": "100.00"}),
        promote(leva, {"type": "fixed_price", "value": "19.99", "max_discount": "5"}),
        promote(leva, {"type": "percent", "value": "10"}),
    ]
    till, saw = leva.till(), leva.product("Saw", "150.00")
    assert till.sells(saw).to_pay == money("115.00")
    till.closes()
    to_euro(leva)
    amount, fixed, percent = (promotion(leva, uid) for uid in uids)
    assert (amount.version, fixed.version, percent.version) == (2, 2, 1)
    assert amount.promotion.when.min_amount == money("51.13")
    assert amount.promotion.reward == AmountOff(money("10.23"), On.ORDER)
    assert fixed.promotion.reward == FixedPrice(unit_price("10.22"), money("2.56"))


def test_only_the_second_currency_with_its_rate_can_be_gone_over_to(shop: Shop) -> None:
    with pytest.raises(Conflict, match="no_fixed_rate"):
        to_euro(shop, Wish("BGN"))
    shop.sets(SECOND_CODE, "BGN")
    with pytest.raises(Conflict, match="no_fixed_rate"):
        to_euro(shop, Wish("BGN"))
    shop.sets(SECOND_RATE, "1.95583")
    with pytest.raises(BadInput, match="bad_setting"):
        to_euro(shop, Wish("BGN", until="soon"))
    cashier = shop.cashier()
    with pytest.raises(Forbidden):
        shop.database.transact(cashier, lambda tx: convert(tx, currency_parts(), Wish("BGN")))


def test_a_cart_put_aside_is_in_the_way_and_an_emptied_one_is_gone(leva: Shop) -> None:
    till, saw = leva.till(), leva.product("Saw", "199.99")
    till.adds(saw)
    till.act(hold_cart)
    till.closes()
    with leva.database.read_unit() as tx:
        planned = plan(tx, currency_parts(), Wish("EUR"))
    assert [one.code for one in planned.obstacles] == ["currency_held_cart"]
    other = leva.till()
    other.adds(saw)
    other.act(cart.remove_line, other.rung_up.lines[0].uid)
    other.closes()
    with pytest.raises(Conflict, match="currency_held_cart"):
        to_euro(leva)
    assert leva.faults() == ([], [])


@pytest.mark.parametrize("prices_include_tax", [True, False])
def test_whatever_comes_back_adds_up_to_what_was_paid(leva: Shop, prices_include_tax: bool) -> None:
    """Partly before the change and partly after it, in any parts, down to the last cent of each way of paying."""
    leva.sets(PRICES_INCLUDE_TAX, prices_include_tax)
    chance = random.Random(195583)  # amounts of a test
    till = leva.till()
    goods = [leva.product(price=f"{chance.randint(1, 9999) / 100:.2f}") for _ in range(4)]
    sales = [_sells(till, chance.sample(goods, 3), chance) for _ in range(2)]
    before = _take_back(till, sales[0], chance)
    till.closes()
    to_euro(leva)
    till.opens("500.00")
    for done in sales:
        paid: dict[str, Money] = {}
        while _anything_left(till, done):
            for kind, amount in _take_back(till, done, chance).tenders:
                paid[kind] = paid.get(kind, ZERO) - amount
        whole = EURO.money(done.to_pay)
        came_back = sum(amount.minor for amount in paid.values())
        if done is sales[0]:
            assert abs(came_back - whole.minor - EURO.money(before.to_pay).minor) <= 1
        else:
            assert came_back == whole.minor
            with leva.database.read_unit() as tx:
                lines = [part.line_id for part in returnable(tx, done.uid).lines]
                assert not any(refundable(tx, lines).values())
    assert leva.faults() == ([], [])


def _sells(till: TillDesk, goods: list[Goods], chance: random.Random) -> CompletedSale:
    for one in goods:
        till.adds(one, str(chance.randint(1, 5)))
    half = till.rung_up.gross.minor // 200
    return till.pays(card=f"{half}.00", cash="rest") if half else till.pays(cash="rest")


def _anything_left(till: TillDesk, done: CompletedSale) -> bool:
    with till.shop.database.read_unit() as tx:
        return returnable(tx, done.uid).anything_left


def _take_back(till: TillDesk, done: CompletedSale, chance: random.Random) -> CompletedSale:
    with till.shop.database.read_unit() as tx:
        left = [part.left_milli // 1000 for part in returnable(tx, done.uid).lines]
    line = chance.choice([index for index, pieces in enumerate(left) if pieces])
    till.takes_back(done, str(chance.randint(1, left[line])), line=line)
    return till.pays_out()
