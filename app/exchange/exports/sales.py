"""The sales of the tills as a table: a row a line; what was paid stands in the first row of each sale."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import func, select

from app.core.currency_change import decimals_of
from app.core.db.unit import ReadUnit
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, Money, total
from app.core.numbers import format_scaled
from app.crm.links import who_is
from app.crm.models import Customer
from app.exchange.exports.periods import Period
from app.exchange.exports.writing import number_text, price_text
from app.exchange.past_sales.reading import FIELDS
from app.places.day import shop_zone
from app.places.models import Shop, Till
from pos.sale.models import Sale, SaleCustomer, SaleLine, Tender
from pos.sale.receipt_code import receipt_barcode
from pos.tips.ledger import tips_by_tender

PAGE_ROWS: Final = 500
_QTY_DECIMALS: Final = 3
_RATE_DECIMALS: Final = 2
_LABELS: Final = {field.code: field.label for field in FIELDS}
_PAID: Final = {
    "cash": "Paid in cash",
    "card": "Paid by card",
    "transfer": "Paid by transfer",
    "account": "Bought on account",
}
HEADERS: Final = (
    _LABELS["date"], "Time", _LABELS["shop"], "Till", _LABELS["number"], _LABELS["sale_uid"], "What", "Cashier",
    _LABELS["uid"], _LABELS["sku"], _LABELS["name"], _LABELS["qty"], "Unit", "Price of one", "Discount", "Tax rate",
    "Tax of it", _LABELS["amount"], *_PAID.values(), "Change", "Rounding", "Tip", "Currency",
)  # fmt: skip
NUMBERS: Final = frozenset(
    {_LABELS["qty"], "Price of one", "Discount", "Tax rate", "Tax of it", _LABELS["amount"], *_PAID.values(), "Change",
     "Rounding", "Tip"}
)  # fmt: skip
_HEAD: Final = (
    Sale.id,
    Sale.business_date,
    Sale.completed_at,
    Shop.name.label("shop"),
    Till.name.label("till"),
    Till.number.label("till_number"),
    Sale.number,
    Sale.uid,
    Sale.kind,
    Sale.cashier_name,
    Customer.uid.label("customer_uid"),
    Sale.change,
    Sale.rounding,
    Sale.currency,
)


def sale_rows(tx: ReadUnit, period: Period) -> Iterator[tuple[str, ...]]:
    """Every line of the sales, returns and voids of the period, oldest sale first."""
    zone, last = shop_zone(tx), 0
    statement = (
        select(*_HEAD)
        .join(Shop, Shop.id == Sale.shop_id)
        .join(Till, Till.id == Sale.till_id)
        .outerjoin(SaleCustomer, SaleCustomer.sale_id == Sale.id)
        .outerjoin(Customer, Customer.id == who_is(func.coalesce(Sale.customer_id, SaleCustomer.customer_id)))
        .where(*period.conditions(Sale.business_date))
        .order_by(Sale.id)
        .limit(PAGE_ROWS)
    )
    while page := tx.execute(statement.where(Sale.id > last)).all():
        ids = [head.id for head in page]
        lines, tenders, tips = _lines(tx, ids), _tenders(tx, ids), tips_by_tender(tx, ids)
        for head in page:
            decimals = decimals_of(head.currency)
            of_sale = (
                head.business_date.isoformat(),
                head.completed_at.astimezone(zone).strftime("%H:%M:%S"),
                head.shop,
                head.till,
                receipt_barcode(head.till_number, head.number),
                head.uid,
                head.kind,
                head.cashier_name,
                head.customer_uid or "",
            )
            amounts = [
                *(tenders[head.id].get(kind) for kind in _PAID),
                head.change or None,
                head.rounding or None,
                total(tips[head.id].values()) if head.id in tips else None,
            ]
            paid = ["" if amount is None else number_text(amount.minor, decimals, decimals) for amount in amounts]
            for line in lines[head.id]:
                yield (
                    *of_sale,
                    line.sku or "",
                    line.name,
                    number_text(line.qty_milli, _QTY_DECIMALS),
                    line.unit_code,
                    price_text(line.unit_price.scaled, decimals + UNIT_PRICE_EXTRA_DECIMALS),
                    number_text(line.discount.minor, decimals, decimals) if line.discount else "",
                    "" if line.tax_rate_bp is None else format_scaled(line.tax_rate_bp, _RATE_DECIMALS, trim=True),
                    number_text(line.tax.minor, decimals, decimals),
                    number_text(line.gross.minor, decimals, decimals),
                    *paid,
                    head.currency,
                )
                paid = [""] * len(paid)
        last = ids[-1]


def _lines(tx: ReadUnit, sale_ids: Sequence[int]) -> defaultdict[int, list[Any]]:
    lines: defaultdict[int, list[Any]] = defaultdict(list)
    found = select(SaleLine.__table__).where(SaleLine.sale_id.in_(sale_ids))
    for line in tx.execute(found.order_by(SaleLine.sale_id, SaleLine.position)):
        lines[line.sale_id].append(line)
    return lines


def _tenders(tx: ReadUnit, sale_ids: Sequence[int]) -> defaultdict[int, dict[str, Money]]:
    tenders: defaultdict[int, dict[str, Money]] = defaultdict(dict)
    for sale_id, kind, amount in tx.execute(
        select(Tender.sale_id, Tender.kind, Tender.amount).where(Tender.sale_id.in_(sale_ids)).order_by(Tender.id)
    ):
        before = tenders[sale_id].get(kind)
        tenders[sale_id][kind] = amount if before is None else before + amount
    return tenders
