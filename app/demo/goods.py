"""What the demo shop sells: tools and what belongs to them, and a salon."""

from dataclasses import dataclass
from typing import Final, Literal

Tax = Literal["standard", "reduced", "none"]


@dataclass(frozen=True, slots=True)
class Good:
    """A product of the demo. ``price`` is written as on a tag; ``minutes`` make it a service."""

    name: str
    price: str
    unit: str = "piece"
    tax: Tax = "standard"
    minutes: int | None = None


GOODS: Final = (
    Good("Claw hammer 450 g", "14.90"),
    Good("Hand saw 500 mm", "18.50"),
    Good("Cordless drill 18 V", "129.00"),
    Good("Молоток слесарный 500 г", "11.90"),
    Good("Wood screws 4×40 loose", "0.0345"),
    Good("Nails 3×80 loose", "3.90", "kg"),
    Good("Steel chain 5 mm", "4.60", "m"),
    Good("Work gloves, leather", "6.90", "pair"),
    Good("Book: Joints in wood", "21.00", tax="reduced"),
    Good("Shampoo for dry hair 300 ml", "9.80"),
    Good("Haircut, short hair", "18.00", minutes=30),
    Good("Manicure", "22.00", minutes=45),
)
