"""Keys of programs: a random token with scopes, shown once, stored as a digest."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import insert, select, update

from app.auth.models import ApiToken
from app.core import journal
from app.core.actor import Actor
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.errors import BadInput, NotFound
from app.core.texts import marked
from app.core.tokens import digest, new_token
from app.places.service import place_of

PREFIX: Final = "rgl_"
"""Lets people and scanners for leaked secrets see what it is."""
NAME_MOST: Final = 80
USED_EVERY: Final = timedelta(minutes=1)

SCOPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "quote": marked("Price a cart"),
        "products:read": marked("Read goods and services"),
        "customers:read": marked("Read customers"),
        "sales:write": marked("Write sales"),
        "stock:read": marked("Read stock levels"),
        "promotions:read": marked("Read promotions"),
        "gift_cards:read": marked("Read gift cards"),
    }
)
"""What a token may be allowed; label by scope."""
_RIGHTS: Final[Mapping[str, frozenset[str]]] = {
    "quote": frozenset(),
    "products:read": frozenset({"catalogue.view"}),
    "customers:read": frozenset(),
    "sales:write": frozenset({"till.sell", "till.one_off", "till.discount_line", "till.discount_cart"}),
    "stock:read": frozenset({"stock.view"}),
    "promotions:read": frozenset(),
    "gift_cards:read": frozenset(),
}


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as a page shows it."""

    id: int
    name: str
    scopes: tuple[str, ...]
    till_id: int | None
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that calls the API; ``till_id`` is the till its sales belong to."""

    token_id: int
    token_digest: str
    name: str
    scopes: frozenset[str]
    till_id: int | None
    last_used_at: datetime | None

    def is_used_long_ago(self, now: datetime) -> bool:
        """Whether its last use should be written anew."""
        return self.last_used_at is None or now - self.last_used_at >= USED_EVERY

    @property
    def actor(self) -> Actor:
        """Who the journal names, with the rights its scopes stand for."""
        return Actor(f"api:{self.name}", rights=frozenset().union(*(_RIGHTS[scope] for scope in self.scopes)))


def create_token(tx: Unit, name: str, scopes: Collection[str], till_id: int | None) -> str:
    """A new token; the answer is the only time it is seen.

    Needs ``tokens.manage``. Raises BadInput ``name_missing``, ``unknown_scope``, ``scope_missing``,
    ``till_missing`` where it may write sales but belongs to no till; NotFound ``no_till``.
    """
    tx.actor.require("tokens.manage")
    name = " ".join(name.split())
    if not name or len(name) > NAME_MOST:
        raise BadInput("name_missing", "name", most=NAME_MOST)
    if not scopes:
        raise BadInput("scope_missing", "scopes")
    for scope in scopes:
        if scope not in SCOPES:
            raise BadInput("unknown_scope", "scopes", scope=scope)
    if till_id is not None:
        place_of(tx, till_id)
    elif "sales:write" in scopes:
        raise BadInput("till_missing", "till_id")
    token = PREFIX + new_token()
    key = tx.execute(
        insert(ApiToken),
        {
            "name": name,
            "token_digest": digest(token),
            "scopes": " ".join(scope for scope in SCOPES if scope in scopes),
            "till_id": till_id,
            "created_at": tx.now,
        },
    ).inserted_primary_key
    assert key is not None
    journal.record(
        tx, "api_token.created", subject=f"api_token:{key[0]}", body={"name": name, "scopes": sorted(scopes)}
    )
    return token


def revoke_token(tx: Unit, token_id: int) -> None:
    """The token is worth nothing from now on; NotFound ``no_api_token``. Needs ``tokens.manage``."""
    tx.actor.require("tokens.manage")
    row = tx.execute(
        select(ApiToken.name, ApiToken.token_digest).where(ApiToken.id == token_id, ApiToken.revoked_at.is_(None))
    ).first()
    if row is None:
        raise NotFound("no_api_token")
    tx.execute(update(ApiToken).where(ApiToken.id == token_id).values(revoked_at=tx.now))
    tx.outdate(_cache_key(row.token_digest))
    journal.record(tx, "api_token.revoked", subject=f"api_token:{token_id}", body={"name": row.name})


def list_tokens(tx: ReadUnit) -> list[TokenView]:
    """The tokens that hold, the newest first."""
    rows = tx.execute(
        select(
            ApiToken.id, ApiToken.name, ApiToken.scopes, ApiToken.till_id, ApiToken.created_at, ApiToken.last_used_at
        )
        .where(ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    )
    return [TokenView(id_, name, tuple(scopes.split()), *rest) for id_, name, scopes, *rest in rows]


def find_caller(database: Database, token: str) -> Caller | None:
    """The program behind a token, where it holds. From memory where it was read in the last two seconds."""
    token_digest = digest(token)
    try:
        caller: Caller = database.cache.get(_cache_key(token_digest), lambda: _read(database, token_digest))
    except NotFound:
        return None
    return caller


def write_used(tx: Unit, caller: Caller) -> None:
    """Writes that the token was used now."""
    tx.execute(update(ApiToken).where(ApiToken.id == caller.token_id).values(last_used_at=tx.now))
    tx.outdate(_cache_key(caller.token_digest))


def _read(database: Database, token_digest: str) -> Caller:
    with database.read_unit() as tx:
        row = tx.execute(
            select(ApiToken.id, ApiToken.name, ApiToken.scopes, ApiToken.till_id, ApiToken.last_used_at).where(
                ApiToken.token_digest == token_digest, ApiToken.revoked_at.is_(None)
            )
        ).first()
    if row is None:
        # An exception is not kept: unknown tokens may not fill the memory.
        raise NotFound("no_api_token")
    return Caller(row.id, token_digest, row.name, frozenset(row.scopes.split()), row.till_id, row.last_used_at)


def _cache_key(token_digest: str) -> str:
    return f"api_token:{token_digest}"
