"""Ringing up: what becomes a line, what counts one up, and what is refused with nothing changed."""

import pytest

from app.core.errors import BadInput, Conflict, Forbidden, NotFound, ShopError
from app.core.ids import new_uid
from app.core.money import Money
from pos.cart import service as cart
from pos.cart import store
from pos.cart.goods import GivenPrice
from pos.checkout.service import checkout
from tests.factories.amounts import money, qty, unit_price
from tests.factories.fixtures import OpenDatabase
from tests.factories.till import TillDesk, tenders
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.products import set_active


def lines(till: TillDesk) -> list[tuple[str, int]]:
    """Name and thousandths of each line, as a page opened now shows them."""
    return [(line.name, line.qty_milli) for line in till.cart.lines] if till.cart else []


def test_a_scan_becomes_a_line_with_everything_a_page_shows(till: TillDesk) -> None:
    saw = till.shop.product("Chainsaw", "15990.00", tax="20")
    changed = till.scans(saw.code)
    (line,) = changed.cart.lines
    assert (line.name, line.product_id, line.qty_milli, line.unit_price) == (
        "Chainsaw",
        saw.id,
        1000,
        unit_price("15990.00"),
    )
    assert (line.amount, line.gross, line.price_source, line.tax_rate_bp) == (
        money("15990.00"),
        money("15990.00"),
        "list",
        2000,
    )
    assert (changed.line_uid, changed.previous_version, changed.cart.version) == (line.uid, 0, 1)
    assert changed.cart.uid == till.cart_uid
    assert [(row.rate, row.amount) for row in changed.cart.tax] == [("20", money("2665.00"))]
    assert changed.cart == till.cart


def test_the_cart_is_the_same_for_whoever_reads_it(till: TillDesk) -> None:
    oil = till.shop.product("Oil", "4.50")
    till.adds(oil, "3")
    seen = till.act(cart.set_note, till.rung_up.lines[0].uid, "for Ivan").cart
    assert till.cart == seen


def test_the_cart_outlives_the_program(till: TillDesk, opened: OpenDatabase) -> None:
    """The power went: another process opens the same database and finds every line, discount and note."""
    till.adds(till.shop.product("Oil", "4.50"), "3")
    till.act(cart.set_note, till.rung_up.lines[0].uid, "for Ivan")
    till.act(cart.set_cart_discount, 500, Money(0), "regular")
    seen, database = till.rung_up, till.shop.database
    again = opened(database.url.render_as_string(hide_password=False), clock=till.shop.clock)
    with again.read_unit() as tx:
        assert cart.read_cart(tx, till.id) == seen
    sold = again.transact(till.cashier, lambda tx: checkout(tx, till.id, till.cart_uid, None, tenders(card="rest")))
    assert sold.to_pay == money("12.82")
    assert till.cart is None


def test_equal_scans_count_up_one_line(till: TillDesk) -> None:
    oil, nails = till.shop.product("Oil"), till.shop.product("Nails")
    for code in (oil.code, oil.code, nails.code, oil.code):
        till.scans(code)
    assert lines(till) == [("Oil", 2000), ("Nails", 1000), ("Oil", 1000)]


def test_lines_stay_apart_where_they_are_asked_to(till: TillDesk) -> None:
    oil = till.shop.product("Oil")
    till.adds(oil)
    till.act(cart.add_product, new_uid(), oil.id, 1000, apart=True)
    assert lines(till) == [("Oil", 1000), ("Oil", 1000)]


@pytest.mark.parametrize("by_hand", ["discount", "note", "price"])
def test_a_line_changed_by_hand_is_not_counted_up(till: TillDesk, by_hand: str) -> None:
    oil = till.shop.product("Oil", "10.00")
    line_uid = till.adds(oil).line_uid
    assert line_uid is not None
    if by_hand == "discount":
        till.act(cart.set_line_discount, line_uid, 1000, Money(0), "")
    elif by_hand == "note":
        till.act(cart.set_note, line_uid, "for Ivan")
    else:
        till.act(cart.set_price, line_uid, unit_price("9.00"), "")
    till.adds(oil)
    assert lines(till) == [("Oil", 1000), ("Oil", 1000)]


def test_what_is_weighed_is_never_put_together(till: TillDesk) -> None:
    nails = till.shop.product("Nails", "2.10", unit="kg")
    till.adds(nails, "0.350")
    till.adds(nails, "0.350")
    assert lines(till) == [("Nails", 350), ("Nails", 350)]
    assert till.rung_up.gross == money("0.74").times(2)


def test_the_same_scan_sent_twice_adds_once(till: TillDesk) -> None:
    oil = till.shop.product("Oil")
    uid = new_uid()
    first = till.scans(oil.code, line_uid=uid)
    again = till.scans(oil.code, line_uid=uid)
    assert lines(till) == [("Oil", 1000)]
    assert (again.line_uid, again.cart) == (first.line_uid, first.cart)


def test_the_same_scan_sent_twice_counts_up_once(till: TillDesk) -> None:
    oil = till.shop.product("Oil")
    till.scans(oil.code)
    uid = new_uid()
    first = till.scans(oil.code, line_uid=uid)
    till.act(cart.set_note, first.line_uid or "", "for Ivan")
    again = till.scans(oil.code, line_uid=uid)
    assert lines(till) == [("Oil", 2000)]
    assert again.line_uid == first.line_uid


@pytest.mark.parametrize("written", [str.upper, lambda uid: uid.replace("-", "")])
def test_a_uid_is_the_same_however_it_is_written(till: TillDesk, written: "type[str]") -> None:
    oil = till.shop.product("Oil", "10.00")
    uid = new_uid()
    till.cart_uid = written(till.cart_uid)
    till.scans(oil.code, line_uid=written(uid))
    till.scans(oil.code, line_uid=uid)
    assert lines(till) == [("Oil", 1000)]
    till.act(cart.set_qty, written(uid), 3000)
    till.act(cart.set_line_discount, written(uid), 1000, Money(0), "")
    till.act(cart.set_note, written(uid), "for Ivan")
    till.act(cart.set_price, written(uid), unit_price("9.00"), "")
    till.act(cart.remove_line, written(uid))
    till.act(cart.undo)
    assert lines(till) == [("Oil", 3000)]


def test_a_box_costs_its_own_price_and_holds_its_content(till: TillDesk) -> None:
    screw = till.shop.product(
        "Screw", "0.05", packs=[Code(f"BOX{till.id}", "box of 12", qty("12"), unit_price("0.50"))], stock="100"
    )
    line = till.scans(f"BOX{till.id}", "2").cart.lines[0]
    assert (line.name, line.unit_price, line.price_source, line.pack_qty_milli) == (
        "Screw, box of 12",
        unit_price("0.50"),
        "pack",
        12_000,
    )
    till.scans(screw.code)
    assert len(till.rung_up.lines) == 2, "a piece and a box are different lines"
    assert till.rung_up.gross == money("1.05")
    till.pays(cash="rest")
    assert till.shop.stock_of(screw) == qty("75")


@pytest.mark.parametrize("pieces", ["256.76", "0.5", "1.001"])
def test_pieces_are_whole(till: TillDesk, pieces: str) -> None:
    oil = till.shop.product("Oil")
    with pytest.raises(BadInput) as refused:
        till.adds(oil, pieces)
    assert (refused.value.code, refused.value.facts["decimals"]) == ("qty_decimals", 0)
    assert till.cart is None


def test_a_box_is_sold_whole(till: TillDesk) -> None:
    till.shop.product("Nails", unit="kg", packs=[Code(f"BAG{till.id}", "bag", qty("2.5"), unit_price("5.00"))])
    with pytest.raises(BadInput, match="qty_decimals"):
        till.scans(f"BAG{till.id}", "1.5")


@pytest.mark.parametrize("pieces", ["0", "-1", "1000000.001", "99999999"])
def test_a_quantity_lies_between_nothing_and_a_million(till: TillDesk, pieces: str) -> None:
    nails = till.shop.product("Nails", unit="kg")
    with pytest.raises(BadInput, match="qty_out_of_range"):
        till.adds(nails, pieces)
    assert till.cart is None


def test_a_count_cannot_grow_past_the_limit_either(till: TillDesk) -> None:
    oil = till.shop.product("Oil", "0.01")
    till.adds(oil, "1000000")
    with pytest.raises(BadInput, match="qty_out_of_range"):
        till.adds(oil)
    assert lines(till) == [("Oil", qty("1000000"))]


@pytest.mark.parametrize(
    "code", ["4006381333931", "", " ", "NOPE", "\x00", "a\x00b", "\ud800", "x" * 5000, "'; DROP TABLE cart; --"]
)
def test_a_code_nobody_knows_adds_nothing(till: TillDesk, code: str) -> None:
    oil = till.shop.product("Oil")
    till.adds(oil)
    with pytest.raises(NotFound) as refused:
        till.scans(code)
    assert refused.value.code == "unknown_code"
    assert lines(till) == [("Oil", 1000)]


def test_an_unknown_code_begins_no_cart(till: TillDesk) -> None:
    with pytest.raises(NotFound):
        till.scans("NOPE")
    assert till.cart is None


def test_a_product_that_is_not_there_is_said(till: TillDesk) -> None:
    with pytest.raises(NotFound, match="no_product"):
        till.act(cart.add_product, new_uid(), 999_999, 1000)


def test_a_retired_product_is_not_sold(till: TillDesk) -> None:
    oil = till.shop.product("Oil")
    till.shop.changes(lambda tx: set_active(tx, oil.id, active=False))
    with pytest.raises(Conflict) as refused:
        till.scans(oil.code)
    assert (refused.value.code, refused.value.facts) == ("product_inactive", {"name": "Oil"})
    assert till.cart is None


def test_a_product_without_a_price_asks_for_one(till: TillDesk) -> None:
    old = till.shop.product("Old stock", price=None)
    with pytest.raises(Conflict) as refused:
        till.scans(old.code)
    assert (refused.value.code, refused.value.facts) == ("no_price", {"product_id": old.id, "name": "Old stock"})
    given = GivenPrice(unit_price("3.50"), "asked Boris")
    line = till.act(cart.add_product, new_uid(), old.id, 2000, given=given).cart.lines[0]
    assert (line.unit_price, line.price_source, line.gross) == (unit_price("3.50"), "manual", money("7.00"))


def test_a_price_given_by_hand_is_a_right(till: TillDesk) -> None:
    old = till.shop.product("Old stock", price=None)
    till.cashier = till.shop.cashier()
    with pytest.raises(Forbidden) as refused:
        till.act(cart.add_product, new_uid(), old.id, 1000, given=GivenPrice(unit_price("3.50"), ""))
    assert refused.value.facts == {"right": "till.change_price"}
    till.cashier = till.cashier.lent("till.change_price", "Boris")
    till.act(cart.add_product, new_uid(), old.id, 1000, given=GivenPrice(unit_price("3.50"), ""))
    assert till.rung_up.gross == money("3.50")


def test_nothing_is_given_away_without_a_right_and_a_reason(till: TillDesk) -> None:
    gift = till.shop.product("Sample", price=None)
    boris = till.cashier
    till.cashier = till.shop.cashier(role="senior", without=["till.zero_price"])

    def give(reason: str) -> None:
        till.act(cart.add_product, new_uid(), gift.id, 1000, given=GivenPrice(unit_price("0"), reason))

    with pytest.raises(Forbidden) as refused:
        give("a sample")
    assert refused.value.facts == {"right": "till.zero_price"}
    till.cashier = boris
    for nothing in ("", "   "):
        with pytest.raises(BadInput, match="reason_needed"):
            give(nothing)
    assert till.cart is None
    give("a sample")
    assert till.rung_up.gross == Money(0)


def test_a_list_price_of_zero_is_sold_as_it_is(till: TillDesk) -> None:
    leaflet = till.shop.product("Leaflet", "0.00")
    till.adds(leaflet)
    assert till.rung_up.gross == Money(0)


@pytest.mark.parametrize("price", ["-0.01", "-1000", "999999999999"])
def test_a_price_outside_all_reason_is_refused(till: TillDesk, price: str) -> None:
    oil = till.shop.product("Oil")
    line_uid = till.adds(oil).line_uid or ""
    scaled = unit_price(price)
    with pytest.raises(BadInput, match="price_out_of_range"):
        till.act(cart.set_price, line_uid, scaled, "typed")
    with pytest.raises(BadInput, match="price_out_of_range"):
        till.act(cart.add_product, new_uid(), oil.id, 1000, given=GivenPrice(scaled, "typed"))
    with pytest.raises(BadInput, match="price_out_of_range"):
        till.act(cart.add_one_off, new_uid(), "Sharpening", scaled, 1000, till.shop.tax("20"))
    assert till.rung_up.gross == money("10.00")


def test_more_money_than_there_is_cannot_be_rung_up(till: TillDesk) -> None:
    """A barcode read into the price field must not end as a number no column holds."""
    dear = till.shop.product("Dear", "999999999.99")
    with pytest.raises(BadInput, match="amount_too_large"):
        till.adds(dear, "1000000")
    assert till.cart is None
    till.adds(dear, "1000")
    with pytest.raises(BadInput, match="amount_too_large"):
        till.act(cart.set_qty, till.rung_up.lines[0].uid, qty("1000000"))
    assert till.rung_up.gross == money("999999999990.00")


def test_something_in_no_catalogue_is_rung_up_by_name(till: TillDesk) -> None:
    service = till.act(
        cart.add_one_off, new_uid(), "  Sharpening \n a saw ", unit_price("3.00"), 2000, till.shop.tax("none")
    )
    (line,) = service.cart.lines
    assert (line.name, line.product_id, line.sku, line.price_source) == ("Sharpening a saw", None, None, "one_off")
    assert (line.gross, line.tax_rate_bp) == (money("6.00"), None)
    assert [(row.rate, row.amount) for row in service.cart.tax] == [("none", Money(0))]


def test_one_off_lines_never_count_each_other_up(till: TillDesk) -> None:
    for _ in range(2):
        till.act(cart.add_one_off, new_uid(), "Sharpening", unit_price("3.00"), 1000, till.shop.tax("20"))
    assert lines(till) == [("Sharpening", 1000)] * 2


def test_the_same_one_off_sent_twice_is_one(till: TillDesk) -> None:
    uid = new_uid()
    for _ in range(2):
        till.act(cart.add_one_off, uid, "Sharpening", unit_price("3.00"), 1000, till.shop.tax("20"))
    assert lines(till) == [("Sharpening", 1000)]


@pytest.mark.parametrize(
    ("name", "price", "qty_milli", "code"),
    [
        ("", "3.00", 1000, "empty_text"),
        (" \n\t", "3.00", 1000, "empty_text"),
        ("x" * 201, "3.00", 1000, "text_too_long"),
        ("Sharp\x00ening", "3.00", 1000, "text_unprintable"),
        ("Sharp\ud800", "3.00", 1000, "text_unprintable"),
        ("Sharpening", "0", 1000, "price_out_of_range"),
        ("Sharpening", "3.00", 500, "qty_decimals"),
        ("Sharpening", "3.00", 0, "qty_out_of_range"),
    ],
)
def test_a_one_off_that_makes_no_sense_is_refused(
    till: TillDesk, name: str, price: str, qty_milli: int, code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        till.act(cart.add_one_off, new_uid(), name, unit_price(price), qty_milli, till.shop.tax("20"))
    assert refused.value.code == code
    assert till.cart is None


def test_a_one_off_needs_a_tax_and_a_right(till: TillDesk) -> None:
    with pytest.raises(NotFound, match="no_tax_category"):
        till.act(cart.add_one_off, new_uid(), "Sharpening", unit_price("3.00"), 1000, 999_999)
    till.cashier = till.shop.cashier(without=["till.one_off"])
    with pytest.raises(Forbidden):
        till.act(cart.add_one_off, new_uid(), "Sharpening", unit_price("3.00"), 1000, till.shop.tax("20"))


def test_a_cart_holds_so_many_lines_and_no_more(till: TillDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_LINES", 40)
    nails = till.shop.product("Nails", "0.01", unit="kg")

    def fill(count: int) -> None:
        with till.shop.database.unit_of_work(till.cashier) as tx:
            for _ in range(count):
                cart.add_product(tx, till.id, till.cart_uid, new_uid(), nails.id, 1000)

    fill(30)
    with pytest.raises(BadInput) as refused:
        fill(11)
    assert (refused.value.code, refused.value.facts) == ("cart_too_long", {"most": 40})
    assert len(till.rung_up.lines) == 30


def test_another_cart_is_not_begun_beside_an_open_one(till: TillDesk) -> None:
    oil = till.shop.product("Oil")
    till.adds(oil)
    open_uid, till.cart_uid = till.cart_uid, new_uid()
    with pytest.raises(Conflict) as refused:
        till.adds(oil)
    assert (refused.value.code, refused.value.facts) == ("another_cart", {"cart_uid": open_uid})
    assert lines(till) == [("Oil", 1000)]


def test_a_paid_cart_takes_no_more(till: TillDesk) -> None:
    oil = till.shop.product("Oil")
    till.adds(oil)
    paid_uid = till.cart_uid
    till.pays(cash="rest")
    till.cart_uid = paid_uid
    for late in (lambda: till.adds(oil), lambda: till.act(cart.undo), lambda: till.act(cart.drop_cart, "")):
        with pytest.raises(Conflict) as refused:
            late()
        assert (refused.value.code, refused.value.facts) == ("cart_paid", {"sale_uid": paid_uid})
    assert till.cart is None


@pytest.mark.parametrize("bad", ["", "7", "not-a-uid", "' OR 1=1"])
def test_a_cart_and_a_line_are_named_by_uids(till: TillDesk, bad: str) -> None:
    oil = till.shop.product("Oil")
    with pytest.raises(BadInput, match="not_a_uid"):
        till.adds(oil, line_uid=bad)
    till.cart_uid = bad
    with pytest.raises(BadInput, match="not_a_uid"):
        till.adds(oil)


def test_nobody_rings_up_without_the_right(till: TillDesk) -> None:
    oil = till.shop.product("Oil")
    till.cashier = till.shop.cashier(without=["till.sell"])
    with pytest.raises(Forbidden):
        till.adds(oil)


def test_a_till_sells_from_its_own_cart_only(till: TillDesk) -> None:
    oil = till.shop.product("Oil")
    till.adds(oil)
    other = till.shop.till()
    other.cart_uid = till.cart_uid
    with pytest.raises(ShopError):
        other.pays(cash="rest")
    assert lines(till) == [("Oil", 1000)]
    assert other.cart is None
