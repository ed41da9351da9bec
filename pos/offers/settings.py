"""Settings of offers."""

from app.core.settings import Setting

OFFER_DAYS = Setting(
    "till.offer_days",
    int,
    14,
    "Days for which an offer is good",
    "After them its goods are sold at the prices of the day; selling at the offered ones takes a right.",
    low=1,
    high=365,
)
