"""What is to be said when an offer came into the cart."""

from dataclasses import dataclass

from app.web.shared.formats import money
from app.web.shared.language import gettext
from pos.offers.taking_up import TakenUp


@dataclass(frozen=True, slots=True)
class TakenUpWords:
    """The title of a notice and what the cashier should know; no ``warnings`` is good news."""

    title: str
    warnings: str


def taken_up_words(taken: TakenUp) -> TakenUpWords:
    """Whether all of it is there, and at the total that was offered."""
    warnings = []
    if taken.left_out:
        names = ", ".join(taken.left_out)
        warnings.append(gettext("Not sold any more and left out: %(names)s.", names=names))
    if taken.short:
        warnings.append(gettext("Fewer on the books than offered: %(names)s.", names=", ".join(taken.short)))
    if taken.offered is not None:
        warnings.append(gettext("%(amount)s was offered; look at the total.", amount=money(taken.offered)))
    return TakenUpWords(gettext("Offer %(number)s is rung up", number=taken.offer.written_number), " ".join(warnings))
