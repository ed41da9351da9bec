"""What an employee gets off."""

from typing import Final

from app.core.settings import Setting

EMPLOYEE_PERCENT: Final = Setting(
    "prices.employee_percent",
    int,
    0,
    "Discount for employees, percent",
    "Off a whole sale whose customer works here; the customer's page says who that is.",
    low=0,
    high=100,
)
