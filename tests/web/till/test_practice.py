"""From the till to the shop to practise in: who gets in, when it is made anew, and that it ends with the server."""

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from app.auth import sessions
from app.auth.accounts import set_pin
from app.auth.sessions import Session
from app.cli.listening import Ports
from app.cli.practice import FOLDER, PracticeShop
from app.factory import create_app
from app.places.service import create_till
from app.web.shared.context import WebContext
from app.web.shared.practice import Entrance
from tests.support.snapshot import snapshot
from tests.support.web import SETUP, Browser, WebShop
from warehouse.stock.locations import ensure_locations


@pytest.fixture
def ports(web_on_sqlite: WebShop) -> Iterator[Ports]:
    """The ports of the real shop."""
    held = Ports(replace(web_on_sqlite.config, port=0), None)
    yield held
    held.stop()


@pytest.fixture
def practice(web_on_sqlite: WebShop, ports: Ports) -> Iterator[PracticeShop]:
    """The shop to practise in; nothing of it runs yet."""
    config = replace(web_on_sqlite.config, practice_port=0)
    made = PracticeShop(config, web_on_sqlite.database, ports)
    yield made
    made.close()


@pytest.fixture
def shop(web_on_sqlite: WebShop, practice: PracticeShop) -> WebShop:
    """The real shop, with the way to the other one."""
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        ensure_locations(tx, 1)
    context = WebContext(web_on_sqlite.config, web_on_sqlite.database, practice=practice)
    web_on_sqlite.app = create_app(context)
    return web_on_sqlite


def session_of(shop: WebShop, browser: Browser) -> Session:
    cookie = browser.client.get_cookie(f"regulars_session_{shop.config.port}")
    assert cookie is not None
    found = sessions.find(shop.database, cookie.value)
    assert found is not None
    return found


def page_of(entrance: Entrance, path: str = "/till/") -> tuple[int, str]:
    """Status and text of a page of the shop to practise in, for whoever has its tokens."""
    port = entrance.shop.port
    cookies = f"regulars_till_{port}={entrance.till_token}; regulars_session_{port}={entrance.session_token}"
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookies, "Accept": "text/html"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_a_press_leads_to_another_shop_as_the_same_person(shop: WebShop, ports: Ports) -> None:
    till = shop.cashier()
    assert 'action="/till/practice"' in till.get("/till/").text
    before = snapshot(shop.database)
    answer = till.post("/till/practice")
    assert answer.status_code == 200
    led_to = urlsplit(answer.headers["Refresh"].partition("url=")[2])
    assert (led_to.hostname, led_to.path) == ("localhost", "/till/")
    cookies = dict(re.findall(r"(regulars_\w+)=([\w-]+)", " ".join(answer.headers.getlist("Set-Cookie"))))
    connection = HTTPConnection("127.0.0.1", led_to.port or 0, timeout=60)
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    connection.request("GET", "/till/", headers={"Cookie": cookie, "Host": "localhost", "Accept": "text/html"})
    page = connection.getresponse().read().decode()
    connection.close()
    assert "Practice: nothing here is real" in page
    assert "Peter" in page
    assert 'data-practice="yes"' in page
    assert f'href="http://localhost:{ports.port}/till/"' in page
    assert 'action="/till/practice"' not in page
    assert snapshot(shop.database) == before
    assert "Practice: nothing here is real" not in till.get("/till/").text


def test_one_who_comes_to_the_others_joins_them_and_beginning_again_makes_it_anew(
    shop: WebShop, practice: PracticeShop
) -> None:
    peter, anna = session_of(shop, shop.cashier()), session_of(shop, shop.cashier("Anna", "2222"))
    with shop.database.unit_of_work(SETUP) as tx:
        second_till = create_till(tx, 1, "Till 2")
    first = practice.enter(peter, shop.till_id, "one")
    assert page_of(first)[0] == 200
    joined = practice.enter(anna, second_till, "two")
    assert joined.shop == first.shop
    assert page_of(first)[0] == page_of(joined)[0] == 200
    # Anna begins again while Peter goes on: his work stays.
    again = practice.enter(anna, second_till, "two")
    assert page_of(first)[0] == page_of(again)[0] == 200
    shop.clock.advance(timedelta(minutes=11))
    alone = practice.enter(anna, second_till, "two")
    assert alone.shop == first.shop
    assert page_of(alone)[0] == 200
    assert page_of(first)[0] == 303


def test_beginning_again_brings_what_is_new_in_the_real_shop(shop: WebShop, practice: PracticeShop) -> None:
    peter = session_of(shop, shop.cashier())
    assert "Till 1" in page_of(practice.enter(peter, shop.till_id, "one"))[1]
    with shop.database.unit_of_work(SETUP) as tx:
        new_till = create_till(tx, 1, "Till 2")
    # A till the copy does not know cannot join it.
    assert "Till 2" in page_of(practice.enter(peter, new_till, "two"))[1]


def test_it_ends_with_the_server_and_gives_its_port_back(shop: WebShop, practice: PracticeShop) -> None:
    entrance = practice.enter(session_of(shop, shop.cashier()), shop.till_id, "one")
    practice.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", entrance.shop.port), 5)
    practice.close()


def test_a_taken_port_is_changed_for_a_free_one(shop: WebShop, ports: Ports) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        config = replace(shop.config, practice_port=taken.getsockname()[1])
        with closing(PracticeShop(config, shop.database, ports)) as practice:
            entrance = practice.enter(session_of(shop, shop.cashier()), shop.till_id, "one")
            assert entrance.shop.port != config.practice_port
            assert page_of(entrance)[0] == 200


def test_a_folder_that_refuses_is_said_and_nothing_runs(shop: WebShop, practice: PracticeShop) -> None:
    till = shop.cashier()
    folder = shop.config.data_folder / FOLDER
    folder.write_text("in the way")
    answer = till.post("/till/practice")
    assert answer.status_code == 500
    assert "cannot be written" in answer.text
    folder.unlink()
    assert till.post("/till/practice").status_code == 200


def test_a_session_that_ended_does_not_practise(shop: WebShop) -> None:
    till = shop.cashier()
    with shop.database.unit_of_work(SETUP) as tx:
        set_pin(tx, shop.people["Peter"], None)
    assert till.post("/till/practice").status_code == 403
    assert not (shop.config.data_folder / FOLDER).exists()


def test_a_server_without_one_says_so(web_on_sqlite: WebShop) -> None:
    till = web_on_sqlite.cashier()
    assert 'action="/till/practice"' not in till.get("/till/").text
    answer = till.post("/till/practice")
    assert answer.status_code == 409
    assert "no shop to practise in" in answer.text
