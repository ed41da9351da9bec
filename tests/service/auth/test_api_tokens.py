"""Keys of programs: seen once, worth their scopes, gone when revoked."""

import pytest
from sqlalchemy import select

from app.auth.api_tokens import SCOPES, create_token, find_caller, list_tokens, revoke_token
from app.auth.models import ApiToken
from app.core.actor import Actor
from app.core.errors import ShopError
from tests.support.web import SETUP, WebShop


def test_a_token_is_known_by_its_digest_until_it_is_revoked(web: WebShop) -> None:
    with web.database.unit_of_work(SETUP) as tx:
        token = create_token(tx, " Web  shop ", ["stock:read", "quote"], None)
        stored = tx.execute(select(ApiToken.token_digest)).scalar_one()
    assert token.startswith("rgl_")
    assert token not in stored
    caller = find_caller(web.database, token)
    assert caller is not None
    assert caller.name == "Web shop"
    assert caller.scopes == {"quote", "stock:read"}
    assert caller.actor.name == "api:Web shop"
    assert caller.actor.rights == {"stock.view"}
    with web.database.unit_of_work(SETUP) as tx:
        revoke_token(tx, caller.token_id)
        assert list_tokens(tx) == []
    assert find_caller(web.database, token) is None
    with pytest.raises(ShopError, match="no_api_token"), web.database.unit_of_work(SETUP) as tx:
        revoke_token(tx, caller.token_id)


@pytest.mark.parametrize(
    ("name", "scopes", "code"),
    [
        ("", ["quote"], "name_missing"),
        ("x", [], "scope_missing"),
        ("x", ["everything"], "unknown_scope"),
        ("x", ["sales:write"], "till_missing"),
    ],
)
def test_a_token_without_sense_is_refused(web: WebShop, name: str, scopes: list[str], code: str) -> None:
    with pytest.raises(ShopError, match=code), web.database.unit_of_work(SETUP) as tx:
        create_token(tx, name, scopes, None)


def test_a_token_that_writes_sales_belongs_to_a_till(web: WebShop) -> None:
    with web.database.unit_of_work(SETUP) as tx:
        token = create_token(tx, "Kiosk", list(SCOPES), web.till_id)
        assert list_tokens(tx)[0].scopes == tuple(SCOPES)
    caller = find_caller(web.database, token)
    assert caller is not None
    assert caller.till_id == web.till_id
    with pytest.raises(ShopError, match="no_till"), web.database.unit_of_work(SETUP) as tx:
        create_token(tx, "Kiosk", ["sales:write"], 4711)


def test_tokens_are_made_by_whoever_may(web: WebShop) -> None:
    with pytest.raises(ShopError, match="right_needed"), web.database.unit_of_work(Actor("x")) as tx:
        create_token(tx, "x", ["quote"], None)
