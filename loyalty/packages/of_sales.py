"""Which packages the lines of a sale sold, and which paid for them: what its return and its void go back to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit
from loyalty.packages.ledger import PackageView, packages_by_id
from loyalty.packages.models import PackageEntry


@dataclass(frozen=True, slots=True)
class PackageUse:
    """What a line of a sale did to a package: ``sold``, ``used``, ``returned`` or ``given_back``."""

    package_id: int
    kind: str
    visits: int
    line_position: int


_OF_SALE: Final = Prepared(
    select(PackageEntry.package_id, PackageEntry.kind, PackageEntry.visits, PackageEntry.line_position)
    .where(PackageEntry.sale_id == bindparam("of_sale"))
    .order_by(PackageEntry.line_position, PackageEntry.id)
)


def uses_of_sale(tx: ReadUnit, sale_id: int) -> list[PackageUse]:
    """What a sale did to packages, in the order of its lines."""
    return [PackageUse(*row) for row in _OF_SALE.all(tx, {"of_sale": sale_id})]


def packages_of_lines(tx: ReadUnit, lines: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The id of the package that a line sold or that paid for it, by the line's sale and position."""
    if not lines:
        return {}
    rows = tx.execute(
        select(PackageEntry.sale_id, PackageEntry.line_position, PackageEntry.package_id).where(
            PackageEntry.sale_id.in_({sale_id for sale_id, _ in lines}), PackageEntry.kind.in_(("sold", "used"))
        )
    )
    wanted = set(lines)
    return {(sale_id, position): one for sale_id, position, one in rows if (sale_id, position) in wanted}


def packages_told_in(tx: ReadUnit, sale_id: int) -> list[PackageView]:
    """The packages a sale had to do with, as they are now."""
    ids = dict.fromkeys(one.package_id for one in uses_of_sale(tx, sale_id))
    packages = packages_by_id(tx, ids)
    return [packages[one] for one in ids]
