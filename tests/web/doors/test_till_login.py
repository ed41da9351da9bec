"""Logging in at a till, changing the cashier, and what a browser needs to be a till."""

from datetime import timedelta

import pytest

from app.auth import sessions
from app.auth.accounts import set_active
from app.auth.settings import LOGIN_HINT
from app.core.clock import SetClock
from app.core.db.unit import Database
from app.core.settings import put
from tests.support.web import SETUP, Browser, WebShop, open_web_shop


def log_in(browser: Browser, shop: WebShop, name: str, pin: str, **more: str) -> int:
    return browser.post("/auth/till", {"account_id": shop.people[name], "pin": pin, **more}).status_code


def test_the_names_stand_on_the_screen_and_the_pin_opens_the_till(web: WebShop) -> None:
    till = web.till()
    page = till.get("/auth/till").text
    assert all(name in page for name in ("Olga", "Anna", "Peter"))
    response = till.post("/auth/till", {"account_id": web.people["Peter"], "pin": "3333"})
    assert (response.status_code, response.location) == (303, "/till/")
    assert till.get("/till/").status_code == 200


def test_a_badge_and_the_pin_open_it_too(web_on_sqlite: WebShop) -> None:
    till = web_on_sqlite.till()
    assert till.post("/auth/till", {"badge": "B-003", "pin": "3333"}).status_code == 303
    assert "Peter" in till.get("/till/").text


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"account_id": "Peter", "pin": "9999"}, 422, "The PIN is not right"),
        ({"account_id": "Peter"}, 422, "The PIN is not right"),
        ({"badge": "unknown", "pin": "3333"}, 422, "The PIN is not right"),
        ({"pin": "3333"}, 422, "Choose a name or scan a badge"),
        ({"account_id": "1 OR 1=1", "pin": "3333"}, 422, "Choose a name or scan a badge"),
    ],
)
def test_what_does_not_fit_is_said_on_the_same_screen(
    web_on_sqlite: WebShop, form: dict[str, str], status: int, words: str
) -> None:
    shop = web_on_sqlite
    form = {name: str(shop.people.get(value, value)) for name, value in form.items()}
    till = shop.till()
    response = till.post("/auth/till", form)
    assert response.status_code == status
    assert words in response.text
    assert 'name="pin"' in response.text
    assert till.get("/till/").status_code == 303


def test_a_lock_out_says_how_long_and_ends(web: WebShop) -> None:
    till = web.till()
    assert [log_in(till, web, "Peter", "0000") for _ in range(5)] == [422, 422, 422, 422, 429]
    response = till.post("/auth/till", {"account_id": web.people["Peter"], "pin": "3333"})
    assert response.status_code == 429
    assert "Wait 30 seconds" in response.text
    assert log_in(till, web, "Anna", "2222") == 303
    web.clock.advance(timedelta(seconds=30))
    assert log_in(web.till(), web, "Peter", "3333") == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(web_on_sqlite: WebShop) -> None:
    till = web_on_sqlite.till()
    response = till.post("/auth/till", {"account_id": web_on_sqlite.people["Peter"], "pin": "3333"})
    cookie = next(each for each in response.headers.getlist("Set-Cookie") if each.startswith("regulars_session_"))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Max-Age" not in cookie


def test_the_next_cashier_takes_the_place_of_the_first(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    till = shop.cashier("Peter", "3333")
    cookie = till.client.get_cookie(f"regulars_session_{shop.config.port}")
    assert cookie is not None
    assert log_in(till, shop, "Anna", "2222") == 303
    assert "Anna" in till.get("/till/").text
    assert sessions.find(shop.database, cookie.value) is None


def test_locking_ends_the_login_and_shows_the_names(web: WebShop) -> None:
    till = web.cashier()
    response = till.post("/auth/lock")
    assert (response.status_code, response.location) == (303, "/auth/till")
    assert till.get("/till/").status_code == 303


def test_whoever_is_shut_out_is_out_at_once(web: WebShop) -> None:
    till = web.cashier()
    assert till.get("/till/").status_code == 200
    with web.database.unit_of_work(SETUP) as tx:
        set_active(tx, web.people["Peter"], active=False)
    assert till.get("/till/").status_code == 303
    fragment = till.get("/till/cart", headers={"HX-Request": "true"})
    assert fragment.status_code == 401
    assert fragment.headers["HX-Redirect"] == "/auth/till"


def test_an_idle_till_locks_itself_and_use_keeps_it_open(web: WebShop) -> None:
    till = web.cashier()
    for _ in range(4):
        web.clock.advance(timedelta(minutes=20))
        with till.client.get("/till/") as response:
            assert response.status_code == 200
    web.clock.advance(timedelta(minutes=30))
    assert till.get("/till/").status_code == 303


def test_a_page_that_only_listens_keeps_nothing_open(web_on_sqlite: WebShop) -> None:
    till = web_on_sqlite.cashier()
    web_on_sqlite.clock.advance(timedelta(minutes=20))
    till.client.get("/live").close()
    web_on_sqlite.clock.advance(timedelta(minutes=10))
    assert till.get("/till/").status_code == 303


@pytest.mark.parametrize(
    "place", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_login_leads_nowhere_else(web_on_sqlite: WebShop, place: str) -> None:
    till = web_on_sqlite.till()
    form = {"account_id": web_on_sqlite.people["Peter"], "pin": "3333", "next": place}
    assert till.post("/auth/till", form).location == "/till/"


def test_a_login_leads_back_to_the_page_it_was_in_the_way_of(web_on_sqlite: WebShop) -> None:
    till = web_on_sqlite.till()
    door = till.get("/till/shift").location
    assert door == "/auth/till?next=/till/shift"
    assert 'value="/till/shift"' in till.get(door).text
    form = {"account_id": web_on_sqlite.people["Peter"], "pin": "3333", "next": "/till/shift"}
    assert till.post("/auth/till", form).location == "/till/shift"


def test_a_browser_that_is_no_till_says_how_it_becomes_one(web_on_sqlite: WebShop) -> None:
    browser = web_on_sqlite.browser()
    page = browser.get("/auth/till").text
    assert "no till yet" in page
    assert "Peter" not in page
    assert "pair-demo" not in page
    response = browser.post("/auth/till", {"account_id": web_on_sqlite.people["Peter"], "pin": "3333"})
    assert response.status_code == 409
    assert browser.post("/auth/pair-demo").status_code == 403


def test_the_owner_writes_words_on_the_login(web_on_sqlite: WebShop) -> None:
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        put(tx, LOGIN_HINT, "Every PIN is <1234>")
    assert "Every PIN is &lt;1234&gt;" in web_on_sqlite.till().get("/auth/till").text


@pytest.fixture
def demo(sqlite_url: str, clock: SetClock, tmp_path_factory: pytest.TempPathFactory) -> WebShop:
    """The demo shop."""
    return open_web_shop(Database(sqlite_url, clock=clock), clock, tmp_path_factory.mktemp("demo"), demo=True)


def test_the_demo_makes_its_own_browser_the_till_with_one_click(demo: WebShop) -> None:
    browser = demo.browser()
    assert "pair-demo" in browser.get("/auth/till").text
    assert browser.post("/auth/pair-demo").status_code == 303
    browser.get("/auth/till")
    assert log_in(browser, demo, "Peter", "3333") == 303


def test_another_machine_is_never_made_a_till_that_way(demo: WebShop) -> None:
    browser = demo.browser(address="192.0.2.9")
    assert "pair-demo" not in browser.get("/auth/till").text
    assert browser.post("/auth/pair-demo").status_code == 403
