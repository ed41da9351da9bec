"""A gift card that lies in a cart to pay for it, and how the cart's row keeps it."""

from dataclasses import dataclass
from typing import Final, Self

from app.core.money import Money

_BETWEEN: Final = "\t"
"""No code has one (``app.core.codes.checked_code``)."""


@dataclass(frozen=True, slots=True)
class ChosenCard:
    """The ``code`` of a gift card, and the ``most`` that it is to pay; None is all that is on it."""

    code: str
    most: Money | None = None

    @property
    def text(self) -> str:
        """It as one line: the code, and behind a tab the most it pays in minor units."""
        return self.code if self.most is None else f"{self.code}{_BETWEEN}{self.most.minor}"

    @classmethod
    def of_text(cls, text: str) -> Self:
        """The card of such a line."""
        code, _, most = text.partition(_BETWEEN)
        return cls(code, Money(int(most)) if most else None)
