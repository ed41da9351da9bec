"""Reading promotions as they are kept; those that run are kept in memory, because every scan asks for them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, Select, select

from app.core.db.unit import ReadUnit
from app.core.errors import NotFound
from app.core.installation import facts
from app.places.day import calendar_date
from loyalty.promotions.models import Promotion, PromotionVersion
from loyalty.promotions.rules import contract_rule, read_rule
from loyalty.rules.promotion import Promotion as Rule
from loyalty.rules.promotion import Trigger, coupon_key

DRAFT: Final = "draft"
ON: Final = "on"
OFF: Final = "off"
RUNNING: Final = "promotions"
"""What is kept in memory: whoever changes a promotion outdates it."""


@dataclass(frozen=True, slots=True)
class StoredPromotion:
    """A promotion as it is kept, with the version of its rule that holds; ``rule`` is its JSON text."""

    id: int
    uid: str
    state: str
    version: int
    used: int
    made_at: datetime
    changed_at: datetime
    promotion: Rule
    rule: str

    @property
    def name(self) -> str:
        """What it is called."""
        return self.promotion.name

    @property
    def takes_series(self) -> bool:
        """Whether coupons that are good once set it off."""
        return self.promotion.trigger is Trigger.CODE

    @property
    def own_code(self) -> str | None:
        """The code of its own that everybody may use; None where only coupons of a series set it off, or nothing."""
        code = self.promotion.code
        return None if not self.takes_series or code is None or code == self.uid else code.strip()

    def for_quote(self) -> dict[str, Any]:
        """Its rule as the contract's JSON of a promotion, with the uses so far where they are limited."""
        rule = contract_rule(self.uid, self.name, self.rule)
        if self.promotion.limits.total is not None:
            rule["limits"] = {**rule["limits"], "used": self.used}
        return rule

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        last = self.promotion.when.last_day
        return last is not None and last < today


@dataclass(frozen=True, slots=True)
class Running:
    """The promotions that are switched on and not over, by what sets them off."""

    auto: tuple[StoredPromotion, ...] = ()
    by_uid: dict[str, StoredPromotion] | None = None
    for_points: tuple[StoredPromotion, ...] = ()
    segments: frozenset[str] = frozenset()
    """The groups of customers that some of them ask for."""

    @property
    def takes_coupons(self) -> bool:
        """Whether coupons set some of them off."""
        return len(self.auto) + len(self.for_points) < len(self.by_uid or {})

    def of(self, uid: str) -> StoredPromotion | None:
        """The promotion, where it runs."""
        return None if self.by_uid is None else self.by_uid.get(uid)

    def with_code(self, key: str) -> StoredPromotion | None:
        """The promotion with this code of its own (``coupon_key``)."""
        for one in (self.by_uid or {}).values():
            code = one.own_code
            if code is not None and coupon_key(code) == key:
                return one
        return None


NONE_RUNNING: Final = Running()

_STORED: Final = (
    Promotion.id,
    Promotion.uid,
    Promotion.state,
    Promotion.version,
    Promotion.used,
    Promotion.made_at,
    Promotion.changed_at,
    PromotionVersion.name,
    PromotionVersion.rule,
)


def promotion_by_uid(tx: ReadUnit, uid: str) -> StoredPromotion:
    """The promotion as it is now; NotFound ``no_promotion``."""
    row = tx.execute(_current().where(Promotion.uid == uid)).first()
    if row is None:
        raise NotFound("no_promotion")
    return _read(tx, row)


def promotions(tx: ReadUnit) -> list[StoredPromotion]:
    """Every promotion, the newest first."""
    return [_read(tx, row) for row in tx.execute(_current().order_by(Promotion.id.desc()))]


def running(tx: ReadUnit) -> Running:
    """The promotions that are switched on, in the order in which they were made."""
    return tx.cached(RUNNING, _load)


def _load(tx: ReadUnit) -> Running:
    today = calendar_date(tx)
    rows = tx.execute(_RUNNING).all()
    found = [one for one in (_read(tx, row) for row in rows) if not one.is_over(today)]
    if not found:
        return NONE_RUNNING
    auto = tuple(one for one in found if one.promotion.trigger is Trigger.AUTO)
    for_points = tuple(one for one in found if one.promotion.trigger is Trigger.POINTS)
    asked = frozenset(name for one in found for name in one.promotion.when.segments or ())
    return Running(auto, {one.uid: one for one in found}, for_points, asked)


def _current() -> Select[*tuple[object, ...]]:
    return select(*_STORED).join(
        PromotionVersion,
        (PromotionVersion.promotion_id == Promotion.id) & (PromotionVersion.number == Promotion.version),
    )


_RUNNING: Final = _current().where(Promotion.state == ON).order_by(Promotion.id)


def _read(tx: ReadUnit, row: Row[*tuple[object, ...]]) -> StoredPromotion:
    promotion = read_rule(row.uid, row.name, row.rule, facts(tx).decimals)
    return StoredPromotion(
        row.id, row.uid, row.state, row.version, row.used, row.made_at, row.changed_at, promotion, row.rule
    )
