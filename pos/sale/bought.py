"""What a customer has bought, here and before this program came: kept as state, proved against the documents."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.core.currency_change import today_worth
from app.core.db.prepared import Prepared
from app.core.db.types import MoneyType, money_sum, whole_sum
from app.core.db.unit import ReadUnit, Unit
from app.core.money import ZERO, Money
from app.crm.links import is_of
from pos.bought.keeping import Purchase, add_bought
from pos.bought.models import CustomerBought, CustomerBoughtDay
from pos.past_sales.models import PastSale, PastSaleLine
from pos.past_sales.reading import that_count
from pos.sale.models import Sale, SaleCustomer, SaleLine
from pos.sale.turnover import IS_TURNOVER, NO_TURNOVER


@dataclass(frozen=True, slots=True)
class Bought:
    """How often and for how much, in today's money."""

    times: int
    spent: Money


@dataclass(frozen=True, slots=True)
class BoughtDifference:
    """What is kept of a customer's purchases, by day or in all, that is not what his documents say."""

    subject: str
    stored: int
    computed: int


_IN_ALL: Final = Prepared(
    select(CustomerBought.currency, CustomerBought.times, CustomerBought.spent).where(
        is_of(CustomerBought.customer_id, bindparam("of_customer"))
    )
)
_SINCE: Final = Prepared(
    select(CustomerBoughtDay.currency, whole_sum(CustomerBoughtDay.times), money_sum(CustomerBoughtDay.spent))
    .where(is_of(CustomerBoughtDay.customer_id, bindparam("of_customer")), CustomerBoughtDay.day >= bindparam("since"))
    .group_by(CustomerBoughtDay.currency)
)


def bought_by(tx: ReadUnit, customer_id: int, since: date | None = None) -> Bought:
    """What a customer bought, from a day on; what was bought by whoever was merged into him counts."""
    rows = (
        _IN_ALL.all(tx, {"of_customer": customer_id})
        if since is None
        else _SINCE.all(tx, {"of_customer": customer_id, "since": since})
    )
    amounts: dict[str, Money] = {}
    for currency, _, spent in rows:
        amounts[currency] = amounts.get(currency, ZERO) + spent
    return Bought(sum(int(row[1]) for row in rows), today_worth(tx, amounts.items()))


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, literal_column("1", Integer)), else_=literal_column("0", Integer))


_CUSTOMER: Final = func.coalesce(
    Sale.customer_id,
    select(SaleCustomer.customer_id).where(SaleCustomer.sale_id == Sale.id).correlate(Sale).scalar_subquery(),
)
_VOID: Final = aliased(Sale)
_HAS_GOODS: Final = exists().where(SaleLine.sale_id == Sale.id, IS_TURNOVER).correlate(Sale)
_SOLD: Final = and_(or_(Sale.kind == "sale", Sale.kind == "exchange"), _HAS_GOODS)
_STANDS: Final = ~exists().where(_VOID.voided_sale_id == Sale.id).correlate(Sale)
_NO_TURNOVER: Final = (
    select(money_sum(SaleLine.gross)).where(SaleLine.sale_id == Sale.id, NO_TURNOVER).correlate(Sale).scalar_subquery()
)
_DOCUMENT: Final = Prepared(
    select(
        _CUSTOMER,
        Sale.business_date,
        Sale.currency,
        _one_if(and_(_SOLD, _STANDS)),
        Sale.gross,
        _NO_TURNOVER,
        Sale.voided_sale_id,
    ).where(Sale.id == bindparam("of_sale"))
)
_VOIDED: Final = Prepared(
    select(_CUSTOMER, Sale.business_date, Sale.currency, _one_if(_SOLD)).where(Sale.id == bindparam("of_sale"))
)


def note_bought(tx: Unit, sale_id: int) -> None:
    """Adds a document that is written, or has just got its customer, to what its customer bought.

    A void takes the visit away on the day of the sale it mirrors. Pledges, and what loads gift cards, are nothing that
    was bought.
    """
    row = _DOCUMENT.first(tx, {"of_sale": sale_id})
    assert row is not None
    customer_id, day, currency, times, gross, no_turnover, voided_id = row
    added = [] if customer_id is None else [Purchase(customer_id, day, currency, times, gross - no_turnover)]
    if voided_id is not None:
        voided = _VOIDED.first(tx, {"of_sale": voided_id})
        assert voided is not None
        if voided[0] is not None and voided[3]:
            added.append(Purchase(voided[0], voided[1], voided[2], -1, ZERO))
    add_bought(tx, added)


def check_bought(tx: ReadUnit) -> list[BoughtDifference]:
    """Everything kept of purchases that is not the sum of the documents; reads all of them."""
    documents = _documents().subquery()
    customer, day, currency, times, spent = documents.c
    by_day = {
        tuple(row[:3]): (int(row[3]), row[4].minor)
        for row in tx.execute(
            select(customer, day, currency, whole_sum(times), money_sum(spent)).group_by(customer, day, currency)
        )
    }
    in_all: dict[tuple[Any, ...], tuple[int, int]] = {}
    for (customer_id, _, of_currency), (more, minor) in by_day.items():
        before = in_all.get((customer_id, of_currency), (0, 0))
        in_all[customer_id, of_currency] = (before[0] + more, before[1] + minor)
    kept_days = {
        (row.customer_id, row.day, row.currency): (row.times, row.spent.minor)
        for row in tx.execute(select(CustomerBoughtDay.__table__))
    }
    kept_all = {
        (row.customer_id, row.currency): (row.times, row.spent.minor)
        for row in tx.execute(select(CustomerBought.__table__))
    }
    return _differences(kept_days, by_day) + _differences(kept_all, in_all)


def _differences(
    kept: dict[tuple[Any, ...], tuple[int, int]], computed: dict[tuple[Any, ...], tuple[int, int]]
) -> list[BoughtDifference]:
    found = []
    for key in sorted(kept.keys() | computed.keys(), key=str):
        subject = "customer:" + "@".join(map(str, key))
        for what, stored, counted in zip(
            ("times", "spent"), kept.get(key, (0, 0)), computed.get(key, (0, 0)), strict=True
        ):
            if stored != counted:
                found.append(BoughtDifference(f"{subject}:{what}", stored, counted))
    return found


def _documents() -> CompoundSelect[Any]:
    """Customer, day, currency, times and amount of every document of somebody."""
    here: Select[*tuple[Any, ...]] = select(
        _CUSTOMER.label("customer_id"),
        Sale.business_date.label("day"),
        Sale.currency.label("currency"),
        _one_if(and_(_SOLD, _STANDS)).label("times"),
        cast(Sale.gross - _NO_TURNOVER, MoneyType()).label("spent"),
    ).where(_CUSTOMER.is_not(None))
    before = (
        that_count(
            PastSale.customer_id,
            PastSale.sold_on,
            PastSale.currency,
            literal_column("1", Integer),
            money_sum(PastSaleLine.amount),
        )
        .where(PastSale.customer_id.is_not(None))
        .group_by(PastSale.id, PastSale.customer_id, PastSale.sold_on, PastSale.currency)
    )
    return union_all(here, before)
