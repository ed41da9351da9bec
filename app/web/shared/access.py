"""Who may open a page: every view is marked by one of these decorators, or the program does not start.

``@public``            nobody needs to be logged in
``@paired``            a browser that is a till, whoever is logged in there, or nobody
``@logged_in``         any session, of a till or of the office
``@till_page``         a session on a browser that is a till; ``@till_page("sales.view")`` with rights
``@needs("stock.view")``  a session of the office with every right named; ``@needs()`` any session of the office
``@needs_one_of("stock.view", "stock.edit")``  a session of the office with one of the rights
``@program("quote")``  an API token with the scope, and no cookie
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar, overload

from flask import Flask

from app.auth.api_tokens import SCOPES, Caller
from app.auth.rights import RIGHTS
from app.auth.sessions import Session
from app.core.actor import Actor
from app.core.errors import Forbidden, ShopError
from app.places.pairing import Pairing
from app.web.shared.here import the_rest

View = TypeVar("View", bound=Callable[..., Any])
_MARK: Final = "regulars_access"


@dataclass(frozen=True, slots=True)
class Access:
    """What a view asks for: every one of ``rights``, and one of ``one_of`` where it names any.

    ``counts_as_use`` is False where a page calls by itself, nobody touching it.
    ``most_bytes`` is how large its request may be, where that is more than usual.
    """

    kind: Literal["public", "paired", "logged_in", "till", "office", "program"]
    rights: tuple[str, ...] = ()
    scope: str = ""
    counts_as_use: bool = True
    most_bytes: int | None = None
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WebUser:
    """The person at the browser. ``till_id`` is the till this browser is, ``kind`` how he logged in."""

    actor: Actor
    session: Session

    @property
    def account_id(self) -> int:
        """The account's id."""
        return self.session.account_id

    @property
    def name(self) -> str:
        """The account's name."""
        return self.session.name

    @property
    def language(self) -> str:
        """The language the account reads."""
        return self.session.language

    @property
    def kind(self) -> Literal["till", "office"]:
        """``till`` after a PIN, ``office`` after a password."""
        return self.session.kind

    @property
    def till_id(self) -> int | None:
        """The till this browser is; None where it is none."""
        return self.session.till_id

    def may(self, right: str) -> bool:
        """Whether the person holds the right himself."""
        return self.actor.may(right)


class NotLoggedIn(ShopError):
    """Nobody is logged in, or not in the way this page asks for; ``door`` names the login page."""

    def __init__(self, door: Literal["till", "office"]) -> None:
        super().__init__("not_logged_in")
        self.door = door


class NotSecure(ShopError):
    """Another machine talks to the server in the clear, where everybody on the wireless can listen."""

    def __init__(self) -> None:
        super().__init__("not_secure")


class NotATill(ShopError):
    """The person is known, but this browser is no till."""

    def __init__(self) -> None:
        super().__init__("not_a_till")


def _mark(view: View, access: Access) -> View:
    setattr(view, _MARK, access)
    return view


def public(view: View) -> View:
    """Marks a view that needs no login."""
    return _mark(view, Access("public"))


def paired(view: View) -> View:
    """Marks a view of a browser that is a till, where nobody needs to be logged in."""
    return _mark(view, Access("paired"))


@overload
def logged_in(view: View, /) -> View: ...
@overload
def logged_in(*, counts_as_use: bool) -> Callable[[View], View]: ...
def logged_in(view: View | None = None, /, *, counts_as_use: bool = True) -> View | Callable[[View], View]:
    """Marks a view that any session may open."""
    access = Access("logged_in", counts_as_use=counts_as_use)
    return _mark(view, access) if view is not None else lambda marked: _mark(marked, access)


@overload
def till_page(view: View, /) -> View: ...
@overload
def till_page(*rights: str, counts_as_use: bool = True) -> Callable[[View], View]: ...
def till_page(*view_or_rights: Any, counts_as_use: bool = True) -> Any:
    """Marks a view of the till; it may name rights beside ``till.sell``."""
    if len(view_or_rights) == 1 and callable(view_or_rights[0]):
        return _mark(view_or_rights[0], Access("till", ("till.sell",)))
    rights = ("till.sell", *_known(view_or_rights))
    return lambda view: _mark(view, Access("till", rights, counts_as_use=counts_as_use))


def needs(*rights: str, counts_as_use: bool = True, most_bytes: int | None = None) -> Callable[[View], View]:
    """Marks a view of the office that needs every right named, and may take a larger request than usual."""
    access = Access("office", _known(rights), counts_as_use=counts_as_use, most_bytes=most_bytes)
    return lambda view: _mark(view, access)


def needs_one_of(*rights: str, counts_as_use: bool = True, most_bytes: int | None = None) -> Callable[[View], View]:
    """Marks a view of the office that needs one of the rights named."""
    access = Access("office", (), counts_as_use=counts_as_use, most_bytes=most_bytes, one_of=_known(rights))
    return lambda view: _mark(view, access)


def program(scope: str) -> Callable[[View], View]:
    """Marks a view of the API that needs a token with the scope."""
    if scope not in SCOPES:
        raise RuntimeError(f"there is no scope {scope!r}")
    return lambda view: _mark(view, Access("program", scope=scope))


def _known(rights: tuple[str, ...]) -> tuple[str, ...]:
    for right in rights:
        if right not in RIGHTS:
            raise RuntimeError(f"there is no right {right!r}")
    return rights


def access_of(app: Flask, endpoint: str) -> Access | None:
    """What the view behind an endpoint asks for; None where it was not marked."""
    found: Access | None = getattr(app.view_functions[endpoint], _MARK, None)
    return found


def refuse_unmarked(app: Flask) -> None:
    """Raises RuntimeError naming every view without a mark: the program does not start with a door left open."""
    unmarked = sorted(endpoint for endpoint in app.view_functions if access_of(app, endpoint) is None)
    if unmarked:
        raise RuntimeError(f"these views do not say who may open them: {', '.join(unmarked)}")


def admit(access: Access, user: WebUser | None) -> None:
    """Lets the person pass, or raises NotLoggedIn, NotATill or Forbidden ``right_needed``."""
    if access.kind in ("public", "paired"):
        return
    if user is None or (access.kind == "office" and user.kind != "office"):
        raise NotLoggedIn("office" if access.kind == "office" else "till")
    if access.kind == "till" and user.till_id is None:
        raise NotATill
    for right in access.rights:
        user.actor.require(right)
    if access.one_of and not any(map(user.may, access.one_of)):
        user.actor.require(access.one_of[0])


def current() -> WebUser:
    """The person at the browser; NotLoggedIn on a public page that nobody is logged in at."""
    user = current_or_none()
    if user is None:
        raise NotLoggedIn("till")
    return user


def current_or_none() -> WebUser | None:
    """The person at the browser, if there is one."""
    found: WebUser | None = the_rest().get("user")
    return found


def current_till_id() -> int:
    """The till this browser is; NotATill elsewhere."""
    till_id = current().till_id
    if till_id is None:
        raise NotATill
    return till_id


def current_pairing() -> Pairing:
    """The till this browser is, on a page that asks for no person; NotATill elsewhere."""
    found: Pairing | None = the_rest().get("pairing")
    if found is None:
        raise NotATill
    return found


def caller() -> Caller:
    """The program that calls; Forbidden ``token_needed`` outside the API."""
    found: Caller | None = the_rest().get("caller")
    if found is None:
        raise Forbidden("token_needed")
    return found
