"""Kits: products that are sold as one and leave the shelf as their parts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, delete, insert, select
from sqlalchemy.orm import aliased

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.feed import announce
from warehouse.catalogue.models import KitPart, Product, UnitOfMeasure
from warehouse.catalogue.product_facts import product_facts

MOST_QTY_MILLI: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class KitPartView:
    """A part of a kit: so much of it is in one kit."""

    product_id: int
    sku: str
    name: str
    qty_milli: int
    unit_code: str
    unit_decimals: int


def kit_parts(tx: ReadUnit, kit_id: int) -> list[KitPartView]:
    """What one kit holds, by name; empty where the product is none."""
    rows = tx.execute(
        select(Product.id, Product.sku, Product.name, KitPart.qty_milli, Product.unit_code, UnitOfMeasure.decimals)
        .join(KitPart, KitPart.part_id == Product.id)
        .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
        .where(KitPart.kit_id == kit_id)
        .order_by(Product.name)
    )
    return [KitPartView(*row) for row in rows]


def parts_of(tx: ReadUnit, product_ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """The parts of those products that are kits, as (product id, thousandths in one kit)."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    statement = select(KitPart.kit_id, KitPart.part_id, KitPart.qty_milli).where(KitPart.kit_id.in_(product_ids))
    for kit_id, part_id, qty_milli in tx.execute(statement.order_by(KitPart.kit_id, KitPart.part_id)):
        found[kit_id].append((part_id, qty_milli))
    return found


def set_kit_part(tx: Unit, kit_id: int, part_id: int, qty_milli: int) -> None:
    """Puts a part into a kit, or changes how much of it; zero takes it out. Sales made before keep what they moved.

    Needs ``catalogue.edit``. Raises NotFound ``no_product``, BadInput ``qty_out_of_range`` and ``qty_decimals``,
    Conflict ``kit_is_stocked`` where the kit has stock of its own, ``not_a_part`` for what has none, ``kit_in_kit``,
    and ``marked_part`` (``name``, ``kit``) for marked goods in a kit that bears no code itself.
    """
    tx.actor.require("catalogue.edit")
    kit, part = product_facts(tx, kit_id), product_facts(tx, part_id)
    if kit.stocked:
        raise Conflict("kit_is_stocked", name=kit.name)
    if kit_id == part_id or not part.stocked:
        raise Conflict("not_a_part", name=part.name)
    if tx.execute(select(KitPart.kit_id).where(KitPart.part_id == kit_id)).first() is not None:
        raise Conflict("kit_in_kit", name=kit.name)
    if qty_milli and part.is_marked and not kit.is_marked:
        raise Conflict("marked_part", name=part.name, kit=kit.name)
    if not 0 <= qty_milli <= MOST_QTY_MILLI:
        raise BadInput("qty_out_of_range", "qty", name=part.name)
    if qty_milli % 10 ** (3 - part.decimals):
        raise BadInput("qty_decimals", "qty", name=part.name, decimals=part.decimals)
    of_pair = (KitPart.kit_id == kit_id, KitPart.part_id == part_id)
    old: int = tx.execute(select(KitPart.qty_milli).where(*of_pair)).scalar() or 0
    if old == qty_milli:
        return
    tx.execute(delete(KitPart).where(*of_pair))
    if qty_milli:
        tx.execute(insert(KitPart), {"kit_id": kit_id, "part_id": part_id, "qty_milli": qty_milli})
    announce(tx, "catalogue", {"product": kit_id})
    journal.record(
        tx,
        "product.kit_changed",
        subject=f"product:{kit_id}",
        body={"part": part.name, "old_milli": old, "new_milli": qty_milli},
    )


def refuse_unmarked_kit(tx: ReadUnit, product_id: int, *, is_marked: bool) -> None:
    """What a change of marking would break: a kit without a code of its own sells no unit that bears one.

    Raises Conflict ``marked_part`` (``name``, ``kit``).
    """
    part, kit = aliased(Product), aliased(Product)
    if is_marked:
        broken = and_(KitPart.part_id == product_id, kit.is_marked.is_(False))
    else:
        broken = and_(KitPart.kit_id == product_id, part.is_marked.is_(True))
    found = tx.execute(
        select(part.name, kit.name)
        .join(KitPart, KitPart.part_id == part.id)
        .join(kit, kit.id == KitPart.kit_id)
        .where(broken)
        .order_by(part.id, kit.id)
        .limit(1)
    ).first()
    if found is not None:
        raise Conflict("marked_part", name=found[0], kit=found[1])
