"""Units of measure: how many decimals a quantity may have."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, exists, insert, or_, select, update

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.feed import announce
from app.core.texts import marked
from warehouse.catalogue.events import DecimalsLowered
from warehouse.catalogue.models import Barcode, Product, ProductFamily, UnitOfMeasure
from warehouse.catalogue.names import checked_name, slug

NAME_LIMIT: Final = 40
CODE_LIMIT: Final = 20
MOST_DECIMALS: Final = 3
UNIT_NAMES: Final = "unit_names"
"""The cache key of the names of units: whoever changes a unit outdates it."""
KILOGRAM: Final = "kg"
"""The unit that scales weigh in."""

STANDARD: Final = (
    ("piece", marked("pcs"), 0),
    (KILOGRAM, marked("kg"), 3),
    ("m", marked("m"), 2),
    ("l", marked("l"), 3),
    ("m2", marked("m²"), 2),
    ("pair", marked("pair"), 0),
    ("set", marked("set"), 0),
    ("hour", marked("hour"), 2),
)
"""The units a shop starts with; their names are translated where they are shown."""


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit of measure."""

    code: str
    name: str
    decimals: int
    used: bool


def units(tx: ReadUnit) -> list[UnitView]:
    """Every unit by name."""
    used = or_(
        exists().where(Product.unit_code == UnitOfMeasure.code),
        exists().where(ProductFamily.unit_code == UnitOfMeasure.code),
    )
    found = tx.execute(
        select(UnitOfMeasure.code, UnitOfMeasure.name, UnitOfMeasure.decimals, used).order_by(UnitOfMeasure.name)
    )
    return [UnitView(*row) for row in found]


def names_of_units(tx: ReadUnit) -> dict[str, str]:
    """The name of every unit by its code."""
    return dict(tx.execute(select(UnitOfMeasure.code, UnitOfMeasure.name)).all())


def unit_decimals(tx: ReadUnit, code: str, path: str = "unit_code") -> int:
    """How many decimals a quantity in the unit may have; BadInput ``unknown_unit``."""
    found: int | None = tx.execute(select(UnitOfMeasure.decimals).where(UnitOfMeasure.code == code)).scalar()
    if found is None:
        raise BadInput("unknown_unit", path, got=code)
    return found


def add_standard_units(tx: Unit) -> None:
    """Adds the units a shop starts with, where they are missing."""
    there = {unit.code for unit in units(tx)}
    missing = [
        {"code": code, "name": name, "decimals": decimals} for code, name, decimals in STANDARD if code not in there
    ]
    if missing:
        tx.outdate(UNIT_NAMES)
        tx.execute(insert(UnitOfMeasure), missing)


def create_unit(tx: Unit, name: str, decimals: int, *, code: str = "") -> str:
    """A new unit; answers its code.

    Needs ``catalogue.edit``. Raises BadInput ``decimals_out_of_range``, ``name_empty``, ``name_too_long``; Conflict
    ``unit_code_taken``.
    """
    tx.actor.require("catalogue.edit")
    name = checked_name(name, NAME_LIMIT)
    code = slug(code or name, CODE_LIMIT)
    if not code:
        raise BadInput("name_unprintable", "name")
    _check_decimals(decimals)
    if tx.execute(select(UnitOfMeasure.code).where(UnitOfMeasure.code == code)).first() is not None:
        raise Conflict("unit_code_taken", code=code)
    tx.outdate(UNIT_NAMES)
    tx.execute(insert(UnitOfMeasure), {"code": code, "name": name, "decimals": decimals})
    announce(tx, "catalogue", {"unit": code})
    journal.record(tx, "unit.created", subject=f"unit:{code}", body={"name": name, "decimals": decimals})
    return code


def change_unit(tx: Unit, code: str, name: str, decimals: int) -> None:
    """Gives a unit another name or another number of decimals.

    Needs ``catalogue.edit``. Raises BadInput as create_unit does, NotFound ``no_unit``, and Conflict
    ``pack_has_fraction`` or ``stock_has_fractions`` where a pack or a stock level would no longer be allowed.
    """
    tx.actor.require("catalogue.edit")
    name = checked_name(name, NAME_LIMIT)
    _check_decimals(decimals)
    old = tx.execute(select(UnitOfMeasure.name, UnitOfMeasure.decimals).where(UnitOfMeasure.code == code)).first()
    if old is None:
        raise NotFound("no_unit")
    if (old.name, old.decimals) == (name, decimals):
        return
    if decimals < old.decimals:
        refuse_pack_fractions(tx, decimals, unit_code=code)
        tx.publish(DecimalsLowered(decimals, unit_code=code))
    tx.outdate(UNIT_NAMES)
    tx.execute(update(UnitOfMeasure).where(UnitOfMeasure.code == code).values(name=name, decimals=decimals))
    announce(tx, "catalogue", {"unit": code})
    journal.record(
        tx,
        "unit.changed",
        subject=f"unit:{code}",
        body={"old": {"name": old.name, "decimals": old.decimals}, "new": {"name": name, "decimals": decimals}},
    )


def delete_unit(tx: Unit, code: str) -> None:
    """Removes a unit that no product uses.

    Needs ``catalogue.edit``. Raises NotFound ``no_unit``, Conflict ``unit_in_use``.
    """
    tx.actor.require("catalogue.edit")
    for table in (Product, ProductFamily):
        if tx.execute(select(table.id).where(table.unit_code == code).limit(1)).first() is not None:
            raise Conflict("unit_in_use", code=code)
    if not tx.execute(delete(UnitOfMeasure).where(UnitOfMeasure.code == code)).rowcount:
        raise NotFound("no_unit")
    tx.outdate(UNIT_NAMES)
    announce(tx, "catalogue", {"unit": code})
    journal.record(tx, "unit.deleted", subject=f"unit:{code}")


def refuse_pack_fractions(
    tx: ReadUnit, decimals: int, *, unit_code: str | None = None, product_id: int | None = None
) -> None:
    """Conflict ``pack_has_fraction`` where a pack of the unit's products, or of the product, holds a finer quantity."""
    of = Product.unit_code == unit_code if product_id is None else Product.id == product_id
    finer = tx.execute(
        select(Product.name, Barcode.code)
        .join(Barcode, Barcode.product_id == Product.id)
        .where(of, Barcode.pack_qty_milli % step_milli(decimals) != 0)
        .limit(1)
    ).first()
    if finer is not None:
        raise Conflict("pack_has_fraction", name=finer.name, code=finer.code)


def step_milli(decimals: int) -> int:
    """The smallest quantity that many decimals allow, in thousandths."""
    step: int = 10 ** (MOST_DECIMALS - decimals)
    return step


def _check_decimals(decimals: int) -> None:
    if not 0 <= decimals <= MOST_DECIMALS:
        raise BadInput("decimals_out_of_range", "decimals", limit=MOST_DECIMALS)
