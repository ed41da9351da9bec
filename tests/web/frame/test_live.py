"""Live updates: nothing is lost on a lost connection, nothing is held while waiting."""

import threading
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from app.core import feed, io_guard
from app.core.db.unit import Database
from app.web.shared import live
from tests.support.web import SETUP, Browser, WebShop


class Stream:
    """The events of a page, one by one."""

    def __init__(self, browser: Browser, last_id: str | None = None) -> None:
        headers = {"Last-Event-ID": last_id} if last_id is not None else {}
        self.response: TestResponse = browser.client.get("/live", headers=headers)
        assert self.response.status_code == 200, self.response.text
        self.chunks: Iterator[bytes] = self.response.iter_encoded()

    def next(self) -> dict[str, str]:
        """The next event's fields; a heartbeat is ``{"": "beat"}``."""
        lines = next(self.chunks).decode().strip().splitlines()
        return dict(line.split(": ", 1) for line in lines)

    def event(self) -> dict[str, str]:
        """The next event that says something."""
        while "event" not in (found := self.next()):
            pass
        return found

    def close(self) -> None:
        self.response.close()


@pytest.fixture(autouse=True)
def quick_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page's heart beats every tenth of a second, so that no test waits for it."""
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.1)


def announce(database: Database, topic: str, till_id: int | None = None) -> None:
    with database.unit_of_work(SETUP) as tx:
        feed.announce(tx, topic, {"n": topic}, till_id=till_id)


def test_a_page_hears_what_happens_after_it_opened(web: WebShop) -> None:
    announce(web.database, "before")
    stream = Stream(web.cashier())
    assert stream.next()["event"] == "hello"
    announce(web.database, "shift", web.till_id)
    announce(web.database, "catalogue")
    first, second = stream.event(), stream.event()
    assert (first["event"], first["data"]) == ("shift", '{"n": "shift"}')
    assert second["event"] == "catalogue"
    stream.close()


def test_a_page_asks_what_happened_since_it_was_made(web: WebShop) -> None:
    browser = web.cashier()
    announce(web.database, "before")
    with web.database.read_unit() as tx:
        made = feed.present(tx)
    for _ in range(feed.PAGE_ROWS):
        announce(web.database, "cart", web.till_id)
    announce(web.database, "cart", web.till_id + 1)
    announce(web.database, "shift")
    missed = browser.get(f"/live/since?after={made}").get_json()
    assert [one["topic"] for one in missed] == ["cart"] * feed.PAGE_ROWS + ["shift"]
    assert missed[-1]["payload"] == {"n": "shift"}
    assert browser.get("/live/since?after=x").get_json() == []


def test_a_page_hears_nothing_of_other_tills(web: WebShop) -> None:
    stream = Stream(web.cashier())
    stream.next()
    announce(web.database, "cart", web.till_id + 1)
    announce(web.database, "sale")
    assert stream.event()["event"] == "sale"
    stream.close()


def test_a_lost_connection_goes_on_where_it_was(web: WebShop) -> None:
    browser = web.cashier()
    stream = Stream(browser)
    stream.next()
    for topic in ("a", "b", "c", "d"):
        announce(web.database, topic)
    assert stream.event()["event"] == "a"
    last_id = stream.event()["id"]
    stream.close()
    announce(web.database, "e")
    again = Stream(browser, last_id)
    assert again.next()["event"] == "hello"
    assert [again.event()["event"] for _ in range(3)] == ["c", "d", "e"]
    again.close()


def test_a_heartbeat_carries_how_far_the_page_is(web: WebShop) -> None:
    stream = Stream(web.cashier())
    hello = stream.next()
    beat = stream.next()
    assert beat[""] == "beat"
    assert beat["id"] == hello["id"]
    stream.close()


def test_no_unit_is_open_while_a_page_waits(web: WebShop) -> None:
    stream = Stream(web.cashier())
    stream.next()
    assert not io_guard.unit_is_open()
    announce(web.database, "sale")
    stream.event()
    assert not io_guard.unit_is_open()
    stream.close()


def test_a_login_that_ended_ends_the_stream(web: WebShop) -> None:
    browser = web.cashier()
    stream = Stream(browser)
    stream.next()
    assert browser.post("/auth/lock").status_code == 303
    assert stream.event()["event"] == "logged_out"
    with pytest.raises(StopIteration):
        stream.next()


def test_the_end_of_the_server_ends_the_stream_at_once(web: WebShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 60.0)
    monkeypatch.setattr(live, "POLL_SECONDS", 60.0)
    stream = Stream(web.cashier())
    stream.next()
    rest: list[bytes] = []
    reader = threading.Thread(target=lambda: rest.extend(stream.chunks), daemon=True)
    reader.start()
    web.app.extensions["regulars"].close_streams()
    reader.join(60)
    assert not reader.is_alive()
    assert rest == []


@pytest.mark.parametrize("text", ["", "x", "-1", "1-x", "9" * 5000])
def test_an_id_that_is_none_of_ours_begins_now(web_on_sqlite: WebShop, text: str) -> None:
    announce(web_on_sqlite.database, "before")
    stream = Stream(web_on_sqlite.cashier(), text)
    assert stream.next()["event"] == "hello"
    announce(web_on_sqlite.database, "after")
    assert stream.event()["event"] == "after"
    stream.close()


def test_a_unit_that_took_its_id_earlier_and_was_kept_later_is_not_lost(databases_for: object, clock: object) -> None:
    """Ids 1 and 2 are taken; 2 is kept first: a reader that saw 2 still gets 1."""
    cursor = feed.Cursor(0).after(2)
    assert str(cursor) == "2-1"
    assert feed.Cursor.parse("2-1") == cursor
    assert cursor.after(1) == feed.Cursor(2)


def test_late_rows_are_read_on_postgresql(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    try:
        with database.writer.connect() as slow, slow.begin() as late:
            slow.exec_driver_sql("INSERT INTO event_feed (at, topic, payload) VALUES (now(), 'late', '{}')")
            announce(database, "early")
            with database.read_unit() as tx:
                cursor, notices = feed.read_on(tx, feed.Cursor(0), till_id=None)
            assert [notice.topic for _, notice in notices] == ["early"]
            late.commit()
        with database.read_unit() as tx:
            cursor, notices = feed.read_on(tx, cursor, till_id=None)
        assert [notice.topic for _, notice in notices] == ["late"]
        assert cursor.missing == frozenset()
    finally:
        database.close()
