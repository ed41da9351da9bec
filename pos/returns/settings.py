"""Settings of taking goods back."""

from app.core.settings import Setting

RETURN_DAYS = Setting(
    "till.return_days",
    int,
    14,
    "Days in which goods come back",
    "After them it takes a right.",
    low=0,
    high=3650,
)
