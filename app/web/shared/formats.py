"""Template filters that write money, quantities, times, phones and customers for the reader."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, Final

import phonenumbers
from babel import Locale
from babel.numbers import get_currency_symbol
from flask import Flask

from app.core.currency_change import decimals_of
from app.core.money import Money, UnitPrice
from app.core.written import writing
from app.crm.customers import CustomerView
from app.web.shared.language import facts_of_shop, figures, gettext, language

_THOUSANDTHS: Final = 3
_MICRO: Final = 1_000_000
_FRACTION_FORM: Final = 2


def money(amount: Money | None) -> str:
    """``1 234.50``."""
    return figures().money(amount) if amount is not None else ""


def price(amount: Money | None) -> str:
    """``€1,234.50``: with the currency's sign where the language puts it."""
    if amount is None:
        return ""
    before, after = _signs(language(), facts_of_shop().currency)
    return f"{before}{figures().money(amount)}{after}"


def money_of(amount: Money | None, currency: str | None) -> str:
    """``1 234.50``; with the code of its currency where that is not the one the shop has today (None)."""
    return _of_its_day(amount, currency, money)


def price_of(amount: Money | None, currency: str | None) -> str:
    """``€1,234.50``, or ``1,234.50 BGN`` where the shop has another currency today."""
    return _of_its_day(amount, currency, price)


def _of_its_day(amount: Money | None, currency: str | None, today: Callable[[Money | None], str]) -> str:
    if amount is None or currency is None or currency == facts_of_shop().currency:
        return today(amount)
    return f"{writing(language(), decimals_of(currency)).money(amount)}\u00a0{currency}"


def unit_price_of(value: UnitPrice, currency: str | None) -> str:
    """A unit price of a day on which the shop may have had another currency."""
    if currency is None or currency == facts_of_shop().currency:
        return unit_price(value)
    return f"{writing(language(), decimals_of(currency)).unit_price(value)}\u00a0{currency}"


def second_money(amount: Money | None) -> str:
    """``25.65 BGN``: the amount in the shop's second currency; empty where it has none."""
    second = facts_of_shop().second
    if second is None or amount is None:
        return ""
    return f"{writing(language(), second.decimals).money(second.amount(amount))} {second.code}"


def unit_price(value: UnitPrice | None) -> str:
    """A unit price with up to four decimals more than the currency."""
    return figures().unit_price(value) if value is not None else ""


def qty(qty_milli: int | None, unit_decimals: int = _THOUSANDTHS) -> str:
    """A quantity given in thousandths."""
    return figures().qty(qty_milli, unit_decimals) if qty_milli is not None else ""


def points(points_micro: int) -> str:
    """Points given in millionths."""
    return figures().points(points_micro)


def points_form(points_micro: int) -> int:
    """The number whose plural form fits so many points, for ``ngettext``; a fraction takes that of two."""
    whole, part = divmod(abs(points_micro), _MICRO)
    return _FRACTION_FORM if part else whole


def rate(basis_points: int | None) -> str:
    """A rate given in basis points: ``20 %``."""
    return figures().rate(basis_points) if basis_points is not None else ""


def day(value: date | None) -> str:
    """A date."""
    return figures().day(value) if value is not None else ""


def month_name(value: date) -> str:
    """``November 2026``."""
    return figures().month(value)


def moment(instant: datetime | None) -> str:
    """Date and time on the shop's clock."""
    return figures().moment(instant, facts_of_shop().zone) if instant is not None else ""


def clock(instant: datetime | None) -> str:
    """Time of day on the shop's clock."""
    return figures().clock(instant, facts_of_shop().zone) if instant is not None else ""


def phone(number: str | None) -> str:
    """A phone kept as E.164, as people read it; anything else as it stands."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def customer_name(customer: CustomerView) -> str:
    """What a customer is called on screens: by name, else by phone or card."""
    if customer.erased:
        return gettext("Erased customer")
    return customer.name or phone(customer.phone) or customer.card_code or gettext("Without a name")


def written(value: Any) -> str:
    """A fact of an error or a journal row, whatever its kind."""
    match value:
        case Money():
            return price(value)
        case UnitPrice():
            return unit_price(value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case list() | tuple():
            return ", ".join(written(each) for each in value)
        case _:
            return str(value)


@cache
def _signs(tongue: str, currency: str) -> tuple[str, str]:
    """What stands before and after an amount."""
    if not currency:
        return "", ""
    sign = get_currency_symbol(currency, tongue)
    pattern = Locale.parse(tongue).currency_formats["standard"].pattern.partition(";")[0]
    if pattern.startswith("¤"):
        return (sign if len(sign) == 1 else f"{sign}\u00a0"), ""
    return "", f"\u00a0{sign}"


def add_filters(app: Flask) -> None:
    """Makes the filters known to the templates."""
    figures_written = (
        money,
        price,
        second_money,
        unit_price,
        qty,
        points,
        points_form,
        rate,
        day,
        month_name,
        moment,
        clock,
    )
    of_their_day = (money_of, price_of, unit_price_of)
    for name in (*figures_written, *of_their_day, phone, customer_name, written):
        app.add_template_filter(name)
