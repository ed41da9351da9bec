"""The shop's currency was changed on a day: by which fixed rate, and what older amounts are today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import BigInteger, CheckConstraint, Integer, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.currencies import CURRENCY_DECIMALS
from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime
from app.core.db.unit import ReadUnit, Unit
from app.core.installation import facts
from app.core.money import UNIT_PRICE_SCALE, ZERO, Money, UnitPrice
from app.core.rounding import round_half_up

_CACHE_KEY = "currency_changes"


class CurrencyChange(Base):
    """One change. ``numerator / denominator`` minor units of the new currency make one of the old."""

    __tablename__ = "currency_change"
    __table_args__ = (
        CheckConstraint("numerator > 0 AND denominator > 0", name="rate_positive"),
        CheckConstraint("from_currency <> to_currency", name="to_another"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_currency: Mapped[str] = mapped_column(String(3))
    from_decimals: Mapped[int] = mapped_column(Integer)
    to_currency: Mapped[str] = mapped_column(String(3))
    to_decimals: Mapped[int] = mapped_column(Integer)
    numerator: Mapped[int] = mapped_column(BigInteger)
    denominator: Mapped[int] = mapped_column(BigInteger)
    rate: Mapped[str] = mapped_column(String(40))
    account_name: Mapped[str] = mapped_column(String(120))


append_only("currency_change")

_CHANGES = select(
    CurrencyChange.at,
    CurrencyChange.from_currency,
    CurrencyChange.from_decimals,
    CurrencyChange.to_currency,
    CurrencyChange.to_decimals,
    CurrencyChange.numerator,
    CurrencyChange.denominator,
    CurrencyChange.rate,
).order_by(CurrencyChange.id)


@dataclass(frozen=True, slots=True)
class Exchange:
    """From one currency to another at a fixed rate; ``rate`` says it in words: ``1 EUR = 1.95583 BGN``."""

    old: str
    old_decimals: int
    new: str
    new_decimals: int
    numerator: int
    denominator: int
    rate: str

    def money(self, amount: Money) -> Money:
        """The amount in the new currency, rounded once, half up on the magnitude."""
        return Money(round_half_up(amount.minor * self.numerator, self.denominator))

    def unit_price(self, price: UnitPrice) -> UnitPrice:
        """The unit price in the new currency.

        Whole minor units stay whole, as people write prices; a finer price stays fine, and so does one so small that
        nothing would be left of it.
        """
        whole, rest = divmod(price.scaled, UNIT_PRICE_SCALE)
        rounded = self.money(Money(whole))
        if rest == 0 and bool(rounded) == bool(whole):
            return UnitPrice.of(rounded)
        return UnitPrice(round_half_up(price.scaled * self.numerator, self.denominator))

    def exact(self, old_minor: int) -> Fraction:
        """What the minor units of the old currency are in the new one, unrounded."""
        return Fraction(old_minor * self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of the currency, and when it was."""

    at: datetime
    exchange: Exchange


def currency_changes(tx: ReadUnit) -> tuple[Changed, ...]:
    """Every change of the shop's currency, oldest first."""
    return tx.cached(_CACHE_KEY, _load)


def _load(tx: ReadUnit) -> tuple[Changed, ...]:
    return tuple(Changed(at, Exchange(*values)) for at, *values in tx.execute(_CHANGES))


def note_change(tx: Unit, exchange: Exchange) -> None:
    """Writes down that the currency is another one from this instant on."""
    tx.outdate(_CACHE_KEY)
    tx.execute(
        insert(CurrencyChange),
        {
            "at": tx.now,
            "from_currency": exchange.old,
            "from_decimals": exchange.old_decimals,
            "to_currency": exchange.new,
            "to_decimals": exchange.new_decimals,
            "numerator": exchange.numerator,
            "denominator": exchange.denominator,
            "rate": exchange.rate,
            "account_name": tx.actor.name,
        },
    )


def exchange_of(tx: ReadUnit, currency: str) -> Exchange | None:
    """From the currency of an older document to today's; None where it is today's already.

    Several changes are one rate, so that an amount is rounded once. Raises LookupError for a currency the shop never
    had.
    """
    present = facts(tx)
    if currency == present.currency:
        return None
    changes = [one.exchange for one in currency_changes(tx)]
    first = next((index for index, one in enumerate(changes) if one.old == currency), None)
    if first is None:
        raise LookupError(f"this shop never had the currency {currency}")
    way = changes[first:]
    numerator = denominator = 1
    for one in way:
        numerator, denominator = numerator * one.numerator, denominator * one.denominator
    old, rate = way[0], ", ".join(one.rate for one in way)
    return Exchange(old.old, old.old_decimals, present.currency, present.decimals, numerator, denominator, rate)


def today_worth(tx: ReadUnit, amounts: Iterable[tuple[str, Money]]) -> Money:
    """The sum in today's money of sums by their currencies; each is converted once."""
    sum_ = ZERO
    for currency, amount in amounts:
        exchange = exchange_of(tx, currency)
        sum_ += amount if exchange is None else exchange.money(amount)
    return sum_


def decimals_of(currency: str) -> int:
    """The decimals of a currency that stands on a document."""
    return CURRENCY_DECIMALS[currency]


def older_currency(tx: ReadUnit, instant: datetime) -> str | None:
    """The currency the shop had at an instant, where it is not today's."""
    later = next((one for one in currency_changes(tx) if instant < one.at), None)
    return None if later is None else later.exchange.old
