"""What the catalogue tells the rest of the shop, in the unit that changes it."""

from dataclasses import dataclass
from datetime import datetime

from app.core.money import UnitPrice


@dataclass(frozen=True, slots=True)
class PriceChanged:
    """A product has another price from an instant on; ``old`` is None for its first price."""

    product_id: int
    old: UnitPrice | None
    new: UnitPrice
    valid_from: datetime


@dataclass(frozen=True, slots=True)
class ServiceEnded:
    """A product is to be no service by the piece any more; who sells it as something that only such one is refuses."""

    product_id: int
    name: str


@dataclass(frozen=True, slots=True)
class DecimalsLowered:
    """Quantities of a unit's products, or of one product, are to be coarser; who holds finer ones refuses."""

    decimals: int
    unit_code: str | None = None
    product_id: int | None = None
