"""What the customer sees: the cart as it grows, what was paid, then the shop again."""

import threading
from datetime import timedelta

from pos.cart.service import drop_cart
from pos.cart.store import changed_topic
from pos.customer_display import THANKED_FOR, Shown, mark, shown
from pos.papers.layout import RECEIPT_QR
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.factories.till import TillDesk


def seen(till: TillDesk) -> tuple[str, Shown]:
    with till.shop.database.read_unit() as tx:
        return mark(tx, till.id), shown(tx, till.id)


def test_each_change_is_something_else_to_see(shop: Shop) -> None:
    till, goods = shop.till(), shop.product("Drill", "79.00")
    marks = [seen(till)[0]]
    till.adds(goods)
    first, view = seen(till)
    assert view.cart is not None
    assert [line.name for line in view.cart.lines] == ["Drill"]
    till.adds(goods)
    second, view = seen(till)
    assert view.cart is not None
    assert view.cart.to_pay == money("158.00")
    till.pays(cash="160.00")
    last, view = seen(till)
    assert view.cart is None
    assert view.paid is not None
    assert (view.paid.to_pay, view.paid.change) == (money("158.00"), money("2.00"))
    marks += [first, second, last]
    assert marks[0] == "nobody"
    assert len(set(marks)) == 4


def test_a_paid_sale_stays_for_a_minute_or_until_the_next_scan(shop: Shop) -> None:
    till, goods = shop.till(), shop.product(price="5.00")
    till.sells(goods)
    shop.clock.advance(THANKED_FOR - timedelta(seconds=1))
    assert seen(till)[1].paid is not None
    till.adds(goods)
    assert seen(till)[1].paid is None
    till.act(drop_cart, "changed his mind")
    shop.clock.advance(timedelta(seconds=1))
    assert seen(till) == ("nobody", Shown())


def test_another_till_shows_its_own(shop: Shop) -> None:
    till, other = shop.till(), shop.till()
    till.adds(shop.product())
    assert seen(other) == ("nobody", Shown())


def test_the_qr_code_says_what_the_shop_wants_or_the_barcode_of_the_receipt(shop: Shop) -> None:
    till, goods = shop.till(), shop.product()
    till.sells(goods)
    paid = seen(till)[1].paid
    assert paid is not None
    assert paid.qr == "R01-0000001"
    shop.sets(RECEIPT_QR, "https://oak.example/r/{number}")
    paid = seen(till)[1].paid
    assert paid is not None
    assert paid.qr == "https://oak.example/r/R01-0000001"


def test_a_kept_change_wakes_who_shows_the_cart_and_nobody_of_another_till(shop: Shop) -> None:
    till, other, goods = shop.till(), shop.till(), shop.product()
    wakes = shop.database.wake_ups
    before, before_other = wakes.seen(changed_topic(till.id)), wakes.seen(changed_topic(other.id))
    woken: list[int] = []
    waiter = threading.Thread(target=lambda: woken.append(wakes.wait(changed_topic(till.id), before, 20)))
    waiter.start()
    till.adds(goods)
    waiter.join(60)
    assert woken == [before + 1]
    till.pays(cash="rest")
    assert wakes.seen(changed_topic(till.id)) == before + 2
    assert wakes.seen(changed_topic(other.id)) == before_other
