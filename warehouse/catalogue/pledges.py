"""Pledges on bottles and crates: products of their own kind, which goods carry so many pieces of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, exists, insert, or_, select

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.feed import announce
from warehouse.catalogue.models import Product, ProductPledge
from warehouse.catalogue.product_facts import product_facts

MOST_PIECES: Final = 1_000
PLEDGE: Final = "pledge"


@dataclass(frozen=True, slots=True)
class PledgeView:
    """A pledge that goods carry: ``pieces`` of it on one unit."""

    pledge_id: int
    sku: str
    name: str
    pieces: int


def pledges_of(tx: ReadUnit, product_id: int) -> list[PledgeView]:
    """The pledges of a product, by name."""
    rows = tx.execute(
        select(Product.id, Product.sku, Product.name, ProductPledge.pieces)
        .join(ProductPledge, ProductPledge.pledge_id == Product.id)
        .where(ProductPledge.product_id == product_id)
        .order_by(Product.name, Product.id)
    )
    return [PledgeView(*row) for row in rows]


def pledges_by_product(tx: ReadUnit, product_ids: Collection[int]) -> defaultdict[int, dict[str, int]]:
    """The pieces of each pledge by its SKU, of many products."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for product_id, sku, pieces in tx.execute(
        select(ProductPledge.product_id, Product.sku, ProductPledge.pieces)
        .join(Product, Product.id == ProductPledge.pledge_id)
        .where(ProductPledge.product_id.in_(product_ids))
        .order_by(ProductPledge.product_id, Product.sku)
    ):
        found[product_id][sku] = pieces
    return found


def kinds_of_pledge(tx: ReadUnit) -> list[tuple[int, str, str]]:
    """The pledges the shop takes back, by name: id, SKU, name."""
    rows = tx.execute(
        select(Product.id, Product.sku, Product.name)
        .where(Product.kind == PLEDGE, Product.active)
        .order_by(Product.name, Product.id)
    )
    return [tuple(row) for row in rows]


def pledge_ids(tx: ReadUnit, skus: Collection[str]) -> dict[str, int]:
    """The ids of pledges by their SKU; others are left out."""
    found: dict[str, int] = dict(
        tx.execute(select(Product.sku, Product.id).where(Product.kind == PLEDGE, Product.sku.in_(skus))).all()
    )
    return found


def which_are_pledges(tx: ReadUnit, product_ids: Collection[int]) -> set[int]:
    """Those of the products that are pledges."""
    return set(tx.execute(select(Product.id).where(Product.kind == PLEDGE, Product.id.in_(product_ids))).scalars())


def set_pledge(tx: Unit, product_id: int, pledge_id: int, pieces: int) -> None:
    """Puts a pledge on a product, or changes how many pieces of it; zero takes it off. Open carts keep theirs.

    Needs ``catalogue.edit``. Raises NotFound ``no_product``, BadInput ``pieces_out_of_range``, Conflict ``no_pledge``
    for what is none, ``pledge_on_pledge``, and ``pledge_by_the_piece`` for goods that are sold by weight or length.
    """
    tx.actor.require("catalogue.edit")
    carrier, pledge = product_facts(tx, product_id), product_facts(tx, pledge_id)
    if pledge.kind != PLEDGE:
        raise Conflict("no_pledge", name=pledge.name)
    if carrier.kind == PLEDGE:
        raise Conflict("pledge_on_pledge", name=carrier.name)
    if not 0 <= pieces <= MOST_PIECES:
        raise BadInput("pieces_out_of_range", "pieces", limit=MOST_PIECES)
    if pieces:
        refuse_fractions(carrier.name, carrier.decimals)
    of_pair = (ProductPledge.product_id == product_id, ProductPledge.pledge_id == pledge_id)
    old: int = tx.execute(select(ProductPledge.pieces).where(*of_pair)).scalar() or 0
    if old == pieces:
        return
    tx.execute(delete(ProductPledge).where(*of_pair))
    if pieces:
        tx.execute(insert(ProductPledge), {"product_id": product_id, "pledge_id": pledge_id, "pieces": pieces})
    announce(tx, "catalogue", {"product": product_id})
    journal.record(
        tx,
        "product.pledge_changed",
        subject=f"product:{product_id}",
        body={"pledge": pledge.name, "old": old, "new": pieces},
    )


def set_pledges(tx: Unit, product_id: int, pieces: Mapping[int, int]) -> None:
    """Makes these the pledges of a product, pieces by the pledge's id; raises as ``set_pledge``."""
    now = {one.pledge_id: one.pieces for one in pledges_of(tx, product_id)}
    for pledge_id in sorted(now.keys() | pieces.keys()):
        set_pledge(tx, product_id, pledge_id, pieces.get(pledge_id, 0))


def refuse_fractions(name: str, decimals: int) -> None:
    """Raises BadInput ``pledge_by_the_piece`` where a unit may be sold in parts: a pledge counts pieces."""
    if decimals:
        raise BadInput("pledge_by_the_piece", "unit_code", name=name)


def check_change(tx: ReadUnit, product_id: int, name: str, *, is_pledge: bool, decimals: int) -> None:
    """Whether a product may become or stop being a pledge, and be sold in this unit.

    Raises Conflict ``pledge_in_use`` where goods carry it, ``pledge_on_pledge`` where it carries one, and BadInput
    ``pledge_by_the_piece``.
    """
    carries = tx.execute(select(ProductPledge.pieces).where(ProductPledge.product_id == product_id)).first() is not None
    if carries:
        refuse_fractions(name, decimals)
    if carries and is_pledge:
        raise Conflict("pledge_on_pledge", name=name)
    carried = exists(ProductPledge.pieces).where(ProductPledge.pledge_id == product_id)
    if not is_pledge and tx.execute(select(Product.id).where(Product.id == product_id, carried)).first() is not None:
        raise Conflict("pledge_in_use", name=name)


def forget_pledges(tx: Unit, product_ids: Collection[int]) -> None:
    """Takes the pledges off products that go."""
    tx.execute(
        delete(ProductPledge).where(
            or_(ProductPledge.product_id.in_(product_ids), ProductPledge.pledge_id.in_(product_ids))
        )
    )
