"""What every request passes before its view, and every answer after it."""

from collections.abc import Callable
from typing import Final

from flask import Flask
from werkzeug.wrappers import Response

from app.auth.api_tokens import Caller, find_caller, write_used
from app.auth.login import DOOR
from app.auth.sessions import Session, find, write_seen
from app.core.actor import Actor
from app.core.db.unit import Database, Unit
from app.core.errors import Forbidden, ShopError
from app.places.pairing import Pairing, pairing_of
from app.web.shared.access import Access, NotATill, NotSecure, WebUser, access_of, admit
from app.web.shared.context import context
from app.web.shared.cookies import SESSION, TILL, read_cookie
from app.web.shared.csrf import refuse_forged, remember_browser
from app.web.shared.here import the_app, the_request, the_rest
from app.web.shared.hosts import is_loopback, is_ours
from app.web.shared.shop_facts import shop_facts
from app.web.shared.static_files import STATIC

_BEARER: Final = "bearer "
_IN_THE_CLEAR: Final = frozenset(
    {STATIC, "health.health", "auth.certificate", "auth.certificate_file", "auth.certificate_picture"}
)
"""What other machines may see without TLS: how they get to it. No page here takes or shows a secret."""


def _know_host() -> None:
    config = context().config
    if not is_ours(the_request().host, frozenset((*config.names, config.host.lower()))):
        raise ShopError("wrong_host")


def _ask_for_tls() -> None:
    asked = the_request()
    if not (asked.is_secure or is_loopback(asked.remote_addr) or asked.endpoint in _IN_THE_CLEAR):
        raise NotSecure


def _know_shop_and_person() -> None:
    asked, rest = the_request(), the_rest()
    if asked.endpoint == STATIC:
        return
    database = context().database
    shop = rest.shop = shop_facts(database)
    if shop.demo and not is_loopback(asked.remote_addr):
        # Everybody knows its PINs.
        raise Forbidden("demo_stays_here")
    token = read_cookie(SESSION)
    session = find(database, token) if token is not None else None
    if session is not None:
        rest.user = WebUser(Actor(session.name, session.account_id, session.rights), session)


def _admit() -> None:
    asked, rest = the_request(), the_rest()
    endpoint = asked.endpoint
    if endpoint is None or endpoint == STATIC:
        return
    access = access_of(the_app(), endpoint)
    assert access is not None  # the start checked every view
    if access.kind == "program":
        _admit_program(access)
        return
    user: WebUser | None = rest.get("user")
    if access.most_bytes is not None and user is not None:
        asked.max_content_length = access.most_bytes
    refuse_forged()
    if access.kind == "paired":
        rest.pairing = _pairing()
    admit(access, user)
    rest.used = access.counts_as_use


def _pairing() -> Pairing:
    token = read_cookie(TILL)
    with context().database.read_unit() as tx:
        found = pairing_of(tx, token) if token is not None else None
    if found is None:
        raise NotATill
    return found


def _admit_program(access: Access) -> None:
    """A program proves itself by its token alone: a browser's cookies count for nothing here."""
    rest = the_rest()
    rest.user = None
    header = the_request().headers.get("Authorization", "")
    token = header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else ""
    caller = find_caller(context().database, token) if token else None
    if caller is None:
        raise ShopError("token_needed")
    if access.scope not in caller.scopes:
        raise Forbidden("scope_needed", scope=access.scope)
    rest.caller = caller


def _write_use_afterwards(response: Response) -> Response:
    """Once the answer is out: nobody waits for the note of when a session was last used."""
    database, rest = context().database, the_rest()
    user: WebUser | None = rest.get("user")
    caller: Caller | None = rest.get("caller")
    if user is not None and rest.get("used") and user.session.is_seen_long_ago(database.clock.now()):
        response.call_on_close(_writing(database, user.session))
    elif caller is not None and caller.is_used_long_ago(database.clock.now()):
        response.call_on_close(_writing(database, caller))
    return response


def _writing(database: Database, who: Session | Caller) -> Callable[[], None]:
    def use(tx: Unit) -> None:
        if isinstance(who, Session):
            write_seen(tx, who)
        else:
            write_used(tx, who)

    return lambda: database.transact(DOOR, use)


def add_gate(app: Flask) -> None:
    """Puts the gate before and behind every view."""
    app.before_request(_know_host)
    app.before_request(_ask_for_tls)
    app.before_request(_know_shop_and_person)
    app.before_request(_admit)
    app.after_request(_write_use_afterwards)
    app.after_request(remember_browser)
