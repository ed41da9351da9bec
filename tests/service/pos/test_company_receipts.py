"""Receipts made out to companies, and gift receipts: papers of their own beside the sale."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import outbox_view
from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from app.core.ids import new_uid
from app.core.journal import JournalDetail, JournalEntry
from app.core.journal_details import erase_details
from app.core.tax_numbers import tax_number_fits
from app.crm.settings import COUNTRY
from app.messaging.outgoing import mails_about
from app.messaging.settings import MAIL_HOST, MAIL_SENDER
from app.places.service import ShopData
from app.places.settings import PAPER_LANGUAGE
from app.places.shops import change_shop
from pos.checkout.completed import CompletedSale
from pos.papers.layout import SHOW_PART
from pos.papers.store import printer_lane, stored_paper
from pos.sale_papers.company import Company, IssuedReceipt, company_receipts, issue_company_receipt
from pos.sale_papers.gift import print_gift_receipt
from pos.sale_papers.mailing import company_cover, mail_company_receipt
from pos.scan import ScannedReceipt, what_is
from printing.document import Barcode, Document, Item, Table
from printing.receipt_layout import Part
from tests.factories.shop import Shop
from tests.factories.till import TillDesk
from tests.factories.together import together

MILL = Company("Mill & Co Ltd", "BG175074752", "7 River Road\n4000 Plovdiv")


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    """A till with a printer."""
    return shop.till(printer=True)


@pytest.fixture
def sale(till: TillDesk) -> CompletedSale:
    """Two saws, sold."""
    return till.sells(till.shop.product("Saw", "12.50", tax="20"), "2")


def issue(till: TillDesk, sale: CompletedSale, company: Company = MILL, uid: str = "", **more: bool) -> IssuedReceipt:
    return till.does(issue_company_receipt, sale.uid, uid or new_uid(), company, **more)


def issued(till: TillDesk, sale: CompletedSale) -> list[IssuedReceipt]:
    with till.shop.database.read_unit() as tx:
        return company_receipts(tx, sale.sale_id)


def paper(till: TillDesk, document: str) -> Document:
    with till.shop.database.read_unit() as tx:
        return stored_paper(tx, document)


def queued(till: TillDesk) -> list[tuple[str, bool]]:
    """What waits for the printer, but the receipts themselves."""
    with till.shop.database.read_unit() as tx:
        waiting = [one.payload for one in outbox_view.open_messages(tx, printer_lane(till.id)) if one.kind == "print"]
    return [(one["document"], one["copy"]) for one in waiting if not one["document"].startswith("receipt:")]


def test_it_names_the_company_and_repeats_lines_sums_and_taxes(till: TillDesk, sale: CompletedSale) -> None:
    made = issue(till, sale)
    assert (made.written_number, made.revision) == ("C01-0000001", 1)
    document = paper(till, made.document)
    receipt = paper(till, f"receipt:{sale.uid}")
    text = document.to_json()
    for word in ("Mill & Co Ltd", "BG175074752", "4000 Plovdiv", "Oak & Iron", "C01-0000001", "Receipt 1"):
        assert word in text
    for kind in (Item, Table, Barcode):
        assert [one for one in document.blocks if isinstance(one, kind)] == [
            one for one in receipt.blocks if isinstance(one, kind)
        ]
    assert queued(till) == [(made.document, False)]


def test_numbers_are_a_series_of_their_own_by_till(shop: Shop) -> None:
    goods, numbers = shop.product(), []
    for till in (shop.till(), shop.till()):
        for _ in range(2):
            till.sells(goods)
        numbers += [issue(till, till.sells(goods)).written_number for _ in range(2)]
    assert numbers == ["C01-0000001", "C01-0000002", "C02-0000001", "C02-0000002"]


def test_asked_for_again_it_is_the_same_document_as_a_copy(till: TillDesk, sale: CompletedSale) -> None:
    made = issue(till, sale)
    uid = new_uid()
    for _ in range(2):
        assert issue(till, sale, Company(" Mill &  Co Ltd", "BG175074752", MILL.address + "\r\n"), uid) == made
    assert issued(till, sale) == [made]
    assert queued(till) == [(made.document, False), (made.document, True)]


def test_the_same_request_twice_is_one_document(till: TillDesk, sale: CompletedSale) -> None:
    uid = new_uid()
    results = together([lambda: issue(till, sale, uid=uid), lambda: issue(till, sale, uid=uid)])
    assert results[0] == results[1] == issued(till, sale)[0]
    assert len(issued(till, sale)) == 1


def test_two_at_once_leave_one_document(till: TillDesk, sale: CompletedSale) -> None:
    other = Company("Elm Ltd")
    results = together([lambda: issue(till, sale), lambda: issue(till, sale, other)])
    assert [getattr(one, "code", "") for one in results if isinstance(one, Conflict)] == ["company_receipt_exists"]
    assert len(issued(till, sale)) == 1


def test_another_company_needs_a_correction_that_names_the_first(till: TillDesk, sale: CompletedSale) -> None:
    first = issue(till, sale)
    with pytest.raises(Conflict, match="company_receipt_exists"):
        issue(till, sale, Company("Elm Ltd"))
    assert issued(till, sale) == [first]
    corrected = issue(till, sale, Company("Elm Ltd"), correct=True)
    assert (corrected.revision, corrected.written_number) == (2, "C01-0000002")
    assert "Corrects no. C01-0000001" in paper(till, corrected.document).to_json()
    assert issued(till, sale) == [first, corrected]
    with till.shop.database.read_unit() as tx:
        ours = select(JournalEntry.kind).where(JournalEntry.kind.like("company_receipt%")).order_by(JournalEntry.id)
        kinds = tx.execute(ours).scalars().all()
    assert kinds == ["company_receipt.issued", "company_receipt.corrected"]


def test_it_stays_as_it_was_and_speaks_the_language_of_its_receipt(till: TillDesk, sale: CompletedSale) -> None:
    made = issue(till, sale)
    before = paper(till, made.document)
    till.shop.sets(PAPER_LANGUAGE, "ru")
    till.shop.changes(lambda tx: change_shop(tx, till.shop.id, ShopData("Elm & Steel")))
    till.shop.clock.advance(timedelta(days=3))
    assert issue(till, sale) == made
    assert paper(till, made.document) == before
    later = issue(till, sale, Company("Elm Ltd"), correct=True)
    text = paper(till, later.document).to_json()
    assert "Receipt for a company" in text
    assert "Oak & Iron" in text
    assert "Elm & Steel" not in text


def test_a_number_whose_check_digits_are_wrong_is_asked_about_and_may_stay(till: TillDesk, sale: CompletedSale) -> None:
    wrong = Company("Mill & Co Ltd", "BG175074753")
    with pytest.raises(Conflict, match="tax_number_doubtful"):
        issue(till, sale, wrong)
    assert issued(till, sale) == []
    assert issue(till, sale, wrong, accept_tax_number=True).company == wrong


def test_where_nobody_knows_the_numbers_of_a_country_any_is_taken(till: TillDesk, sale: CompletedSale) -> None:
    till.shop.sets(COUNTRY, "AE")
    assert issue(till, sale, Company("Mill", "12")).company.tax_number == "12"


@pytest.mark.parametrize(
    ("number", "country", "fits"),
    [
        ("175074752", "BG", True),
        ("BG 175 074 752", "BG", True),
        ("DE136695976", "BG", True),
        ("7707083893", "RU", True),
        ("7707083894", "RU", False),
        ("", "RU", False),
        ("100", "SA", None),
    ],
)
def test_tax_numbers_are_judged_by_their_check_digits(number: str, country: str, fits: bool | None) -> None:
    assert tax_number_fits(number, country) is fits


def test_what_cannot_be_made_out_is_said(till: TillDesk, sale: CompletedSale) -> None:
    with pytest.raises(BadInput, match="empty_text"):
        issue(till, sale, Company("  "))
    for company in (Company("x" * 201), Company("Mill", "1" * 41), Company("Mill", "", "y" * 401)):
        with pytest.raises(BadInput, match="text_too_long"):
            issue(till, sale, company)
    with pytest.raises(NotFound, match="no_sale"):
        till.does(issue_company_receipt, new_uid(), new_uid(), MILL)
    till.cashier = till.shop.cashier(without=["till.reprint"])
    with pytest.raises(Forbidden):
        issue(till, sale)
    with pytest.raises(Forbidden):
        till.does(print_gift_receipt, sale.uid, new_uid())
    assert issued(till, sale) == []


def test_what_the_journal_says_of_the_company_can_be_erased(till: TillDesk, sale: CompletedSale) -> None:
    issue(till, sale)
    with till.shop.database.read_unit() as tx:
        bodies = tx.execute(select(JournalEntry.body).where(JournalEntry.kind == "company_receipt.issued")).scalars()
        assert bodies.all() == ['{"number":"C01-0000001","old":null}']
        details = tx.execute(select(JournalDetail.detail)).scalars().all()
        assert [detail for detail in details if "Mill & Co" in detail] != []
    till.shop.changes(lambda tx: erase_details(tx, f"sale:{sale.uid}"))
    with till.shop.database.read_unit() as tx:
        assert [one for one in tx.execute(select(JournalDetail.detail)).scalars() if "Mill & Co" in one] == []
    assert till.shop.faults()[0] == []


def test_a_gift_receipt_has_everything_but_prices_and_can_be_scanned_back(till: TillDesk) -> None:
    till.shop.sets(COUNTRY, "GB")
    till.shop.sets(SHOW_PART[Part.BARCODE], False)
    goods = till.shop.product("Saw", "12.50", tax="20")
    sale = till.sells(goods, "2", cash="30.00")
    uid = new_uid()
    document = till.does(print_gift_receipt, sale.uid, uid)
    assert till.does(print_gift_receipt, sale.uid, uid) == document
    blocks = paper(till, document).blocks
    text = paper(till, document).to_json()
    assert [one for one in blocks if isinstance(one, Item)] == [Item("Saw", "× 2")]
    for amount in ("12.50", "25.00", "30.00", "5.00", "20 %", "Total"):
        assert amount not in text
    assert "Oak & Iron" in text
    (barcode,) = [one for one in blocks if isinstance(one, Barcode)]
    with till.shop.database.read_unit() as tx:
        assert what_is(tx, barcode.value) == ScannedReceipt(sale.uid, sale.number)
    assert queued(till) == [(document, False)]
    assert till.does(print_gift_receipt, sale.uid, new_uid()) != document


def test_it_goes_by_mail_the_last_one_that_holds_and_only_where_there_is_one(
    till: TillDesk, sale: CompletedSale
) -> None:
    till.shop.sets(MAIL_HOST, "mail.oak.example")
    till.shop.sets(MAIL_SENDER, "shop@oak.example")

    def send(to: str = "books@mill.example") -> None:
        till.shop.database.transact(till.cashier, lambda tx: mail_company_receipt(tx, sale.uid, to, new_uid()))

    with pytest.raises(NotFound, match="no_paper"):
        send()
    issue(till, sale, printed=False)
    corrected = issue(till, sale, Company("Elm Ltd"), correct=True, printed=False)
    assert queued(till) == []
    with pytest.raises(BadInput, match="email_invalid"):
        send("nobody")
    send()
    with till.shop.database.read_unit() as tx:
        assert [(mail.to, mail.kind) for mail in mails_about(tx, corrected.document)] == [
            ("books@mill.example", "company")
        ]
        cover = company_cover(tx, corrected.document)
    assert (cover.number, cover.file_name, cover.shop_name) == ("C01-0000002", "C01-0000002", "Oak & Iron")
