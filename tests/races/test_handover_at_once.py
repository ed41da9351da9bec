"""The drawer is handed over while others sell, close, or send the same again."""

from collections import Counter
from functools import partial

from app.core.ids import new_uid
from pos.checkout.service import checkout
from pos.shift.handover import Taker, hand_over
from pos.shift.models import ShiftHandover
from pos.shift.service import close_shift
from tests.factories.shop import Shop
from tests.factories.till import counted, tenders
from tests.factories.together import together
from tests.races.test_tills_at_once import codes, count


def taker(shop: Shop) -> Taker:
    peter = shop.cashier("Peter")
    assert peter.account_id is not None
    return Taker(peter.account_id, peter.name)


def test_the_same_signature_sent_six_times_is_one_hand_over(shop: Shop) -> None:
    till, uid, to = shop.till(), new_uid(), taker(shop)
    done = together([partial(till.does, hand_over, uid, counted("100.00"), to)] * 6)
    assert codes(done) == Counter({"HandedOver": 6})
    assert len(set(done)) == 1
    assert count(shop, ShiftHandover) == 1
    assert shop.faults() == ([], [])


def test_a_sale_is_before_or_after_the_count_and_never_between(shop: Shop) -> None:
    till, to = shop.till(), taker(shop)
    till.adds(shop.product(price="50.00"))
    done = together(
        [
            partial(till.does, hand_over, new_uid(), counted("100.00"), to),
            partial(till.act, checkout, None, tenders(cash="50.00")),
        ]
    )
    assert codes(done) == Counter({"HandedOver": 1, "CompletedSale": 1})
    closed = till.closes("150.00")
    (handed,) = closed.figures.handovers
    assert str(handed.difference.minor) in ("0", "-5000")
    assert closed.difference.minor == 0
    assert shop.faults() == ([], [])


def test_closing_and_handing_over_at_once_leave_one_end(shop: Shop) -> None:
    till, to = shop.till(), taker(shop)
    done = together(
        [
            partial(till.does, hand_over, new_uid(), counted("100.00"), to),
            partial(till.does, close_shift, new_uid(), counted("100.00")),
        ]
    )
    assert codes(done) in (Counter({"HandedOver": 1, "Closed": 1}), Counter({"no_open_shift": 1, "Closed": 1}))
    assert shop.faults() == ([], [])
