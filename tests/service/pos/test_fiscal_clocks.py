"""A register whose clock is far from the PC's: the till says so, and somebody says once in a shift to go on."""

from datetime import timedelta

import pytest

from app.core.errors import Conflict
from app.core.ids import new_uid
from app.jobs.scheduler import Job, Scheduler
from pos.fiscal.clocks import is_time_doubtful
from pos.fiscal.queue import queue_test
from pos.shift.wrong_clock import confirm_register_clock
from pos.status import till_status
from tests.factories.fiscal import FiscalTill
from tests.factories.shop import Goods, Shop

HOUR = timedelta(hours=1)


@pytest.fixture
def saw(shop: Shop) -> Goods:
    return shop.product("Saw", "12.50")


def sells(till: FiscalTill, saw: Goods) -> bool:
    """Sells and registers a saw; whether a clock had to be confirmed before."""
    till.desk.adds(saw)
    refused = None
    try:
        till.desk.pays(cash="rest")
    except Conflict as error:
        refused = error
    if refused is not None:
        assert (refused.code, refused.facts["register_clock"]) == ("register_clock_apart", shown(till))
        till.desk.does(confirm_register_clock, new_uid())
        till.desk.pays(cash="rest")
    till.works()
    return refused is not None


def shown(till: FiscalTill) -> object:
    """What the lights say of the register's clock."""
    with till.shop.database.read_unit() as tx:
        return till_status(tx, till.desk.id).register_clock


def test_it_is_confirmed_once_in_a_shift_until_the_clocks_agree(shop: Shop, saw: Goods) -> None:
    till = FiscalTill(shop)
    till.register.ahead = timedelta(minutes=9)
    assert [sells(till, saw) for _ in range(2)] == [False, False]
    with pytest.raises(Conflict, match="clock_right_again"):
        till.desk.does(confirm_register_clock, new_uid())

    till.register.ahead = -HOUR
    assert not sells(till, saw), "nobody knew"
    assert shown(till) == shop.clock.now() - HOUR
    assert [sells(till, saw) for _ in range(2)] == [True, False]
    till.register.ahead = HOUR
    sells(till, saw)
    assert sells(till, saw), "wrong in another way"

    till.desk.closes()
    till.works()
    till.desk.opens()
    till.works()
    assert sells(till, saw), "another shift"

    till.register.ahead = timedelta()
    shop.changes(lambda tx: queue_test(tx, till.desk.id, new_uid(), "status"))
    till.works()
    assert shown(till) is None, "it was asked since"
    assert not sells(till, saw)
    assert shop.faults() == ([], [])


def test_meanwhile_jobs_pause_and_other_tills_sell(shop: Shop, saw: Goods) -> None:
    ran: list[str] = []
    jobs = (Job("tidy", HOUR, lambda _database: ran.append("tidy")),)
    scheduler = Scheduler(shop.database, jobs, is_time_doubtful)
    till, other = FiscalTill(shop), FiscalTill(shop)
    till.register.ahead = 2 * HOUR
    sells(till, saw)
    scheduler.run_due()
    assert ran == []
    assert not sells(other, saw)
    till.register.ahead = timedelta()
    sells(till, saw)
    scheduler.run_due()
    assert ran == ["tidy"]


def test_a_document_that_was_found_later_says_nothing_of_a_clock(shop: Shop, saw: Goods) -> None:
    till = FiscalTill(shop)
    till.desk.sells(saw)
    till.power_goes("sent")
    shop.clock.advance(HOUR)
    till.works()
    assert till.documents[-1].is_recovered
    assert shown(till) is None
