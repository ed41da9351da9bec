"""Whatever is counted in the shop's currency and can change goes over with it."""

from app.core.db.guards import guarded
from app.core.db.types import MoneyType, UnitPriceType
from app.core.settings import declared
from app.schema import metadata
from app.wiring import currency_parts
from pos.settings import CASH_STEP

EMPTY_THEN = {"cart", "cart_line", "gift_card_hold"}
"""The currency is changed while no cart holds goods."""
NAME_THEIR_CURRENCY = {"customer_bought", "customer_bought_day"}
"""Sums of documents, kept apart by the currency of these."""


def test_every_amount_that_can_change_is_converted() -> None:
    parts = currency_parts()
    converted = {column for code in parts for column in parts.get(code).columns}
    ledgers = {guard.table for guard in guarded()}
    amounts = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        if table.name not in ledgers | EMPTY_THEN | NAME_THEIR_CURRENCY
        for column in table.columns
        if isinstance(column.type, MoneyType | UnitPriceType)
    }
    assert amounts == converted


def test_no_setting_holds_an_amount_but_the_step_of_cash() -> None:
    assert [one.key for one in declared() if one.key.endswith("_minor")] == [CASH_STEP.key]
