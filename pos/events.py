"""What the till tells packages above it, inside the same unit of work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SaleCompleted:
    """A cart was paid and is a sale now."""

    sale_id: int
    uid: str
    till_id: int
