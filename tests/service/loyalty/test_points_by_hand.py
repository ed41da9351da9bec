"""Points given by hand, their lots and their end, on each database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.clock import SetClock
from app.core.errors import BadInput, Conflict, Forbidden
from app.core.ids import new_uid
from app.core.journal_pages import Wanted, journal_page
from app.jobs.points import let_points_run_out
from loyalty.points.by_hand import correct_points, give_points
from loyalty.points.ledger import entries_of, next_to_run_out, points_of
from loyalty.points.words import entry_text
from loyalty.program.store import program_of, save_program
from loyalty.program.values import Program
from tests.factories.shop import Shop

ONE = 10**6


@pytest.fixture
def customer(shop: Shop) -> int:
    shop.changes(lambda tx: save_program(tx, Program(enabled=True, expiry_months=2)))
    return shop.customer("Anna")


def gives(shop: Shop, customer: int, points: int, reason: str = "birthday") -> None:
    shop.changes(lambda tx: give_points(tx, customer, points * ONE, reason, new_uid()))


def corrects(shop: Shop, customer: int, points: int) -> None:
    shop.changes(lambda tx: correct_points(tx, customer, points * ONE, "typed wrong", new_uid()))


def has(shop: Shop, customer: int) -> int:
    with shop.database.read_unit() as tx:
        return points_of(tx, customer).good_micro // ONE


def test_points_given_once_stand_in_the_ledger_in_words(shop: Shop, customer: int) -> None:
    uid = new_uid()
    for _ in range(2):
        shop.changes(lambda tx: give_points(tx, customer, 50 * ONE, "  birthday ", uid))
    corrects(shop, customer, -20)

    with shop.database.read_unit() as tx:
        said = [(entry_text(one, str), one.points_micro // ONE) for one in entries_of(tx, customer)]
    assert said == [("Put right: typed wrong", -20), ("Given: birthday", 50)]
    assert has(shop, customer) == 30
    assert shop.faults() == ([], [])


def test_nobody_gives_points_without_right_reason_or_programme(shop: Shop, customer: int) -> None:
    senior = shop.cashier(role="senior")
    with pytest.raises(Forbidden):
        shop.database.transact(senior, lambda tx: give_points(tx, customer, ONE, "gift", new_uid()))
    with pytest.raises(BadInput, match="points_reason_needed"):
        gives(shop, customer, 5, " ")
    with pytest.raises(BadInput, match="points_not_positive"):
        gives(shop, customer, -5)
    gives(shop, customer, 5)
    with pytest.raises(Conflict, match="not_enough_points"):
        corrects(shop, customer, -6)
    shop.changes(lambda tx: save_program(tx, replace(program_of(tx), enabled=False)))
    with pytest.raises(Conflict, match="loyalty_off"):
        gives(shop, customer, 5)
    assert has(shop, customer) == 5


def test_points_run_out_first_in_first_out(shop: Shop, customer: int, clock: SetClock) -> None:
    gives(shop, customer, 10)
    clock.advance(timedelta(days=31))
    gives(shop, customer, 7)
    corrects(shop, customer, -4)
    with shop.database.read_unit() as tx:
        first = next_to_run_out(tx, customer)
    assert first is not None
    assert first.left_micro == 6 * ONE

    clock.advance(timedelta(days=32))
    assert has(shop, customer) == 7, "what has run out is not there any more, whether the job came or not"
    with pytest.raises(Conflict, match="not_enough_points"):
        corrects(shop, customer, -8)
    let_points_run_out(shop.database)
    let_points_run_out(shop.database)

    with shop.database.read_unit() as tx:
        newest = entries_of(tx, customer)[0]
        assert (newest.kind, newest.points_micro // ONE) == ("expire", -6)
        assert points_of(tx, customer).balance_micro == 7 * ONE
        assert [row.body for row in journal_page(tx, Wanted(kind="points.run_out"))] == [
            {"customers": 1, "points_micro": 6 * ONE}
        ]
    assert shop.faults() == ([], [])


def test_a_stored_balance_that_is_not_its_ledger_is_found(shop: Shop, customer: int) -> None:
    gives(shop, customer, 10)
    with shop.database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE points_account SET balance_micro = balance_micro + 1")
        connection.exec_driver_sql("UPDATE points_lot SET left_micro = left_micro - 1")
    assert [one.subject for one in shop.faults()[1]] == [
        f"customer:{customer}",
        f"customer:{customer}:lots",
        "lot:1",
    ]
