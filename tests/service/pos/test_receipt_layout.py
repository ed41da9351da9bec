"""Receipts as the owner laid them out; kept ones stay as they were."""

from datetime import timedelta

import pytest

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.ids import new_uid
from app.crm.customers import CustomerData, create_customer
from app.crm.settings import COUNTRY
from app.places.service import ShopData, place_of
from app.places.settings import PAPER_LANGUAGE, PAPER_LANGUAGES
from app.places.shops import change_shop
from devices.fakes import FakeReceiptPrinter
from pos.checkout.paper import receipt_name
from pos.papers.example import example_receipt
from pos.papers.law import required_parts
from pos.papers.layout import (
    FOOT_ORDER,
    FOOTER_IN,
    RECEIPT_FOOTER,
    RECEIPT_HEADER,
    RECEIPT_QR,
    SHOW_PART,
    receipt_style,
)
from pos.papers.store import reprint, stored_paper
from printing.document import Barcode, Document, Qr, Text
from printing.png import paper_png
from printing.receipt_layout import EVERY_PART, Part
from tests.factories.shop import Shop
from tests.factories.till import TillDesk
from tests.factories.together import until
from warehouse.catalogue.taxes import rename_tax_category


def paper_of_a_sale(till: TillDesk) -> Document:
    done = till.sells(till.shop.product("Saw", "12.50", tax="20"), "2")
    with till.shop.database.read_unit() as tx:
        return stored_paper(tx, receipt_name(done.uid))


def test_the_next_receipt_is_laid_out_as_chosen(shop: Shop) -> None:
    till = shop.till()
    assert "12.50" in paper_of_a_sale(till).to_json()
    shop.sets(COUNTRY, "GB")
    for part in (Part.ADDRESS, Part.CASHIER, Part.UNIT_PRICES):
        shop.sets(SHOW_PART[part], False)
    shop.sets(FOOT_ORDER, "qr words barcode")
    shop.sets(RECEIPT_QR, "https://shop.example/{number}")
    shop.sets(RECEIPT_HEADER, "Since 1921\nOpen on Sundays")
    shop.sets(RECEIPT_FOOTER, "Thank you")
    paper = paper_of_a_sale(till)
    text = paper.to_json()
    for gone in ("12 Mill Street", "Cashier", "12.50"):
        assert gone not in text
    assert "BG123456789" in text
    assert Text("Open on Sundays") in paper.blocks
    foot = [block for block in paper.blocks if isinstance(block, Qr | Barcode) or block == Text("Thank you")]
    assert foot == [Qr("https://shop.example/R01-0000002"), Text("Thank you"), Barcode("R01-0000002")]


@pytest.mark.parametrize("country", ["BG", "DE", "FR", "RU"])
def test_what_the_law_of_the_country_wants_cannot_be_left_out(shop: Shop, country: str) -> None:
    shop.sets(COUNTRY, country)
    for setting in SHOW_PART.values():
        shop.sets(setting, False)
    with shop.database.read_unit() as tx:
        style = receipt_style(tx, "en")
    assert style.layout.shown == required_parts(country)
    assert Part.ADDRESS in style.layout.shown
    assert "12 Mill Street" in paper_of_a_sale(shop.till()).to_json()


def test_a_customer_is_named_on_purpose_and_the_card_by_its_last_signs(shop: Shop) -> None:
    till = shop.till()
    customer = shop.changes(lambda tx: create_customer(tx, CustomerData("Maria Bell"), card_code="VIP-00417"))
    goods = shop.product()

    def says() -> str:
        till.is_of(customer)
        till.adds(goods)
        done = till.pays(cash="rest")
        with shop.database.read_unit() as tx:
            return stored_paper(tx, receipt_name(done.uid)).to_json()

    text = says()
    assert "••0417" in text
    assert "VIP-00417" not in text
    assert "Maria" not in text
    shop.sets(SHOW_PART[Part.CUSTOMER], True)
    shop.sets(SHOW_PART[Part.CUSTOMER_CARD], False)
    text = says()
    assert "Customer: Maria Bell" in text
    assert "0417" not in text


def test_words_of_one_language_stand_on_its_papers_only(shop: Shop) -> None:
    till = shop.till()
    shop.sets(RECEIPT_FOOTER, "Thank you")
    shop.sets(FOOTER_IN["ru"], "Спасибо")
    assert Text("Thank you") in paper_of_a_sale(till).blocks
    shop.sets(PAPER_LANGUAGE, "ru")
    assert Text("Спасибо") in paper_of_a_sale(till).blocks
    shop.sets(PAPER_LANGUAGE, "de")
    assert Text("Thank you") in paper_of_a_sale(till).blocks


def test_an_order_without_a_part_or_with_one_twice_is_refused(shop: Shop) -> None:
    for wrong in ("words qr", "words words qr", ""):
        with pytest.raises(BadInput, match="bad_setting"):
            shop.sets(FOOT_ORDER, wrong)


def test_a_copy_stays_as_it_was_whatever_the_owner_changes(shop: Shop) -> None:
    till, printer = shop.till(printer=True), FakeReceiptPrinter()
    shop.sets(COUNTRY, "GB")
    shop.sets(RECEIPT_HEADER, "Since 1921")
    worker = shop.outbox_worker(printer)
    worker.start()
    done = till.sells(shop.product("Saw", "12.50", tax="20"), "2")
    until(lambda: len(printer.papers) == 1)
    shop.changes(lambda tx: change_shop(tx, shop.id, ShopData("Elm & Steel", tax_number="GB999")))
    shop.changes(lambda tx: rename_tax_category(tx, shop.tax("20"), "VAT"))
    shop.sets(PAPER_LANGUAGE, "ru")
    shop.sets(RECEIPT_HEADER, "Under new management")
    shop.sets(FOOT_ORDER, "qr barcode words")
    for setting in SHOW_PART.values():
        shop.sets(setting, False)
    shop.clock.advance(timedelta(days=400))
    till.does(reprint, receipt_name(done.uid), new_uid())
    until(lambda: len(printer.papers) == 2)
    worker.stop()
    first, copy = printer.papers
    assert copy.document == first.document
    assert (first.copy_text, copy.copy_text) == ("", "COPY")


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_the_example_can_be_drawn_in_every_language_of_the_papers(shared_shop: Shop, language: str) -> None:
    till = shared_shop.till()

    def example(tx: ReadUnit) -> Document:
        return example_receipt(tx, place_of(tx, till.id), language, receipt_style(tx, language), "Anna")

    with shared_shop.database.read_unit() as tx:
        paper = example(tx)
        assert settings.get(tx, RECEIPT_QR) == ""
    assert paper_png(paper, 384).startswith(b"\x89PNG")
    assert "Oak & Iron" in paper.to_json()
    assert frozenset(SHOW_PART) == EVERY_PART
