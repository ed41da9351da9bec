"""Offers: what a cart would cost as a document, and the way back into a cart."""

from datetime import timedelta
from functools import partial

import pytest

from app.core import outbox_view
from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from app.core.ids import new_uid
from app.crm.customers import CustomerData, create_customer
from app.crm.personal_data import export_customer
from app.messaging.outgoing import mails_about
from app.messaging.settings import MAIL_HOST, MAIL_SENDER
from app.wiring import personal_data
from pos.cart import service as cart
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.checkout.void import ring_again, void_sale
from pos.offers.mailing import offer_cover
from pos.offers.making import OfferWish, make_offer
from pos.offers.reading import OfferHead, find_offers, offers
from pos.offers.settings import OFFER_DAYS
from pos.offers.sold import sales_of_offer
from pos.offers.taking_up import Prices, TakenUp, take_up_again, take_up_offer
from pos.papers.layout import SHOW_PART
from pos.papers.store import printer_lane, stored_paper
from pos.scan import ScannedNothing, ScannedOffer, what_is
from pos.settings import PRICES_INCLUDE_TAX
from printing.document import Barcode
from printing.receipt_layout import Part
from tests.factories.amounts import money, unit_price
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk
from tests.factories.together import together
from warehouse.catalogue.barcodes import Code, codes_of, remove_code
from warehouse.catalogue.prices import set_price
from warehouse.catalogue.products import set_active
from warehouse.catalogue.taxes import set_rate
from warehouse.stock.settings import BELOW_ZERO

MILL = OfferWish("Mill & Co Ltd", "Delivered on Monday")


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    """A till with a printer."""
    return shop.till(printer=True)


@pytest.fixture
def saw(shop: Shop) -> Goods:
    """A saw at 12.50, five of them."""
    return shop.product("Saw", "12.50", stock="5")


def make(till: TillDesk, wish: OfferWish = MILL, uid: str = "") -> OfferHead:
    made = till.act(make_offer, uid or new_uid(), None, wish)
    till.cart_uid = new_uid()
    return made


def offered(till: TillDesk, goods: Goods, pieces: str = "2") -> OfferHead:
    till.adds(goods, pieces)
    return make(till)


def take(
    till: TillDesk, offer: OfferHead, act_uid: str = "", prices: Prices | None = None, *, again: bool = False
) -> TakenUp:
    return till.act(take_up_offer, act_uid or new_uid(), offer.uid, prices=prices, again=again)


def lines(taken: TakenUp) -> list[tuple[str, int, int, str]]:
    return [(one.name, one.qty_milli, one.gross.minor, one.price_source) for one in taken.changed.cart.lines]


def dearer(shop: Shop, goods: Goods, price: str = "20.00") -> None:
    shop.clock.advance(timedelta(minutes=1))
    shop.changes(lambda tx: set_price(tx, goods.id, unit_price(price)))


def test_the_cart_becomes_a_paper_and_moves_neither_stock_nor_money(till: TillDesk, saw: Goods) -> None:
    shop = till.shop
    till.adds(saw, "2")
    till.act(cart.set_cart_discount, 1000, money("0"), "regular")
    made = make(till)
    assert (made.written_number, made.gross, made.line_count) == ("O01-0000001", money("22.50"), 1)
    assert (made.valid_until - made.made_at.date()).days == 14
    assert (till.cart, shop.stock_of(saw), till.expected_cash) == (None, 5_000, money("100.00"))
    with shop.database.read_unit() as tx:
        paper = stored_paper(tx, made.document)
        waiting = [one.payload for one in outbox_view.open_messages(tx, printer_lane(till.id))]
        assert what_is(tx, "o01-0000001") == what_is(tx, "001-0000001") == ScannedOffer(made.uid)
        assert isinstance(what_is(tx, "O01-0000002"), ScannedNothing)
    for word in ("Offer", "O01-0000001", "Mill & Co Ltd", "Delivered on Monday", "22.50", "nothing has been paid"):
        assert word in paper.to_json()
    assert waiting == [{"document": made.document, "copy": False}]
    assert shop.faults() == ([], [])


def test_its_barcode_stands_on_it_even_where_receipts_have_none(till: TillDesk, saw: Goods) -> None:
    till.shop.sets(SHOW_PART[Part.BARCODE], False)
    made = offered(till, saw)
    with till.shop.database.read_unit() as tx:
        assert Barcode(made.written_number) in stored_paper(tx, made.document).blocks


def test_the_same_request_is_one_offer_and_a_cart_is_offered_once(till: TillDesk, saw: Goods) -> None:
    uid = new_uid()
    till.adds(saw)
    outcomes = together(
        [lambda: till.act(make_offer, uid, None, MILL)] * 2 + [lambda: till.act(make_offer, new_uid(), None, MILL)]
    )
    with till.shop.database.read_unit() as tx:
        assert len(offers(tx)) == 1
    refused = {one.code for one in outcomes if isinstance(one, Conflict | NotFound)}
    assert refused <= {"no_cart"}


def test_what_cannot_be_an_offer_is_refused_and_stays_a_cart(till: TillDesk, saw: Goods) -> None:
    till.takes_back(till.sells(saw))
    with pytest.raises(Conflict, match="offer_with_returns"):
        make(till)
    till.act(cart.drop_cart, "tried")
    till.cart_uid = new_uid()
    till.adds(saw)
    with pytest.raises(Conflict, match="cart_changed"):
        till.act(make_offer, new_uid(), 7, MILL)
    with pytest.raises(Conflict, match="mail_not_set_up"):
        till.act(make_offer, new_uid(), None, OfferWish(mail_to="maria@example.org"))
    with pytest.raises(BadInput, match="text_too_long"):
        till.act(make_offer, new_uid(), None, OfferWish("x" * 201))
    till.cashier = till.shop.cashier(without={"till.offer"})
    with pytest.raises(Forbidden, match="right_needed"):
        till.act(make_offer, new_uid(), None, MILL)
    assert len(till.rung_up.lines) == 1


def test_it_goes_by_mail_to_the_customers_address(till: TillDesk, saw: Goods) -> None:
    shop = till.shop
    shop.sets(MAIL_HOST, "mail.oak.example")
    shop.sets(MAIL_SENDER, "shop@oak.example")
    maria = shop.changes(lambda tx: create_customer(tx, CustomerData("Maria Lang", email="maria@example.org")))
    till.adds(saw)
    till.is_of(maria)
    made = make(till, OfferWish(printed=False, mail_to="maria@example.org"))
    with shop.database.read_unit() as tx:
        assert [(one.to, one.kind) for one in mails_about(tx, made.document)] == [("maria@example.org", "offer")]
        assert offer_cover(tx, made.document).file_name == "offer-O01-0000001"
        assert outbox_view.open_messages(tx, printer_lane(till.id)) == []
        assert "Maria Lang" in stored_paper(tx, made.document).to_json()
    told = shop.changes(lambda tx: export_customer(tx, personal_data(), maria))
    assert told["till"]["offers"][0]["number"] == "O01-0000001"


def test_it_is_rung_up_at_its_own_prices_and_the_sale_points_to_it(till: TillDesk, saw: Goods) -> None:
    shop, disc = till.shop, till.shop.product("Disc", "3.00", packs=[Code("BOX", "Box", 12_000, unit_price("30.00"))])
    till.adds(saw, "2")
    till.act(cart.set_line_discount, till.rung_up.lines[0].uid, 1000, money("0"), "regular")
    till.scans("BOX")
    till.act(cart.add_one_off, new_uid(), "Sharpening", unit_price("4.00"), 1000, shop.tax("20"))
    till.act(cart.set_cart_discount, 0, money("2.50"), "round")
    till.is_of(shop.customer("Ivan Lang"))
    made = make(till)
    dearer(shop, saw)
    dearer(shop, disc, "9.00")
    act_uid = new_uid()
    taken = take(till, made, act_uid)
    assert (taken.changed.cart.gross, taken.offered, taken.left_out) == (made.gross, None, ())
    assert taken.changed.cart.customer_id == made.customer_id is not None
    assert [one.price_source for one in taken.changed.cart.lines] == ["offer"] * 3
    assert take(till, made, act_uid).changed.cart == taken.changed.cart
    sold = till.pays(cash="rest")
    assert sold.to_pay == made.gross
    with shop.database.read_unit() as tx:
        assert [one.uid for one in sales_of_offer(tx, made.id)] == [sold.uid]
    assert shop.faults() == ([], [])


def test_after_its_last_day_it_asks_and_the_offered_prices_take_a_right(till: TillDesk, saw: Goods) -> None:
    shop = till.shop
    shop.sets(OFFER_DAYS, 1)
    till.adds(saw, "2")
    till.act(cart.set_line_discount, till.rung_up.lines[0].uid, 5000, money("0"), "regular")
    made = make(till)
    shop.clock.advance(timedelta(days=1))
    take(till, made)
    till.act(cart.drop_cart, "not today")
    till.cart_uid = new_uid()
    dearer(shop, saw)
    shop.clock.advance(timedelta(days=1))
    with pytest.raises(Conflict, match="offer_out_of_date"):
        take(till, made)
    assert lines(take(till, made, prices="today")) == [("Saw", 2000, 4000, "list")]
    till.act(cart.drop_cart, "not today")
    till.cart_uid, senior = new_uid(), till.cashier
    till.cashier = shop.cashier()
    with pytest.raises(Forbidden, match="right_needed"):
        take(till, made, prices="offered")
    till.cashier = senior
    assert lines(take(till, made, prices="offered")) == [("Saw", 2000, 1250, "offer")]


def test_an_offer_wants_an_empty_cart(till: TillDesk, saw: Goods) -> None:
    made = offered(till, saw)
    till.adds(saw)
    with pytest.raises(Conflict, match="cart_before_offer"):
        take(till, made)
    assert len(till.rung_up.lines) == 1


def test_goods_that_are_gone_are_left_out_and_told(till: TillDesk, saw: Goods) -> None:
    shop, old = till.shop, till.shop.product("Old", "5.00")
    nails = shop.product("Nails", "1.00", packs=[Code("BOX", "Box", 10_000, unit_price("8.00"))])
    for goods in (saw, old):
        till.adds(goods)
    till.scans("BOX")
    till.act(cart.set_cart_discount, 0, money("1.00"), "round")
    made = make(till)
    shop.changes(lambda tx: set_active(tx, old.id, active=False))
    with shop.database.read_unit() as tx:
        box = next(one for one in codes_of(tx, nails.id) if one.code == "BOX")
    shop.changes(lambda tx: remove_code(tx, box.id))
    shop.sets(BELOW_ZERO, "warn")
    till.sells(saw, "5")
    taken = take(till, made)
    assert (taken.left_out, taken.short) == (("Old", "Nails, Box"), ("Saw",))
    assert (lines(taken), taken.offered) == ([("Saw", 1000, 1250, "offer")], money("24.50"))
    till.act(cart.drop_cart, "gone")
    till.cart_uid = new_uid()
    shop.changes(lambda tx: set_active(tx, saw.id, active=False))
    with pytest.raises(Conflict, match="offer_goods_gone"):
        take(till, made)


def test_the_law_decides_the_rate_of_the_day(till: TillDesk, saw: Goods) -> None:
    shop = till.shop
    shop.sets(PRICES_INCLUDE_TAX, False)
    made = offered(till, saw)
    assert made.gross == money("30.00")
    shop.clock.advance(timedelta(days=2))
    shop.changes(lambda tx: set_rate(tx, shop.tax("20"), 1000, shop.clock.now().date()))
    taken = take(till, made)
    assert (taken.changed.cart.gross, taken.offered) == (money("27.50"), money("30.00"))
    till.act(cart.drop_cart, "again")
    till.cart_uid = new_uid()
    shop.sets(PRICES_INCLUDE_TAX, True)
    with pytest.raises(Conflict, match="offer_of_other_money"):
        take(till, made)


def test_selling_it_twice_is_asked_about_and_a_void_lets_it_go_again(till: TillDesk, saw: Goods) -> None:
    made = offered(till, saw, "1")
    take(till, made)
    sold = till.pays(cash="rest")
    with pytest.raises(Conflict, match="offer_sold_already"):
        take(till, made)
    take(till, made, again=True)
    again = till.pays(cash="rest")
    for done in (sold, again):
        till.does(void_sale, done.uid, new_uid(), "mistake")
    till.act(ring_again, sold.uid)
    rung_again = till.pays(cash="rest")
    with till.shop.database.read_unit() as tx:
        assert [one.uid for one in sales_of_offer(tx, made.id)] == [rung_again.uid]


def test_what_is_rung_up_after_everything_was_taken_out_is_no_sale_of_the_offer(till: TillDesk, saw: Goods) -> None:
    made = offered(till, saw, "1")
    taken = take(till, made)
    till.act(cart.remove_line, taken.changed.cart.lines[0].uid)
    till.adds(saw)
    till.pays(cash="rest")
    with till.shop.database.read_unit() as tx:
        assert sales_of_offer(tx, made.id) == []


def test_two_tills_that_scan_one_offer_do_not_both_get_it_unasked(shop: Shop, saw: Goods) -> None:
    one, other = shop.till(), shop.till()
    made = offered(one, saw, "1")
    outcomes = together([lambda: take(one, made), lambda: take(other, made)])
    assert sorted(getattr(each, "code", "") for each in outcomes) == ["", "offer_in_a_cart"]


def test_two_tills_that_pay_one_offer_sell_it_once_until_somebody_says_again(shop: Shop, saw: Goods) -> None:
    desks = [shop.till(), shop.till()]
    made = offered(desks[0], saw, "1")
    for desk in desks:
        take(desk, made, again=True)
    outcomes = together([partial(desk.act, checkout, None, [TenderRequest("cash")]) for desk in desks])
    assert sorted(getattr(each, "code", "") for each in outcomes) == ["", "offer_sold_meanwhile"]
    late = next(desk for desk, each in zip(desks, outcomes, strict=True) if isinstance(each, Conflict))
    late.act(take_up_again)
    late.pays(cash="rest")
    assert shop.stock_of(saw) == 3_000
    assert shop.faults() == ([], [])


def test_offers_are_found_by_number_recipient_note_and_customer(till: TillDesk, saw: Goods) -> None:
    ivan = till.shop.customer("Ivan Lang")
    first = offered(till, saw)
    till.adds(saw)
    till.is_of(ivan)
    second = make(till, OfferWish(note="Für den Dachboden"))

    def found(text: str) -> list[str]:
        with till.shop.database.read_unit() as tx:
            return [one.uid for one in find_offers(tx, text)]

    assert found("") == [second.uid, first.uid]
    for text in ("o01-0000001", "1", "mill co", "MONDAY"):
        assert found(text) == [first.uid], text
    for text in ("2", "dachboden fur", "lang ivan"):
        assert found(text) == [second.uid], text
    assert found("nobody") == found("%") == found("\x00") == []
