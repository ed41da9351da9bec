"""Whether the shop takes tips at its tills."""

from typing import Final

from app.core.settings import Setting

TIPS: Final = Setting(
    "till.tips",
    bool,
    False,
    "Tips",
    "The till adds a tip to a payment and keeps who it is for; it is no turnover and has no tax.",
)
