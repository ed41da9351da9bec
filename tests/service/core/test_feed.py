"""The event feed: a page that comes back misses nothing and hears nothing twice."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import feed
from app.core.actor import Actor
from app.core.clock import SetClock
from app.core.db.unit import Database, Unit
from app.core.errors import Conflict
from app.core.feed import MISSING_LOOKED_FOR, MOST_ID, PAGE_ROWS, Cursor
from tests.factories.fixtures import OpenDatabase
from tests.factories.together import together

ANNA = Actor("Anna")


class Page:
    """A page that listens, and remembers how far it has read as a browser does: by a text."""

    def __init__(self, database: Database, till_id: int | None = None) -> None:
        self.database = database
        self.till_id = till_id
        with database.read_unit() as tx:
            self.last_id = str(feed.present(tx))

    def hears(self) -> list[str]:
        """The topics of what is new."""
        with self.database.read_unit() as tx:
            cursor, notices = feed.read_on(tx, Cursor.parse(self.last_id), till_id=self.till_id)
        self.last_id = str(cursor)
        return [notice.topic for _, notice in notices]


def announce(database: Database, topic: str, till_id: int | None = None) -> None:
    database.transact(ANNA, lambda tx: feed.announce(tx, topic, {"at": topic}, till_id=till_id))


def test_a_page_hears_what_came_after_it_began_in_order_and_once(database: Database) -> None:
    announce(database, "before")
    page = Page(database)
    assert page.hears() == []
    for topic in ("one", "two", "three"):
        announce(database, topic)
    assert page.hears() == ["one", "two", "three"]
    assert page.hears() == []


def test_a_page_that_lost_its_connection_goes_on_after_the_notice_it_had(database: Database) -> None:
    page = Page(database)
    for topic in ("one", "two", "three"):
        announce(database, topic)
    with database.read_unit() as tx:
        _, notices = feed.read_on(tx, Cursor.parse(page.last_id), till_id=None)
    page.last_id = str(notices[0][0])
    assert page.hears() == ["two", "three"]


def test_a_notice_carries_its_payload(database: Database) -> None:
    database.transact(ANNA, lambda tx: feed.announce(tx, "sale", {"number": 7, "name": "ё"}, till_id=3))
    with database.read_unit() as tx:
        _, [(_, notice)] = feed.read_on(tx, Cursor(0), till_id=3)
    assert (notice.topic, notice.till_id, json.loads(notice.payload)) == ("sale", 3, {"number": 7, "name": "ё"})


def test_a_till_hears_itself_and_what_is_for_all(database: Database) -> None:
    first, office = Page(database, till_id=1), Page(database)
    announce(database, "all")
    announce(database, "mine", till_id=1)
    announce(database, "theirs", till_id=2)
    assert first.hears() == ["all", "mine"]
    assert office.hears() == ["all"]


def test_a_long_absence_is_told_in_pages(database: Database) -> None:
    page = Page(database)
    with database.unit_of_work(ANNA) as tx:
        for number in range(PAGE_ROWS + 1):
            feed.announce(tx, f"{number}")
    assert page.hears() + page.hears() == [str(number) for number in range(PAGE_ROWS + 1)]


def test_a_till_that_many_others_drown_out_hears_its_own(database: Database) -> None:
    page = Page(database, till_id=1)
    with database.unit_of_work(ANNA) as tx:
        for _ in range(PAGE_ROWS + 5):
            feed.announce(tx, "theirs", till_id=2)
        feed.announce(tx, "mine", till_id=1)
    assert page.hears() + page.hears() == ["mine"]


def test_old_notices_are_forgotten_and_their_ids_never_return(database: Database, clock: SetClock) -> None:
    announce(database, "old")
    page = Page(database)
    clock.advance(timedelta(days=1))
    database.transact(ANNA, lambda tx: feed.forget_before(tx, tx.now))
    announce(database, "new")
    assert page.hears() == ["new"]
    with database.read_unit() as tx:
        assert len(feed.read_on(tx, Cursor(0), till_id=None)[1]) == 1


def test_what_was_undone_is_not_told(database: Database) -> None:
    def announce_and_fail(tx: Unit) -> None:
        feed.announce(tx, "undone")
        raise Conflict("not_today")

    page = Page(database)
    with pytest.raises(Conflict):
        database.transact(ANNA, announce_and_fail)
    announce(database, "kept")
    assert page.hears() == ["kept"]
    assert page.hears() == []


def test_a_unit_that_took_its_id_first_and_is_kept_last_is_heard(opened: OpenDatabase, postgresql_url: str) -> None:
    slow, quick = opened(postgresql_url), opened(postgresql_url)
    announce(quick, "before")
    page = Page(quick)
    with slow.unit_of_work(ANNA) as tx:
        feed.announce(tx, "slow")
        assert together([lambda: announce(quick, "quick")]) == [None]
        begun_between: list[Page] = []
        heard = together([page.hears, lambda: begun_between.append(Page(quick))])
        assert heard[0] == ["quick"]
    assert page.hears() == ["slow"]
    assert begun_between[0].hears() == ["slow"]
    assert page.hears() == begun_between[0].hears() == []


@given(st.lists(st.integers(1, 60), unique=True))
def test_a_cursor_passes_over_nothing_in_whatever_order_ids_appear(ids: list[int]) -> None:
    cursor, seen = Cursor(0), set[int]()
    for id_ in ids:
        if id_ > cursor.newest or id_ in cursor.missing:
            seen.add(id_)
        cursor = Cursor.parse(str(cursor.after(id_)))
    within_reach = {id_ for index, id_ in enumerate(ids) if id_ > max(ids[:index], default=0) - MISSING_LOOKED_FOR}
    assert within_reach <= seen
    assert not cursor.missing & seen


@pytest.mark.parametrize("text", ["", "x", "-", "1-", "-1", "1-x", "1.5", str(MOST_ID + 1), "1 OR 1=1"])
def test_a_cursor_that_is_none_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Cursor.parse(text)


def test_a_cursor_told_from_outside_stays_small() -> None:
    told = "9000-" + "-".join(str(number) for number in range(8000))
    assert len(Cursor.parse(told).missing) == MISSING_LOOKED_FOR
