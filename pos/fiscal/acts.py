"""From a queued message to the act that the register is told: worked out when its turn has come."""

from collections.abc import Mapping
from datetime import date
from textwrap import wrap
from typing import Any

from sqlalchemy import select

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from app.core.texts import paper_texts
from app.crm.customers import customer_by_id
from app.places.service import place_of
from app.places.settings import PAPER_LANGUAGE
from devices.errors import DeviceError
from devices.fiscal.port import FiscalRegister
from devices.fiscal.receipt import Act, CashMove, Correction, FiscalTender, Operator, ShiftClosing, ShiftOpening
from pos.account.models import AccountEntry
from pos.fiscal.originals import original_of
from pos.fiscal.queue import PARTS, is_correction
from pos.fiscal.receipts import Telling, account_payment, receipt_of
from pos.fiscal.settings import RECEIPT_PAPER, TELLS_CONTACT
from pos.numbering.numbers import number_of
from pos.sale.buyers import buyer_of_sale
from pos.sale.markings import codes_of_sale
from pos.sale.models import Sale
from pos.sale.reading import SaleView, sale_by_uid
from pos.sale.receipt_code import receipt_barcode
from pos.tips.ledger import tips_by_tender
from warehouse.catalogue.models import Product


def act_of(tx: ReadUnit, till_id: int, payload: Mapping[str, Any], register: FiscalRegister) -> Act | None:
    """What is to be registered; None where there is nothing to register. Touches no device.

    Raises what ``original_of`` raises.
    """
    uid, operator = payload["uid"], Operator(payload.get("operator", ""))
    match payload["act"]:
        case "receipt":
            return _receipt(tx, till_id, payload, register)
        case "open":
            return ShiftOpening(uid, operator)
        case "close":
            return ShiftClosing(uid, operator)
        case "account":
            return _account_payment(tx, payload, operator, register)
        case "meet":
            return None
        case _:
            return CashMove(uid, Money(payload["cash"]), operator)


def even_out(payload: Mapping[str, Any], register: FiscalRegister) -> Act | None:
    """Cash in or out, so that the register believes in the float that was counted; None where it does already.

    One that never tells what it believes gets the whole float, and nothing where it was told of some of it already.
    DeviceError where it can not be asked.
    """
    status = register.status()
    if status.cash is None and status.trouble is not None:
        raise DeviceError(status.trouble, maker_code=status.maker_code)
    if status.cash is None and payload.get("only_known"):
        return None
    missing = Money(payload["cash"]) - (status.cash or ZERO)
    return CashMove(payload["uid"], missing, Operator(payload["operator"])) if missing else None


def prints_on_register(tx: ReadUnit, till_id: int) -> bool:
    """Whether the register prints the receipts of a till.

    As the owner chose; where there is no other printer, or the register prints every receipt, it does in any case.
    """
    place = place_of(tx, till_id)
    always = not place.has_printer or (place.register_maker is not None and place.register_maker.always_prints)
    return always or settings.get(tx, RECEIPT_PAPER) == "register"


def _receipt(tx: ReadUnit, till_id: int, payload: Mapping[str, Any], register: FiscalRegister) -> Act | None:
    sale = sale_by_uid(tx, payload["document"])
    part = next(one for one in PARTS if one == payload["part"])
    say = paper_texts(settings.get(tx, PAPER_LANGUAGE)).gettext
    original = None
    if part == "return" and register.info.returns_need_original:
        original = original_of(tx, sale)
        if original is None:
            return None
    correction = None
    if is_correction(payload):
        correction = Correction(date.fromisoformat(payload["of_day"]), payload["order"])
    on_paper = prints_on_register(tx, till_id)
    # On the receipt printer's paper all of it stands anyway.
    handed = payload.get("texts", ()) if on_paper else ()
    codes = frozenset[str]()
    if on_paper and register.info.prints_codes:
        receipt = receipt_barcode(place_of(tx, sale.head.till_id).till_number, sale.head.number)
        handed, codes = (*handed, receipt), frozenset({*payload.get("codes", ()), receipt})
    telling = Telling(
        uid=payload["uid"],
        on_paper=on_paper,
        contact=_contact(tx, sale.head.customer_id),
        texts=(
            say("No. {number}").format(number=sale.head.number),
            *[part for text in handed for part in ([text] if text in codes else wrap(text, register.info.columns))],
        ),
        codes=codes,
        services=_services(tx, sale),
        marking_codes=codes_of_sale(tx, sale.head.id),
        sale_number=number_of(tx, sale.head.uid) if register.info.wants_sale_number else "",
        original=original,
        buyer=buyer_of_sale(tx, sale.head.id),
        correction=correction,
    )
    return receipt_of(sale, tips_by_tender(tx, [sale.head.id]).get(sale.head.id, {}), part, register.info, telling)


def _account_payment(tx: ReadUnit, payload: Mapping[str, Any], operator: Operator, register: FiscalRegister) -> Act:
    say = paper_texts(settings.get(tx, PAPER_LANGUAGE)).gettext
    payer = tx.execute(select(AccountEntry.customer_id).where(AccountEntry.uid == payload["document"])).scalar()
    return account_payment(
        payload["uid"],
        say("Payment on account"),
        FiscalTender(payload["tender"], Money(payload["amount"])),
        operator,
        sale_number=number_of(tx, payload["document"]),
        contact=_contact(tx, payer) if register.info.takes_contact else "",
    )


def _contact(tx: ReadUnit, customer_id: int | None) -> str:
    if customer_id is None or not settings.get(tx, TELLS_CONTACT):
        return ""
    customer = customer_by_id(tx, customer_id)
    return customer.email or customer.phone or ""


def _services(tx: ReadUnit, sale: SaleView) -> frozenset[int]:
    sold = {line.product_id for line in sale.lines if line.product_id is not None}
    found = tx.execute(select(Product.id).where(Product.id.in_(sold), Product.kind == "service")).scalars()
    return frozenset(found)


def cashier_of(tx: ReadUnit, payload: Mapping[str, Any]) -> str:
    """Whose act a message is."""
    if payload["act"] != "receipt":
        return str(payload["operator"])
    found: str = tx.execute(select(Sale.cashier_name).where(Sale.id == payload["sale"])).scalar_one()
    return found
