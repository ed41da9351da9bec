"""What the shop decides about its stock."""

from typing import Final

from app.core.settings import Setting

ALLOW: Final = "allow"
WARN: Final = "warn"
REFUSE: Final = "refuse"

BELOW_ZERO = Setting(
    "stock.below_zero",
    str,
    ALLOW,
    "Selling more than there is",
    "allow: sell and mark the level; warn: sell and tell the cashier; refuse: do not sell.",
    choices=(ALLOW, WARN, REFUSE),
)
