"""Every paper of a shop in the language of its customers."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.ids import new_uid
from app.core.money import ZERO
from app.core.texts import paper_texts
from app.places.second_currency import SECOND_CODE, SECOND_RATE
from app.places.service import ShopData, rename_till
from app.places.settings import PAPER_LANGUAGE, PAPER_LANGUAGES
from app.places.shops import change_shop
from pos.cart import service as cart
from pos.checkout.paper import receipt_name
from pos.checkout.void import void_sale
from pos.offers.making import OfferWish, make_offer
from pos.papers.layout import SHOW_PART
from pos.papers.models import Paper
from pos.papers.printer_test import SAMPLES, print_test
from pos.papers.store import stored_paper
from pos.returns.service import take_back_without_receipt
from pos.sale_papers.company import Company, issue_company_receipt
from pos.sale_papers.gift import print_gift_receipt
from pos.settings import CASH_STEP
from pos.shift.account_payment import pay_off
from pos.shift.handover import Taker, hand_over
from pos.shift.service import cash_in_out, print_x
from printing.document import Direction, Document, Item, Pair, Table, Text
from printing.receipt_layout import Part
from tests.factories.amounts import money
from tests.factories.shop import FITTER, Shop
from tests.factories.till import TillDesk, counted

LATIN = re.compile("[A-WYa-z]")
CODES = re.compile(r"\b(EUR|BGN|BG\d{9}|[ORC]\d\d-\d{7}|Z|(server|till:\d+) \d+ [0-9a-f]{16})\b")
"""What is the same in every alphabet: currencies, tax numbers, barcodes, the heads of the journal."""


def written(paper: Document) -> Iterator[str]:
    """Every text of a paper that people read."""
    for block in paper.blocks:
        match block:
            case Text(text=text):
                yield text
            case Pair(label=label, value=value):
                yield from (label, value)
            case Item(name=name, amount=amount, rows=rows):
                yield from (name, amount, *(cell for row in rows for cell in row))
            case Table(rows=rows):
                yield from (cell for row in rows for cell in row)
            case _:
                pass


def papers(shop: Shop) -> dict[str, Document]:
    """Every kept paper by the name of its document."""
    with shop.database.read_unit() as tx:
        return {name: stored_paper(tx, name) for name in tx.execute(select(Paper.document)).scalars()}


class Day:
    """A day on which every paper of a shop comes out, everybody and everything in it with Bulgarian names."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        shop.changes(lambda tx: change_shop(tx, shop.id, ShopData("Дъб", "Дъб ООД", "123456789", "София", "02 555")))
        for setting, value in ((PAPER_LANGUAGE, "bg"), (SECOND_CODE, "BGN"), (SECOND_RATE, "1.95583")):
            shop.sets(setting, value)
        shop.sets(SHOW_PART[Part.CUSTOMER], True)
        shop.sets(CASH_STEP, 5)
        self.anna, self.petar = shop.cashier("Анна", role="senior"), shop.cashier("Петър", role="senior")
        self.till: TillDesk = shop.till(opened=False, printer=True)
        self.till.cashier = self.anna
        shop.changes(lambda tx: rename_till(tx, self.till.id, "Каса 1"))
        self.till.opens()
        self.saw = shop.product("Трион", "12.53", stock="20")
        self.book = shop.product("Книга", "5.00", tax="none")
        self.ivan = shop.customer("Иван", card="2900000000018", credit="100.00")

    def sells_in_every_way(self) -> None:
        till = self.till
        till.is_of(self.ivan)
        line = till.adds(self.saw, "2").line_uid
        assert line is not None
        till.act(cart.set_line_discount, line, 1000, ZERO, "редовен")
        till.act(cart.set_note, line, "за градината")
        till.adds(self.book)
        till.act(cart.set_cart_discount, 500, ZERO, "редовен")
        first = till.pays(card="5.00", cash="30.00")
        company = Company("Бук АД", "BG999999999", "Пловдив")
        issue = till.does(issue_company_receipt, first.uid, new_uid(), company, accept_tax_number=True)
        changed = Company("Бор АД")
        till.does(issue_company_receipt, first.uid, new_uid(), changed, correct=True)
        till.does(print_gift_receipt, first.uid, new_uid())
        assert issue.written_number.startswith("C")
        till.takes_back(first, "1")
        till.pays_out()
        till.takes_back(first, "1")
        till.adds(self.saw, "2")
        till.pays(cash="rest")
        till.is_of(self.ivan)
        till.act(take_back_without_receipt, new_uid(), self.book.id, 1000, "повреда")
        till.pays_out()
        till.is_of(self.ivan)
        till.adds(self.book)
        till.pays(account="rest")
        void = till.sells(self.saw, cash="20.00")
        till.does(void_sale, void.uid, new_uid(), "грешка")

    def offers(self) -> None:
        self.till.adds(self.saw)
        self.till.act(make_offer, new_uid(), None, OfferWish(recipient="Бор АД", note="за двора"))
        self.till.cart_uid = new_uid()

    def moves_money(self) -> None:
        for kind in ("in", "out", "safe_drop", "petty_cash"):
            self.till.does(cash_in_out, new_uid(), kind, money("2.00"), "причина")
        self.till.does(pay_off, new_uid(), self.ivan, "cash", money("3.00"))
        assert self.petar.account_id is not None
        taker = Taker(self.petar.account_id, self.petar.name)
        self.till.does(hand_over, new_uid(), counted("100.00"), taker, "разлика")
        self.till.cashier = self.petar
        self.till.sells(self.saw)
        self.till.does(print_x, new_uid())

    def ends_after_midnight(self) -> None:
        self.shop.clock.advance(timedelta(days=1))
        self.till.closes("90.00", "разлика")
        self.till.cashier = FITTER
        self.till.does(print_test, new_uid())


def test_a_bulgarian_shop_prints_no_word_in_latin_letters(shop: Shop) -> None:
    day = Day(shop)
    day.sells_in_every_way()
    day.offers()
    day.moves_money()
    day.ends_after_midnight()
    found = papers(shop)
    kinds = {name.partition(":")[0] for name in found}
    assert kinds == {"receipt", "company", "gift", "cash", "account", "handover", "offer", "x", "z", "test"}
    foreign = {*SAMPLES, FITTER.name}
    said = {text for paper in found.values() for text in written(paper)} - foreign
    assert {text for text in said if LATIN.search(CODES.sub("", text))} == set()


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_a_sale_its_return_and_the_z_report_speak_every_language(shop: Shop, language: str) -> None:
    shop.sets(PAPER_LANGUAGE, language)
    till, say = shop.till(), paper_texts(language).gettext
    sold = till.sells(shop.product(price="1234.50"))
    till.takes_back(sold)
    back = till.pays_out()
    closed = till.closes()
    kept = papers(shop)
    direction = Direction.RIGHT_TO_LEFT if language == "ar" else Direction.LEFT_TO_RIGHT
    for name, title in (
        (receipt_name(sold.uid), "Receipt"),
        (receipt_name(back.uid), "Return"),
        (closed.document, "Z report"),
    ):
        assert (kept[name].language, kept[name].direction) == (language, direction)
        assert say(title) in list(written(kept[name]))
