"""Coupons that are good once: made in a series or given out by a sale, used, given back, withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import CompoundSelect, Row, Select, insert, select

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import parse_uid
from loyalty.promotions.coupon_codes import new_code, read_code
from loyalty.promotions.editing import EDIT
from loyalty.promotions.models import Coupon, CouponEntry, CouponSeries, Promotion
from loyalty.promotions.rules import checked_name
from loyalty.promotions.stored import promotion_by_uid

MOST_OF_A_SERIES: Final = 10_000
MOST_TOLD: Final = 50
FREE: Final = "free"
USED: Final = "used"
WITHDRAWN: Final = "withdrawn"
_GIVEN_BACK: Final = "given_back"


@dataclass(frozen=True, slots=True)
class CouponView:
    """A coupon with what became of it: ``free``, ``used`` or ``withdrawn``."""

    id: int
    promotion_uid: str
    series_id: int | None
    code: str
    last_day: date | None
    state: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """Coupons made together."""

    id: int
    uid: str
    name: str
    count: int
    last_day: date | None
    made_at: datetime
    made_by: str


_COUPON: Final = (
    Coupon.id,
    Promotion.uid.label("promotion_uid"),
    Coupon.series_id,
    Coupon.code,
    Coupon.last_day,
    select(CouponEntry.kind)
    .where(CouponEntry.coupon_id == Coupon.id)
    .order_by(CouponEntry.id.desc())
    .limit(1)
    .correlate(Coupon)
    .scalar_subquery()
    .label("last_kind"),
)


def coupon_by_code(tx: ReadUnit, text: str) -> CouponView | None:
    """The coupon somebody scanned or typed; None where there is none."""
    code = read_code(text)
    if code is None:
        return None
    row = tx.execute(_coupons().where(Coupon.code == code)).first()
    return None if row is None else _view(row)


def coupons_by_code(tx: ReadUnit, codes: Iterable[str]) -> dict[str, CouponView]:
    """Coupons by their codes as kept; codes that no coupon has are left out."""
    asked = list(codes)
    if not asked:
        return {}
    return {row.code: _view(row) for row in tx.execute(_coupons().where(Coupon.code.in_(asked)))}


def make_series(tx: Unit, uid: str, promotion_uid: str, name: str, count: int, last_day: date | None) -> SeriesView:
    """Makes so many coupons of a promotion that is set off by coupons; the same ``uid`` again makes none.

    Raises Forbidden ``right_needed``, NotFound ``no_promotion``, BadInput ``promotion_name_missing``,
    ``coupon_count_out_of_range`` (``most``), Conflict ``takes_no_coupons``.
    """
    tx.actor.require(EDIT)
    uid = parse_uid(uid)
    made = tx.execute(_series().where(CouponSeries.uid == uid)).first()
    if made is not None:
        return SeriesView(*made)
    stored = promotion_by_uid(tx, promotion_uid)
    if not stored.takes_series:
        raise Conflict("takes_no_coupons", name=stored.name)
    if not 0 < count <= MOST_OF_A_SERIES:
        raise BadInput("coupon_count_out_of_range", "count", most=MOST_OF_A_SERIES)
    values = {
        "uid": uid,
        "promotion_id": stored.id,
        "name": checked_name(name),
        "count": count,
        "last_day": last_day,
        "made_at": tx.now,
        "made_by": tx.actor.name,
    }
    key = tx.execute(insert(CouponSeries), values).inserted_primary_key
    assert key is not None
    _make(tx, stored.id, count, last_day, series_id=key[0])
    journal.record(
        tx,
        "coupons.made",
        subject=f"promotion:{promotion_uid}",
        body={"name": values["name"], "count": count, "last_day": None if last_day is None else last_day.isoformat()},
    )
    return SeriesView(*tx.execute(_series().where(CouponSeries.uid == uid)).one())


def issue(tx: Unit, promotion_id: int, sale_id: int, count: int, last_day: date | None) -> list[str]:
    """Gives out coupons with a sale that is being completed; answers their codes."""
    return _make(tx, promotion_id, count, last_day, sale_id=sale_id)


def series_of(tx: ReadUnit, promotion_uid: str) -> list[SeriesView]:
    """The series of a promotion, the newest first."""
    rows = tx.execute(
        _series()
        .join(Promotion, Promotion.id == CouponSeries.promotion_id)
        .where(Promotion.uid == promotion_uid)
        .order_by(CouponSeries.id.desc())
    )
    return [SeriesView(*row) for row in rows]


def series_by_uid(tx: ReadUnit, uid: str) -> SeriesView:
    """One series; NotFound ``no_series``."""
    row = tx.execute(_series().where(CouponSeries.uid == uid)).first()
    if row is None:
        raise NotFound("no_series")
    return SeriesView(*row)


def coupons_of(tx: ReadUnit, series_id: int) -> list[CouponView]:
    """The coupons of a series in the order they were made."""
    return [_view(row) for row in tx.execute(_coupons().where(Coupon.series_id == series_id).order_by(Coupon.id))]


def issued_by(tx: ReadUnit, sale_id: int) -> list[CouponView]:
    """The coupons that a sale gave out."""
    return [_view(row) for row in tx.execute(_coupons().where(Coupon.sale_id == sale_id).order_by(Coupon.id))]


def free_coupons_of(tx: ReadUnit, sales: CompoundSelect[Any], day: date) -> list[CouponView]:
    """The latest coupons that sales (a select of their ids) gave out and that are free and good on a day."""
    good = (Coupon.last_day.is_(None)) | (Coupon.last_day >= day)
    rows = tx.execute(_coupons().where(Coupon.sale_id.in_(sales), good).order_by(Coupon.id.desc()).limit(MOST_TOLD))
    return [coupon for coupon in map(_view, rows) if coupon.state == FREE]


def use_coupons(tx: Unit, sale_id: int, codes: Sequence[str]) -> None:
    """Uses coupons up with a sale, each held until the unit ends.

    Raises Conflict ``coupon_used`` or ``coupon_withdrawn`` where that happened at another till meanwhile.
    """
    if not codes:
        return
    tx.lock(select(Coupon.id).where(Coupon.code.in_(list(codes))).order_by(Coupon.id))
    for coupon in coupons_by_code(tx, codes).values():
        refuse_unusable(coupon)
        _enter(tx, coupon.id, USED, sale_id)


def refuse_unusable(coupon: CouponView) -> None:
    """Raises Conflict ``coupon_used`` or ``coupon_withdrawn``."""
    if coupon.state == USED:
        raise Conflict("coupon_used", code=coupon.code)
    if coupon.state == WITHDRAWN:
        raise Conflict("coupon_withdrawn", code=coupon.code)


def give_back_coupons(tx: Unit, used_in: int, sale_id: int, promotion_ids: Sequence[int]) -> None:
    """Makes the coupons of promotions that the sale ``used_in`` used good again, because its goods came back."""
    rows = tx.execute(
        _coupons()
        .join(CouponEntry, CouponEntry.coupon_id == Coupon.id)
        .where(CouponEntry.sale_id == used_in, CouponEntry.kind == USED, Coupon.promotion_id.in_(list(promotion_ids)))
        .order_by(Coupon.id)
    ).all()
    for row in rows:
        if row.last_kind == USED:
            _enter(tx, row.id, _GIVEN_BACK, sale_id)


def used_in(tx: ReadUnit, sale_id: int) -> list[str]:
    """The codes of the coupons that a sale used."""
    rows = (
        select(Coupon.code)
        .join(CouponEntry, CouponEntry.coupon_id == Coupon.id)
        .where(CouponEntry.sale_id == sale_id, CouponEntry.kind == USED)
        .order_by(Coupon.id)
    )
    return list(tx.execute(rows).scalars())


def withdraw_issued(tx: Unit, issued_in: int, sale_id: int) -> None:
    """Withdraws what a sale gave out, because all its goods came back; coupons that were used stay used."""
    tx.lock(select(Coupon.id).where(Coupon.sale_id == issued_in).order_by(Coupon.id))
    for coupon in issued_by(tx, issued_in):
        if coupon.state == FREE:
            _enter(tx, coupon.id, WITHDRAWN, sale_id)


def withdraw_series(tx: Unit, series_uid: str) -> int:
    """Withdraws every coupon of a series that is free still; answers how many. Raises NotFound ``no_series``."""
    tx.actor.require(EDIT)
    series = series_by_uid(tx, series_uid)
    tx.lock(select(Coupon.id).where(Coupon.series_id == series.id).order_by(Coupon.id))
    free = [coupon for coupon in coupons_of(tx, series.id) if coupon.state == FREE]
    for coupon in free:
        _enter(tx, coupon.id, WITHDRAWN, None)
    if free:
        journal.record(
            tx, "coupons.withdrawn", subject=f"series:{series_uid}", body={"name": series.name, "count": len(free)}
        )
    return len(free)


def _make(
    tx: Unit,
    promotion_id: int,
    count: int,
    last_day: date | None,
    *,
    series_id: int | None = None,
    sale_id: int | None = None,
) -> list[str]:
    # Two alike among so many would be refused by the table; drawing into a set leaves none of one batch.
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_code())
    tx.execute(
        insert(Coupon),
        [
            {
                "promotion_id": promotion_id,
                "series_id": series_id,
                "sale_id": sale_id,
                "code": code,
                "last_day": last_day,
                "made_at": tx.now,
            }
            for code in codes
        ],
    )
    return list(codes)


def _enter(tx: Unit, coupon_id: int, kind: str, sale_id: int | None) -> None:
    tx.execute(
        insert(CouponEntry),
        {"coupon_id": coupon_id, "kind": kind, "sale_id": sale_id, "at": tx.now, "account_name": tx.actor.name},
    )


def _coupons() -> Select[*tuple[object, ...]]:
    return select(*_COUPON).join(Promotion, Promotion.id == Coupon.promotion_id)


def _series() -> Select[*tuple[object, ...]]:
    return select(*(getattr(CouponSeries, name) for name in SeriesView.__slots__))


def _view(row: Row[*tuple[object, ...]]) -> CouponView:
    state = {USED: USED, WITHDRAWN: WITHDRAWN}.get(row.last_kind, FREE)
    return CouponView(row.id, row.promotion_uid, row.series_id, row.code, row.last_day, state)
