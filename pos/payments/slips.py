"""What papers say of payments at card terminals."""

from collections.abc import Iterable

from pos.payments.reading import PaymentView


def slips_of(payments: Iterable[PaymentView]) -> tuple[tuple[str, ...], ...]:
    """The words of the terminal about each payment; the card and its code where it gave no words."""
    return tuple(_slip(one) for one in payments)


def _slip(payment: PaymentView) -> tuple[str, ...]:
    outcome = payment.event("approved")
    if outcome is None:
        return ()
    if outcome.slip:
        return tuple(outcome.slip.split("\n"))
    digits = f"**** {outcome.card_digits}" if outcome.card_digits else ""
    return tuple(text for text in (digits, outcome.authorisation) if text)
