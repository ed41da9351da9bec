"""Template filters for sales, accounts and points of customers: their kinds in words, amounts to be typed over."""

from flask import Flask

from app.core.barcodes.marking import read_marking
from app.core.money import ZERO, Money
from app.core.numbers import format_scaled
from app.web.shared.language import facts_of_shop, figures, gettext, translated
from loyalty.points.ledger import EntryView as PointsEntryView
from loyalty.points.words import entry_text
from pos.account.ledger import ENTRY_NAMES, EntryView
from pos.sale.kinds import SALE_KINDS
from pos.tender_kinds import TENDER_NAMES


def sale_kind_name(kind: str) -> str:
    """The name of a kind of sale: what is sold, comes back, is exchanged or voided."""
    return translated(SALE_KINDS[kind])


def entry_name(entry: EntryView) -> str:
    """What changed a customer's account."""
    name = gettext("Returned") if entry.kind == "sale" and entry.amount < ZERO else translated(ENTRY_NAMES[entry.kind])
    return name if entry.tender_kind is None else f"{name}, {translated(TENDER_NAMES[entry.tender_kind])}"


def points_entry_words(entry: PointsEntryView) -> str:
    """Why a customer's points changed."""
    return entry_text(entry, translated)


def typed_amount(amount: Money) -> str:
    """An amount as a person would type it: nothing between thousands."""
    return format_scaled(amount.minor, facts_of_shop().decimals).replace(".", figures().point)


def serial_number(marking_code: str) -> str:
    """The part of a unit's marking code that people compare; the whole of one that nobody can read."""
    code = read_marking(marking_code)
    return marking_code if code is None else code.serial


def add_sale_words(app: Flask) -> None:
    """Makes the filters known to the templates."""
    for name in (sale_kind_name, entry_name, points_entry_words, typed_amount, serial_number):
        app.add_template_filter(name)
