"""Numbers of documents: without gap, without repeat."""

import pytest

from app.core.actor import Actor
from app.core.db.series import next_number
from app.core.db.unit import Database, Unit
from app.core.errors import Conflict

ANNA = Actor("Anna")


def test_a_series_begins_at_one_and_misses_nothing(database: Database) -> None:
    taken = [database.transact(ANNA, lambda tx: next_number(tx, 1, "sale")) for _ in range(4)]
    assert taken == [1, 2, 3, 4]


def test_each_till_and_kind_counts_for_itself(database: Database) -> None:
    with database.unit_of_work(ANNA) as tx:
        assert [next_number(tx, 1, "sale"), next_number(tx, 1, "sale"), next_number(tx, 1, "z")] == [1, 2, 1]
        assert [next_number(tx, 2, "sale"), next_number(tx, 0, "sku")] == [1, 1]


def test_a_number_of_a_document_that_failed_is_given_again(database: Database) -> None:
    def take_and_fail(tx: Unit) -> None:
        assert next_number(tx, 1, "sale") == 2
        raise Conflict("not_today")

    database.transact(ANNA, lambda tx: next_number(tx, 1, "sale"))
    with pytest.raises(Conflict):
        database.transact(ANNA, take_and_fail)
    assert database.transact(ANNA, lambda tx: next_number(tx, 1, "sale")) == 2
