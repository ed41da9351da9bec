"""The drawer's cash at a register that comes in the middle of a shift."""

from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.core.money import ZERO
from pos.fiscal.events import RegisterReplaced
from pos.fiscal.queue import cash_that_waits, queue_float
from pos.shift.figures import figures_of
from pos.shift.service import locked_shift


def tell_drawer(tx: Unit, replaced: RegisterReplaced) -> None:
    """Queues cash so that a register in the place of another believes in what should be in the drawer.

    It comes before all that waits, less what that will bring, so that no payout waits for cash that is there.
    """
    shift = locked_shift(tx, replaced.till_id)
    if shift is None:
        return
    expected = figures_of(tx, shift.id).expected_cash - cash_that_waits(tx, replaced.till_id)
    queue_float(tx, replaced.till_id, new_uid(), max(expected, ZERO))
