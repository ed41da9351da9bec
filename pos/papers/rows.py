"""The rows of a priced cart on paper: lines, sums and taxes, written for people."""

from collections.abc import Callable

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.money import Money
from app.core.written import Writing, writing
from app.places.second_currency import second_currency
from pos.cart.pricing import discounts_of
from pos.cart.store import LineState
from pos.cart.views import discount_text
from pos.pricing.priced import PricedCart, PricedLine
from pos.settings import PRICES_INCLUDE_TAX
from printing.receipt import ReceiptLine, Row, TaxRow


def line_row(line: LineState, part: PricedLine, note: str, write: Writing, say: Callable[[str], str]) -> ReceiptLine:
    """A line with its discounts, and words below it."""
    discounts = tuple(
        [Row(discount_text(one, say), write.money(-one.amount)) for one in discounts_of(part, write.decimals)]
    )
    if line.qty_milli == 1000:  # one piece explains itself
        return ReceiptLine(line.name, write.money(part.amount), "", discounts, note)
    quantity, unit_price = write.qty(line.qty_milli, line.unit_decimals), write.unit_price(line.unit_price)
    return ReceiptLine(line.name, write.money(part.amount), quantity, discounts, note, unit_price)


def sum_rows(tx: ReadUnit, priced: PricedCart, write: Writing, say: Callable[[str], str]) -> list[Row]:
    """What stands above the total: sum and discounts, and the tax where prices do not include it."""
    rows = []
    if priced.discount:
        rows += [
            Row(say("Subtotal"), write.money(priced.subtotal)),
            Row(say("Discounts"), write.money(-priced.discount)),
        ]
    if not settings.get(tx, PRICES_INCLUDE_TAX):
        rows.append(Row(say("Tax"), write.money(priced.tax)))
    return rows


def tax_heading(say: Callable[[str], str]) -> TaxRow:
    """The columns of the taxes."""
    return TaxRow(say("Tax"), say("Net"), say("Tax amount"), say("Gross"))


def tax_rows(priced: PricedCart, write: Writing, say: Callable[[str], str]) -> tuple[TaxRow, ...]:
    """The tax of each rate."""
    return tuple(
        TaxRow(
            say("No tax") if rate.rate is None else write.rate(rate.rate.micro // 10_000),
            write.money(rate.net),
            write.money(rate.tax),
            write.money(rate.net + rate.tax),
        )
        for rate in priced.rates
    )


def in_second_currency(tx: ReadUnit, language: str, amount: Money, say: Callable[[str], str]) -> Row | None:
    """The amount in the second currency, where the shop shows one."""
    second = second_currency(tx)
    if second is None:
        return None
    return Row(
        say("Total {currency}").format(currency=second.code),
        writing(language, second.decimals).money(second.amount(amount)),
    )
