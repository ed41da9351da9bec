"""The buyer whom the fiscal receipt of a sale names."""

from typing import Final

from sqlalchemy import bindparam, insert, select

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.crm.links import who_is
from devices.fiscal.receipt import Buyer
from pos.sale.models import Sale, SaleBuyer

NAME_MOST: Final = 200
TAX_NUMBER_MOST: Final = 40
_OF_SALE: Final = Prepared(
    select(SaleBuyer.name, SaleBuyer.tax_number).where(SaleBuyer.sale_id == bindparam("of_sale"))
)


def write_buyer(tx: Unit, sale_id: int, buyer: Buyer | None) -> None:
    """Writes whom a sale's fiscal receipt names; nothing where it names nobody."""
    if buyer is not None:
        tx.execute(insert(SaleBuyer), {"sale_id": sale_id, "name": buyer.name, "tax_number": buyer.tax_number})


def buyer_of_sale(tx: ReadUnit, sale_id: int) -> Buyer | None:
    """Whom the fiscal receipt of a sale names."""
    found = _OF_SALE.first(tx, {"of_sale": sale_id})
    return None if found is None else Buyer(*found)


def last_buyer(tx: ReadUnit, customer_id: int) -> Buyer | None:
    """Whom the newest fiscal receipt of a customer named, of those that named somebody."""
    found = tx.execute(
        select(SaleBuyer.name, SaleBuyer.tax_number)
        .join(Sale, Sale.id == SaleBuyer.sale_id)
        .where(who_is(Sale.customer_id) == customer_id)
        .order_by(SaleBuyer.sale_id.desc())
        .limit(1)
    ).first()
    return None if found is None else Buyer(*found)
