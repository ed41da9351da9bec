"""Tax categories and their dated rates."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from sqlalchemy import bindparam, delete, insert, literal_column, select, update

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.feed import announce
from app.places.day import calendar_date
from warehouse.catalogue.models import TaxCategory, TaxRate
from warehouse.catalogue.names import checked_name, slug

EARLIEST: Final = date(2000, 1, 1)
"""The day the first rate of a category holds from: before any sale of this program."""
MOST_RATE_BP: Final = 10_000
NAME_LIMIT: Final = 80
CODE_LIMIT: Final = 20

_RATE_ON = (
    select(TaxRate.rate_bp)
    .where(TaxRate.tax_category_id == bindparam("category"), TaxRate.valid_from <= bindparam("on"))
    .order_by(TaxRate.valid_from.desc())
    .limit(literal_column("1"))
)


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A rate in basis points and the business date it holds from."""

    valid_from: date
    rate_bp: int


@dataclass(frozen=True, slots=True)
class TaxCategoryView:
    """A tax category; ``rate_bp`` is today's, None for an exempt one. ``rates`` are newest first."""

    id: int
    code: str
    name: str
    exempt: bool
    rate_bp: int | None
    rates: tuple[DatedRate, ...]


def rate_on(tx: ReadUnit, tax_category_id: int, day: date) -> int | None:
    """The rate of a category on a date in basis points; None for an exempt one.

    Raises NotFound ``no_tax_category``, Conflict ``no_tax_rate`` where no rate holds on that date.
    """
    found = tx.execute(select(TaxCategory.name, TaxCategory.exempt).where(TaxCategory.id == tax_category_id)).first()
    if found is None:
        raise NotFound("no_tax_category")
    if found.exempt:
        return None
    rate: int | None = tx.execute(_RATE_ON, {"category": tax_category_id, "on": day}).scalar()
    if rate is None:
        raise Conflict("no_tax_rate", name=found.name)
    return rate


def tax_categories(tx: ReadUnit) -> list[TaxCategoryView]:
    """Every tax category in the order they were made, the usual one first, with all its rates."""
    rates: defaultdict[int, list[DatedRate]] = defaultdict(list)
    for category_id, valid_from, rate_bp in tx.execute(
        select(TaxRate.tax_category_id, TaxRate.valid_from, TaxRate.rate_bp).order_by(TaxRate.valid_from.desc())
    ):
        rates[category_id].append(DatedRate(valid_from, rate_bp))
    day = calendar_date(tx)
    categories = tx.execute(
        select(TaxCategory.id, TaxCategory.code, TaxCategory.name, TaxCategory.exempt).order_by(TaxCategory.id)
    )
    return [
        TaxCategoryView(
            id=category_id,
            code=code,
            name=name,
            exempt=exempt,
            rate_bp=next((rate.rate_bp for rate in rates[category_id] if rate.valid_from <= day), None),
            rates=tuple(rates[category_id]),
        )
        for category_id, code, name, exempt in categories
    ]


def create_tax_category(
    tx: Unit, name: str, rate_bp: int | None, *, code: str = "", changes: Sequence[DatedRate] = ()
) -> int:
    """A new tax category with its first rate in basis points, or an exempt one (None); answers its id.

    ``changes`` are rates that hold from a later day on, oldest first: nothing has been sold with them yet. Needs
    ``catalogue.edit``. Raises BadInput ``rate_out_of_range``, ``name_empty``, ``name_too_long``; Conflict
    ``tax_code_taken``.
    """
    tx.actor.require("catalogue.edit")
    name = checked_name(name, NAME_LIMIT)
    code = slug(code or name, CODE_LIMIT)
    if not code:
        raise BadInput("name_unprintable", "name")
    for rate in (rate_bp, *(dated.rate_bp for dated in changes)):
        if rate is not None:
            _check_rate(rate)
    if tx.execute(select(TaxCategory.id).where(TaxCategory.code == code)).first() is not None:
        raise Conflict("tax_code_taken", code=code)
    key = tx.execute(insert(TaxCategory), {"code": code, "name": name, "exempt": rate_bp is None}).inserted_primary_key
    assert key is not None
    category_id: int = key[0]
    announce(tx, "catalogue", {"tax_category": category_id})
    journal.record(
        tx, "tax.category_created", subject=f"tax:{category_id}", body={"code": code, "name": name, "rate_bp": rate_bp}
    )
    if rate_bp is not None:
        _add_rate(tx, category_id, DatedRate(EARLIEST, rate_bp))
        for old, new in pairwise((DatedRate(EARLIEST, rate_bp), *changes)):
            _add_rate(tx, category_id, new)
            _record_rate(tx, category_id, old.rate_bp, new)
    return category_id


def rename_tax_category(tx: Unit, category_id: int, name: str) -> None:
    """Gives a tax category another name. Needs ``catalogue.edit``; NotFound ``no_tax_category``."""
    tx.actor.require("catalogue.edit")
    name = checked_name(name, NAME_LIMIT)
    old = _existing(tx, category_id).name
    if old == name:
        return
    tx.execute(update(TaxCategory).where(TaxCategory.id == category_id).values(name=name))
    announce(tx, "catalogue", {"tax_category": category_id})
    journal.record(tx, "tax.category_renamed", subject=f"tax:{category_id}", body={"old": old, "new": name})


def set_rate(tx: Unit, category_id: int, rate_bp: int, valid_from: date) -> None:
    """Sets the rate of a category from midnight of a date on: today or later, for sold lines keep theirs.

    Needs ``catalogue.edit``. Raises BadInput ``rate_out_of_range`` or ``date_in_past``, NotFound ``no_tax_category``,
    Conflict ``tax_exempt`` for a category without tax.
    """
    tx.actor.require("catalogue.edit")
    _check_rate(rate_bp)
    if valid_from < calendar_date(tx):
        raise BadInput("date_in_past", "valid_from")
    category = _existing(tx, category_id)
    if category.exempt:
        raise Conflict("tax_exempt", name=category.name)
    old = rate_on(tx, category_id, valid_from)
    if old == rate_bp:
        return
    of_day = (TaxRate.tax_category_id == category_id, TaxRate.valid_from == valid_from)
    tx.execute(delete(TaxRate).where(*of_day))
    _add_rate(tx, category_id, DatedRate(valid_from, rate_bp))
    announce(tx, "catalogue", {"tax_category": category_id})
    _record_rate(tx, category_id, old, DatedRate(valid_from, rate_bp))


def drop_future_rate(tx: Unit, category_id: int, valid_from: date) -> None:
    """Takes back a rate that does not hold yet. Needs ``catalogue.edit``; NotFound ``no_future_rate``."""
    tx.actor.require("catalogue.edit")
    dropped = tx.execute(
        delete(TaxRate)
        .where(
            TaxRate.tax_category_id == category_id,
            TaxRate.valid_from == valid_from,
            TaxRate.valid_from > calendar_date(tx),
        )
        .returning(TaxRate.rate_bp)
    ).scalar()
    if dropped is None:
        raise NotFound("no_future_rate")
    announce(tx, "catalogue", {"tax_category": category_id})
    journal.record(
        tx,
        "tax.rate_dropped",
        subject=f"tax:{category_id}",
        body={"old_bp": dropped, "valid_from": valid_from.isoformat()},
    )


def _add_rate(tx: Unit, category_id: int, dated: DatedRate) -> None:
    values = {"tax_category_id": category_id, "valid_from": dated.valid_from, "rate_bp": dated.rate_bp}
    tx.execute(insert(TaxRate), values)


def _record_rate(tx: Unit, category_id: int, old_bp: int | None, new: DatedRate) -> None:
    body = {"old_bp": old_bp, "new_bp": new.rate_bp, "valid_from": new.valid_from.isoformat()}
    journal.record(tx, "tax.rate_set", subject=f"tax:{category_id}", body=body)


def _check_rate(rate_bp: int) -> None:
    if not 0 <= rate_bp <= MOST_RATE_BP:
        raise BadInput("rate_out_of_range", "rate")


@dataclass(frozen=True, slots=True)
class _Category:
    name: str
    exempt: bool


def _existing(tx: ReadUnit, category_id: int) -> _Category:
    found = tx.execute(select(TaxCategory.name, TaxCategory.exempt).where(TaxCategory.id == category_id)).first()
    if found is None:
        raise NotFound("no_tax_category")
    return _Category(*found)
