"""One person taps at two tills at the same moment: one coming, one refusal."""

from collections import Counter
from functools import partial

from app.core.ids import new_uid
from app.staff.clock import Clocked, clock, present
from app.staff.models import ClockEntry
from app.staff.stretches import State
from tests.factories.shop import Shop
from tests.factories.together import together
from tests.races.test_tills_at_once import codes, count


def test_two_tills_at_once_take_one_coming(shop: Shop) -> None:
    account_id = shop.cashier("Anna").account_id
    assert account_id is not None
    tills = [shop.till(opened=False).id for _ in range(2)]

    def taps(till_id: int) -> Clocked:
        return shop.changes(lambda tx: clock(tx, account_id, new_uid(), "come", till_id))

    done = together([partial(taps, till_id) for till_id in tills * 3])
    assert codes(done) == Counter({"Clocked": 1, "clock_order": 5})
    assert count(shop, ClockEntry) == 1
    assert shop.faults() == ([], [])


def test_the_same_tap_at_once_is_one(shop: Shop) -> None:
    account_id = shop.cashier("Anna").account_id
    assert account_id is not None
    uid = new_uid()
    done = together([lambda: shop.changes(lambda tx: clock(tx, account_id, uid, "come", None))] * 6)
    assert codes(done) == Counter({"Clocked": 6})
    assert len(set(done)) == 1
    assert count(shop, ClockEntry) == 1
    with shop.database.read_unit() as tx:
        assert all(one.state is State.IN for one in present(tx))
