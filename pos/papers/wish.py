"""Whether a sale's receipt is printed by itself, on request, or not offered at all."""

from typing import Final, Literal

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.settings import Setting
from app.core.texts import marked
from app.crm.settings import COUNTRY
from pos.papers.law import receipt_is_owed

Wish = Literal["always", "ask", "never"]
WISHES: Final[tuple[Wish, ...]] = ("always", "ask", "never")
PRINT_RECEIPT = Setting(
    "paper.print",
    str,
    "always",
    marked("The receipt of a sale is printed"),
    marked("It is kept in any case, and can be printed or sent later. Returns always print theirs."),
    choices=WISHES,
)


def printing_wish(tx: ReadUnit) -> Wish:
    """When the receipt of a sale is printed: always where the law owes it to the buyer, else as the owner chose."""
    if receipt_is_owed(settings.get(tx, COUNTRY)):
        return "always"
    chosen = settings.get(tx, PRINT_RECEIPT)
    return next(wish for wish in WISHES if wish == chosen)
