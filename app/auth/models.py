"""Who may do what: accounts with credentials, roles as sets of rights, sessions, lent rights, API tokens."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime


class Account(Base):
    """A person who logs in: by name or badge and PIN at a till, by login and password in the office."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    login: Mapped[str | None] = mapped_column(String(80), unique=True)
    badge: Mapped[str | None] = mapped_column(String(80), unique=True)
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    recovery_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10))
    active: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EndedBadge(Base):
    """A badge that was blocked or replaced: it opens nothing, and nobody is given it again."""

    __tablename__ = "ended_badge"

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("account.id"), index=True)
    reason: Mapped[str] = mapped_column(String(10))
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(120))


append_only("ended_badge")


class Role(Base):
    """A named set of rights."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))


class RoleRight(Base):
    """A right of a role; ``*`` stands for every right, those of later versions too."""

    __tablename__ = "role_right"

    role_id: Mapped[int] = mapped_column(BigId, ForeignKey("role.id"), primary_key=True)
    right: Mapped[str] = mapped_column(String(60), primary_key=True)


class AccountRole(Base):
    """A role of an account."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("account.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(BigId, ForeignKey("role.id"), primary_key=True)


class LoginThrottle(Base):
    """Failed tries by key (an account, an address): how many, and until when no try is heard."""

    __tablename__ = "login_throttle"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WebSession(Base):
    """A logged-in browser: the digest of its cookie, and how long it holds.

    ``kind`` says how the person proved himself: ``till`` by PIN, ``office`` by password. ``pairing_id`` is the till
    this browser is.
    """

    __tablename__ = "web_session"
    __table_args__ = (
        CheckConstraint("kind IN ('till','office')", name="kind_known"),
        Index("ix_web_session_account_id", "account_id"),
    )

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("account.id"))
    pairing_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("till_pairing.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RightGrant(Base):
    """A right a supervisor lent to a session for one act, used once and soon."""

    __tablename__ = "right_grant"

    uid: Mapped[str] = mapped_column(String(36), primary_key=True)
    session_digest: Mapped[str] = mapped_column(String(64))
    right: Mapped[str] = mapped_column(String(60))
    supervisor_id: Mapped[int] = mapped_column(BigId, ForeignKey("account.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApiToken(Base):
    """A program's key to the API: its digest and its scopes."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(400))
    till_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("till.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
