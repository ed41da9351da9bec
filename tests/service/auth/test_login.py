"""Who gets in, who has to wait, and what the journal says of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2.exceptions import VerificationError
from sqlalchemy import select

from app.auth import sessions
from app.auth.accounts import AccountData, create_account, set_active
from app.auth.login import Who, log_out, login_by_password, login_by_pin
from app.auth.passwords import verify
from app.core.errors import BadInput, Conflict, Forbidden, ShopError
from app.core.journal import JournalEntry
from app.places.pairing import pair
from tests.support.web import PASSWORD, SETUP, WebShop, pin_hash

ADDRESS = "192.0.2.7"


def paired(web: WebShop) -> int:
    with web.database.unit_of_work(SETUP) as tx:
        return pair(tx, web.till_id, "test")[0]


def by_pin(web: WebShop, who: Who, pin: str, address: str = ADDRESS) -> str:
    return login_by_pin(web.database, who, pin, pairing_id=paired(web), address=address).token


def refused(web: WebShop, who: Who, pin: str = "9999", address: str = ADDRESS) -> ShopError:
    with pytest.raises(ShopError) as caught:
        by_pin(web, who, pin, address)
    return caught.value


def journal_of(web: WebShop) -> list[tuple[str, str | None, str]]:
    """Kind, subject and text of each act around logins, in order."""
    with web.database.read_unit() as tx:
        rows = tx.execute(
            select(JournalEntry.kind, JournalEntry.subject, JournalEntry.body)
            .where(JournalEntry.kind.startswith("login."))
            .order_by(JournalEntry.id)
        )
        return [(kind, subject, body) for kind, subject, body in rows]


def test_a_tap_and_the_pin_open_a_session_of_the_till(web: WebShop) -> None:
    session = sessions.find(web.database, by_pin(web, Who(account_id=web.people["Peter"]), "3333"))
    assert session is not None
    assert (session.kind, session.name, session.till_id) == ("till", "Peter", web.till_id)
    assert "till.sell" in session.rights
    assert "till.discount_cart" not in session.rights


def test_a_badge_is_as_good_as_a_tap(web: WebShop) -> None:
    session = sessions.find(web.database, by_pin(web, Who(badge="B-003"), "3333"))
    assert session is not None
    assert session.account_id == web.people["Peter"]


def test_a_password_opens_a_session_of_the_office(web: WebShop) -> None:
    logged = login_by_password(web.database, " OLGA ", PASSWORD, address=ADDRESS)
    session = sessions.find(web.database, logged.token)
    assert session is not None
    assert (session.kind, session.till_id) == ("office", None)


@pytest.mark.parametrize(
    ("login", "password"), [("olga", "wrong"), ("nobody", PASSWORD), ("", ""), ("olga", PASSWORD.upper())]
)
def test_a_wrong_login_and_a_wrong_password_look_alike(web: WebShop, login: str, password: str) -> None:
    with pytest.raises(BadInput) as caught:
        login_by_password(web.database, login, password, address=ADDRESS)
    assert (caught.value.code, caught.value.facts) == ("wrong_password", {})


@pytest.mark.parametrize("who", [Who(badge="nobody has it"), Who(account_id=4711), Who()])
def test_somebody_unknown_is_refused_like_a_wrong_pin(web: WebShop, who: Who) -> None:
    assert refused(web, who, "3333").code == "wrong_pin"


def test_whoever_was_shut_out_is_refused_with_the_right_pin(web: WebShop) -> None:
    with web.database.unit_of_work(SETUP) as tx:
        set_active(tx, web.people["Peter"], active=False)
    assert refused(web, Who(account_id=web.people["Peter"]), "3333").code == "wrong_pin"


def test_a_person_who_may_not_sell_opens_no_till(web: WebShop) -> None:
    hashed = pin_hash("4444")
    with web.database.unit_of_work(SETUP) as tx:
        store = create_account(tx, AccountData("Store", None, None, "en", frozenset()), pin_hash=hashed)
    error = refused(web, Who(account_id=store), "4444")
    assert isinstance(error, Forbidden)
    assert error.facts == {"right": "till.sell"}


def test_the_fifth_wrong_pin_locks_and_each_further_one_doubles_the_wait(web: WebShop) -> None:
    peter = Who(account_id=web.people["Peter"])
    assert [refused(web, peter).code for _ in range(4)] == ["wrong_pin"] * 4
    waits = []
    for _ in range(7):
        error = refused(web, peter)
        assert error.code == "login_locked"
        waits.append(error.facts["seconds"])
        web.clock.advance(timedelta(seconds=error.facts["seconds"]))
    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_while_locked_the_right_pin_is_not_heard_and_the_time_left_is_told(web: WebShop) -> None:
    peter = Who(account_id=web.people["Peter"])
    for _ in range(5):
        refused(web, peter)
    web.clock.advance(timedelta(seconds=10))
    error = refused(web, peter, "3333")
    assert isinstance(error, Conflict)
    assert (error.code, error.facts) == ("login_locked", {"seconds": 20})
    web.clock.advance(timedelta(seconds=20))
    assert by_pin(web, peter, "3333")


def test_a_lock_of_one_person_leaves_the_others_alone(web: WebShop) -> None:
    for _ in range(5):
        refused(web, Who(account_id=web.people["Peter"]))
    assert by_pin(web, Who(account_id=web.people["Anna"]), "2222")
    assert login_by_password(web.database, "peter", PASSWORD, address=ADDRESS).name == "Peter"


def test_tap_and_badge_share_the_tries(web: WebShop) -> None:
    for _ in range(4):
        refused(web, Who(account_id=web.people["Peter"]))
    assert refused(web, Who(badge="B-003")).code == "login_locked"


def test_a_success_takes_the_failures_back(web: WebShop) -> None:
    peter = Who(account_id=web.people["Peter"])
    for _ in range(4):
        refused(web, peter)
    by_pin(web, peter, "3333")
    assert [refused(web, peter).code for _ in range(4)] == ["wrong_pin"] * 4


def test_failures_of_yesterday_are_forgotten(web: WebShop) -> None:
    peter = Who(account_id=web.people["Peter"])
    for _ in range(4):
        refused(web, peter)
    web.clock.advance(timedelta(hours=25))
    assert refused(web, peter).code == "wrong_pin"


def test_a_machine_that_tries_many_names_is_locked_and_another_machine_is_not(web: WebShop) -> None:
    for number in range(19):
        assert refused(web, Who(badge=f"guess {number}")).code == "wrong_pin"
    assert refused(web, Who(badge="guess 19")).code == "login_locked"
    peter = Who(account_id=web.people["Peter"])
    assert refused(web, peter, "3333").code == "login_locked"
    assert by_pin(web, peter, "3333", address="192.0.2.8")


def test_tries_at_the_same_moment_do_not_slip_past_the_lock(web: WebShop) -> None:
    peter = Who(account_id=web.people["Peter"])
    with ThreadPoolExecutor(8) as pool:
        codes = [error.code for error in pool.map(lambda _: refused(web, peter), range(12))]
    assert codes.count("wrong_pin") == 4
    assert codes.count("login_locked") == 8


def test_the_journal_tells_logins_failures_and_locks_and_no_secret(web: WebShop) -> None:
    peter = Who(account_id=web.people["Peter"])
    for _ in range(5):
        refused(web, peter, "9876")
    web.clock.advance(timedelta(minutes=1))
    session = sessions.find(web.database, by_pin(web, peter, "3333"))
    assert session is not None
    log_out(web.database, session)
    rows = journal_of(web)
    assert [kind for kind, _, _ in rows] == [*["login.failed"] * 4, "login.locked", "login.opened", "login.ended"]
    assert {subject for _, subject, _ in rows} == {f"account:{web.people['Peter']}"}
    assert not any(secret in text for _, _, text in rows for secret in ("9876", "3333"))


def test_a_pin_that_could_not_be_checked_is_not_called_wrong() -> None:
    unchecked = "$argon2id$v=19$m=1,t=4,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXNhbHRzb21lc2FsdHNvbWVzYWx0c29tZXNhbHQ"
    with pytest.raises(VerificationError, match="Memory"):
        verify(unchecked, "3333")
