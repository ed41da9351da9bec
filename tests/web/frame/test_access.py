"""No page without its right: every address of the program is walked."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from app.auth.accounts import AccountData, create_account
from app.auth.roles import create_role
from app.factory import create_app
from app.web.shared.access import Access, access_of, needs, program, refuse_unmarked, till_page
from app.web.shared.context import WebContext
from tests.support.web import PASSWORD, SETUP, Browser, WebShop, password_hash, pin_hash


def address(rule: Rule) -> str:
    """The address of a rule with something in each of its places."""
    found = rule.build({name: something(each) for name, each in rule._converters.items()})
    assert found is not None
    return found[1]


def something(converter: BaseConverter) -> object:
    """A value a place of an address takes."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


def doors(app: Flask) -> Iterator[tuple[str, str, Access]]:
    """Address, method and mark of everything the program answers to."""
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        assert access is not None, rule.endpoint
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield address(rule), method, access


def ask(browser: Browser, path: str, method: str, shape: str = "text/html") -> int:
    headers = {"Accept": shape}
    if method == "GET":
        return browser.get(path, headers=headers).status_code
    return browser.client.open(path, method=method, headers={"X-CSRF-Token": browser.token, **headers}).status_code


@pytest.fixture
def newcomer(web_on_sqlite: WebShop) -> Browser:
    """Logged in to the office on a till, with a role that gives no right at all."""
    shop = web_on_sqlite
    pin, password = pin_hash("7777"), password_hash(PASSWORD)
    with shop.database.unit_of_work(SETUP) as tx:
        role = create_role(tx, "Nothing", [])
        create_account(
            tx, AccountData("New", "new", None, "en", frozenset({role})), pin_hash=pin, password_hash=password
        )
    return shop.office("new", shop.till())


def test_nobody_passes_a_door_that_is_not_public(web_on_sqlite: WebShop) -> None:
    stranger = web_on_sqlite.browser()
    stranger.get("/auth/office")
    walked = 0
    for path, method, access in doors(web_on_sqlite.app):
        if access.kind == "public":
            continue
        walked += 1
        status = ask(stranger, path, method)
        refusals = (409,) if access.kind == "paired" else (303, 401) if method == "GET" else (401,)
        assert status in refusals, f"{method} {path} answered {status}"
    assert walked > 20


def test_somebody_without_rights_opens_nothing_that_needs_one(web_on_sqlite: WebShop, newcomer: Browser) -> None:
    walked = 0
    for path, method, access in doors(web_on_sqlite.app):
        if access.rights or access.kind in ("till", "program"):
            walked += 1
            status = ask(newcomer, path, method)
            assert status == (401 if access.kind == "program" else 403), f"{method} {path} answered {status}"
    assert walked > 20


def test_a_pin_opens_no_page_of_the_office(web_on_sqlite: WebShop) -> None:
    owner_by_pin = web_on_sqlite.cashier("Olga", "1111")
    offices = [(path, method) for path, method, access in doors(web_on_sqlite.app) if access.kind == "office"]
    assert offices
    for path, method in offices:
        assert ask(owner_by_pin, path, method) in (303, 401), f"{method} {path}"


def test_the_owner_of_a_browser_that_is_no_till_is_told_so(web_on_sqlite: WebShop) -> None:
    owner = web_on_sqlite.office()
    tills = [path for path, method, access in doors(web_on_sqlite.app) if access.kind == "till" and method == "GET"]
    for path in tills:
        response = owner.get(path)
        assert response.status_code == 409, path
        assert "not a till" in response.text


def test_a_view_without_a_mark_stops_the_start(web_on_sqlite: WebShop) -> None:
    app = create_app(WebContext(web_on_sqlite.config, web_on_sqlite.database))
    app.add_url_rule("/open", "left_open", lambda: "in")
    with pytest.raises(RuntimeError, match="left_open"):
        refuse_unmarked(app)


def test_marks_name_rights_that_exist() -> None:
    for mark in (needs, till_page, program):
        with pytest.raises(RuntimeError, match="there is no"):
            mark("no.such")


def test_what_a_page_asks_by_itself_does_not_keep_a_login_alive(web_on_sqlite: WebShop) -> None:
    live = access_of(web_on_sqlite.app, "live.live")
    assert live is not None
    assert not live.counts_as_use
