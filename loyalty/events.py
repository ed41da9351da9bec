"""What loyalty tells packages above it, inside the same unit of work."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TierReached:
    """A customer has come to a higher tier with a sale."""

    customer_id: int
    tier: str
    sale_id: int


@dataclass(frozen=True, slots=True)
class TierFalls:
    """A customer keeps the tier until a day only, unless enough is bought by then."""

    customer_id: int
    tier: str
    falls_on: date


@dataclass(frozen=True, slots=True)
class CardIssued:
    """A customer has bought for so much that a card was given with a sale."""

    customer_id: int
    code: str
    sale_id: int
