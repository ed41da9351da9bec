"""What a service promises where it is sold as a package of visits."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from app.core import journal
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from loyalty.packages.models import PackageTerms

EDIT: Final = "catalogue.edit"
SALE: Final = "sale"
FIRST_VISIT: Final = "first_visit"
MOST_VISITS: Final = 1000
MOST_DAYS: Final = 3660
MOST_FREEZE_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Cover:
    """The services whose visits a package pays: by their ids, and by those of their categories."""

    product_ids: tuple[int, ...] = ()
    category_ids: tuple[int, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Cover":
        """The cover as it is stored."""
        stored = json.loads(text)
        return cls(tuple(stored["products"]), tuple(stored["categories"]))

    @property
    def stored(self) -> str:
        """As it is stored."""
        return json.dumps({"products": list(self.product_ids), "categories": list(self.category_ids)})


@dataclass(frozen=True, slots=True)
class Terms:
    """A package of ``visits``, good for ``valid_days`` (None: without an end) after what it ``starts`` with.

    ``starts`` is ``sale`` or ``first_visit``. It may rest ``freeze_days`` in all; a ``shared`` one is for the family.
    """

    visits: int
    cover: Cover
    valid_days: int | None = None
    starts: str = SALE
    freeze_days: int = 0
    shared: bool = False


_TERMS: Final = Prepared(
    select(
        PackageTerms.visits,
        PackageTerms.cover,
        PackageTerms.valid_days,
        PackageTerms.starts,
        PackageTerms.freeze_days,
        PackageTerms.shared,
    ).where(PackageTerms.product_id == bindparam("of_product"))
)


def terms_of(tx: ReadUnit, product_id: int) -> Terms | None:
    """What the package holds that is sold as this product; None for a plain service."""
    row = _TERMS.first(tx, {"of_product": product_id})
    return None if row is None else Terms(row[0], Cover.read(row[1]), *row[2:])


def packages_among(tx: ReadUnit, product_ids: Collection[int]) -> set[int]:
    """Which of these products are packages."""
    if not product_ids:
        return set()
    return set(
        tx.execute(select(PackageTerms.product_id).where(PackageTerms.product_id.in_(sorted(product_ids)))).scalars()
    )


def put_terms(tx: Unit, product_id: int, terms: Terms) -> None:
    """Sells a service as a package from now on; what was sold before keeps its terms. Journaled.

    Needs ``catalogue.edit``. Raises BadInput ``package_visits_out_of_range``, ``package_days_out_of_range``,
    ``package_covers_nothing``.
    """
    tx.actor.require(EDIT)
    if not 1 <= terms.visits <= MOST_VISITS:
        raise BadInput("package_visits_out_of_range", "visits", most=MOST_VISITS)
    if terms.valid_days is not None and not 1 <= terms.valid_days <= MOST_DAYS:
        raise BadInput("package_days_out_of_range", "valid_days", most=MOST_DAYS)
    if not 0 <= terms.freeze_days <= MOST_FREEZE_DAYS:
        raise BadInput("package_days_out_of_range", "freeze_days", most=MOST_FREEZE_DAYS)
    if not (terms.cover.product_ids or terms.cover.category_ids):
        raise BadInput("package_covers_nothing", "cover")
    old = terms_of(tx, product_id)
    if old == terms:
        return
    values: dict[str, Any] = asdict(terms) | {"cover": terms.cover.stored}
    if old is None:
        tx.execute(insert(PackageTerms), values | {"product_id": product_id})
    else:
        tx.execute(update(PackageTerms).where(PackageTerms.product_id == product_id).values(values))
    body = {"old": None if old is None else asdict(old), "new": asdict(terms)}
    journal.record(tx, "package.terms", subject=f"product:{product_id}", body=body)


def drop_terms(tx: Unit, product_id: int) -> None:
    """Sells it as a plain service from now on; packages sold before stay good. Needs ``catalogue.edit``; journaled."""
    tx.actor.require(EDIT)
    old = terms_of(tx, product_id)
    if old is None:
        return
    tx.execute(delete(PackageTerms).where(PackageTerms.product_id == product_id))
    journal.record(tx, "package.terms", subject=f"product:{product_id}", body={"old": asdict(old), "new": None})
