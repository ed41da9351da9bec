"""What a till says outside of the opening hours."""

from app.core.db.unit import ReadUnit
from app.places.opening_hours import DayHours, closed_at
from app.web.shared.language import gettext


def closed_words(hours: DayHours) -> str:
    """One sentence: why the shop is closed, or when it is open on this business date."""
    if hours.closed_for is not None:
        return gettext("The shop is closed today: %(name)s.", name=hours.closed_for)
    if not hours.spans:
        return gettext("The shop is closed today.")
    spans = ", ".join(f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in hours.spans)
    return gettext("Outside the opening hours: today %(spans)s.", spans=spans)


def closed_sentence(tx: ReadUnit) -> str:
    """The sentence at this unit's instant; empty while the shop is open."""
    hours = closed_at(tx, tx.now)
    return "" if hours is None else closed_words(hours)
