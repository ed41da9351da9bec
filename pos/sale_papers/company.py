"""A receipt for a company: asked for at the counter or days later, printed and kept with a number of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, insert, select

from app.core import journal, settings
from app.core.db.series import next_number
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.ids import parse_uid
from app.core.tax_numbers import tax_number_fits
from app.core.texts import paper_texts
from app.core.written import writing
from app.crm.settings import COUNTRY
from app.crm.typed import clean_line, clean_note
from app.places.day import shop_zone
from app.places.service import place_of
from pos.checkout.paper import receipt_name
from pos.papers.store import queue_print, reprint, store_paper, stored_paper
from pos.sale.models import Sale
from pos.sale.reading import SaleHead, sale_by_uid
from pos.sale_papers.models import CompanyReceipt
from pos.words import checked_words
from printing.derived import AddressedHeading, addressed_document
from printing.document import Document
from printing.receipt import Row

RIGHT: Final = "till.reprint"
SERIES: Final = "company_receipt"
NAME_MOST: Final = 200
TAX_NUMBER_MOST: Final = 40
ADDRESS_MOST: Final = 400


@dataclass(frozen=True, slots=True)
class Company:
    """Whom a receipt is made out to, as it was typed; ``address`` may have several lines."""

    name: str
    tax_number: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class IssuedReceipt:
    """A receipt for a company. ``written_number`` is how its paper and people name it."""

    uid: str
    till_number: int
    number: int
    revision: int
    company: Company
    issued_at: datetime
    issued_by: str

    @property
    def written_number(self) -> str:
        """``C01-0000007``: the till and the number in its series."""
        return f"C{self.till_number:02d}-{self.number:07d}"

    @property
    def document(self) -> str:
        """The name of its paper."""
        return f"company:{self.uid}"


def issue_company_receipt(
    tx: Unit,
    till_id: int,
    sale_uid: str,
    uid: str,
    company: Company,
    *,
    accept_tax_number: bool = False,
    correct: bool = False,
    printed: bool = True,
) -> IssuedReceipt:
    """Makes a sale's receipt out to a company and prints it unless nobody wants paper (a right; journaled).

    A sale has one such receipt: asked for again with the same company it is printed again as a COPY; with another
    one ``correct`` makes a new document that names the one before. The same ``uid`` again does nothing. Raises
    Conflict ``tax_number_doubtful`` where the check digits are wrong and nobody accepted them,
    ``company_receipt_exists`` with ``number`` where a correction was not asked for; BadInput ``empty_text``,
    ``text_too_long``; NotFound ``no_sale``.
    """
    tx.actor.require(RIGHT)
    uid = parse_uid(uid)
    company = _checked(tx, company, accept_tax_number=accept_tax_number)
    sale = sale_by_uid(tx, sale_uid).head
    tx.lock(select(Sale.id).where(Sale.id == sale.id))
    known = company_receipts(tx, sale.id)
    done = next((one for one in known if one.uid == uid), None)
    if done is not None:
        return done
    last = known[-1] if known else None
    if last is not None and last.company == company:
        if printed and place_of(tx, till_id).has_printer:
            reprint(tx, till_id, last.document, uid)
        return last
    if last is not None and not correct:
        raise Conflict("company_receipt_exists", number=last.written_number)
    place = place_of(tx, till_id)
    issued = IssuedReceipt(
        uid,
        place.till_number,
        next_number(tx, till_id, SERIES),
        1 if last is None else last.revision + 1,
        company,
        tx.now,
        tx.actor.name,
    )
    tx.execute(
        insert(CompanyReceipt),
        {
            "uid": uid,
            "shop_id": place.shop_id,
            "till_id": till_id,
            "number": issued.number,
            "sale_id": sale.id,
            "revision": issued.revision,
            "company_name": company.name,
            "tax_number": company.tax_number,
            "address": company.address,
            "issued_at": tx.now,
            "account_id": tx.actor.account_id,
            "issued_by": tx.actor.name,
        },
    )
    store_paper(tx, issued.document, _paper(tx, stored_paper(tx, receipt_name(sale.uid)), sale, issued, last))
    if printed:
        queue_print(tx, till_id, issued.document)
    journal.record(
        tx,
        "company_receipt.issued" if last is None else "company_receipt.corrected",
        chain=journal.till_chain(till_id),
        subject=f"sale:{sale.uid}",
        body={"number": issued.written_number, "old": last.written_number if last is not None else None},
        detail={"name": company.name, "tax_number": company.tax_number, "address": company.address},
    )
    return issued


def company_receipts(tx: ReadUnit, sale_id: int) -> list[IssuedReceipt]:
    """What was made out to companies for a sale, oldest first; the last one holds."""
    found = tx.execute(_issued().where(CompanyReceipt.sale_id == sale_id).order_by(CompanyReceipt.revision))
    return [
        IssuedReceipt(uid, place_of(tx, till_id).till_number, number, revision, Company(*company), at, by)
        for uid, till_id, number, revision, *company, at, by in found
    ]


def _issued() -> Select[*tuple[Any, ...]]:
    return select(
        CompanyReceipt.uid,
        CompanyReceipt.till_id,
        CompanyReceipt.number,
        CompanyReceipt.revision,
        CompanyReceipt.company_name,
        CompanyReceipt.tax_number,
        CompanyReceipt.address,
        CompanyReceipt.issued_at,
        CompanyReceipt.issued_by,
    )


def _checked(tx: ReadUnit, company: Company, *, accept_tax_number: bool) -> Company:
    address = clean_note(company.address, "address")
    clean_line(address, "address", ADDRESS_MOST)
    checked = Company(
        checked_words(clean_line(company.name, "name", NAME_MOST), "name", needed=True),
        clean_line(company.tax_number, "tax_number", TAX_NUMBER_MOST),
        "\n".join(line for line in address.splitlines() if line),
    )
    doubtful = checked.tax_number and tax_number_fits(checked.tax_number, settings.get(tx, COUNTRY)) is False
    if doubtful and not accept_tax_number:
        raise Conflict("tax_number_doubtful", got=checked.tax_number)
    return checked


def _paper(
    tx: ReadUnit, receipt: Document, sale: SaleHead, issued: IssuedReceipt, corrected: IssuedReceipt | None
) -> Document:
    write, say = writing(receipt.language, 0), paper_texts(receipt.language).gettext
    zone = shop_zone(tx)
    facts = [
        Row(say("Receipt {number}").format(number=sale.number), write.moment(sale.completed_at, zone)),
        Row(say("Issued by: {name}").format(name=issued.issued_by), ""),
    ]
    if corrected is not None:
        facts.append(Row(say("Corrects no. {number}").format(number=corrected.written_number), ""))
    company = issued.company
    tax_number = (say("Tax no. {number}").format(number=company.tax_number),) if company.tax_number else ()
    return addressed_document(
        receipt,
        AddressedHeading(
            title=say("Receipt for a company"),
            number=say("No. {number}").format(number=issued.written_number),
            date=write.moment(issued.issued_at, zone),
            facts=tuple(facts),
            buyer_label=say("Buyer"),
            buyer=(company.name, *company.address.splitlines(), *tax_number),
        ),
    )
