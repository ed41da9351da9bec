"""Labels of scales and packers at the till: a weight is the quantity, a price is what the line comes to."""

from datetime import timedelta
from functools import partial

import pytest
from stdnum import ean

from app.core.errors import BadInput, Conflict, NotFound, ShopError
from app.core.ids import new_uid
from app.core.money import Money
from pos.cart import service as cart
from pos.scan import ScannedProduct, what_is
from tests.factories.amounts import money, qty
from tests.factories.till import TillDesk
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.scales import add_pattern, remove_pattern, scale_patterns
from warehouse.catalogue.scanned import code_to_keep, why_unknown
from warehouse.catalogue.settings import SCALE_PATTERNS

FNC1 = "\x1d"


def label(body: str) -> str:
    """Twelve figures with their check digit."""
    return body + ean.calc_check_digit(body)


def knows_labels(till: TillDesk) -> None:
    till.shop.sets(SCALE_PATTERNS, "weight:22IIIIINNDDDC\nprice:23IIIIINNNDDC\ncount:24IIIIINNNNNC")


def line(till: TillDesk) -> tuple[int, Money, str]:
    """Thousandths, amount and price source of the newest line."""
    newest = till.rung_up.lines[-1]
    return newest.qty_milli, newest.amount, newest.price_source


def test_labels_become_lines(till: TillDesk) -> None:
    knows_labels(till)
    article = f"{70_000 + till.id:05}"
    short = f"{700 + till.id}"
    cheese = till.shop.product("Cheese", "12.34", unit="kg", packs=[Code(article)])
    rolls = till.shop.product("Rolls", "0.40", packs=[Code(short)])

    till.scans(label(f"22{article}01250"))
    assert line(till) == (1250, money("15.43"), "list")
    # A label with a price buys what it buys today, and comes to the price it says to the cent.
    till.scans(label(f"23{article}01299"))
    assert line(till)[:2] == (qty("1.053"), money("12.99"))
    till.scans(label(f"23{article}00001"))
    assert line(till)[:2] == (qty("0.001"), money("0.01"))
    # Three equal labels; the scale fills up a short article with zeros.
    till.act(cart.add_code, new_uid(), label(f"22{article}00500"), 3000)
    assert line(till)[:2] == (1500, money("18.51"))
    till.scans(label(f"24{short.zfill(5)}00006"))
    assert line(till) == (6000, money("2.40"), "list")
    till.scans(label(f"23{short.zfill(5)}00199"))
    assert line(till) == (1000, money("1.99"), "label")
    assert [one.product_id for one in till.rung_up.lines] == [cheese.id] * 4 + [rolls.id] * 2
    with till.shop.database.read_unit() as tx:
        assert isinstance(what_is(tx, label(f"22{article}01250")), ScannedProduct)


def test_the_same_act_adds_one_line(till: TillDesk) -> None:
    knows_labels(till)
    article = f"{70_000 + till.id:05}"
    till.shop.product("Cheese", "12.34", unit="kg", packs=[Code(article)])
    act_uid, code = new_uid(), label(f"22{article}01250")
    for _ in range(2):
        till.act(cart.add_code, act_uid, code)
    assert [one.qty_milli for one in till.rung_up.lines] == [1250]


def test_a_label_that_says_nothing_sells_nothing(till: TillDesk) -> None:
    knows_labels(till)
    number = 70_000 + till.id
    till.shop.product("Cheese", "12.34", unit="kg", packs=[Code(f"{number:05}")])
    till.shop.product("Milk", "1.20", unit="l", packs=[Code(f"{number + 1000:05}")])
    till.shop.product("Nuts", None, unit="kg", packs=[Code(f"{number + 2000:05}")])
    refused: dict[str, tuple[type[ShopError], str]] = {
        label(f"22{number:05}00000"): (BadInput, "label_of_nothing"),
        label(f"23{number:05}00000"): (BadInput, "label_of_nothing"),
        label(f"22{number + 1000:05}01250"): (Conflict, "not_sold_by_weight"),
        label(f"23{number + 2000:05}01299"): (Conflict, "label_needs_price"),
        label(f"22{number + 3000:05}01250"): (NotFound, "unknown_code"),
    }
    for code, (kind, problem) in refused.items():
        with pytest.raises(kind) as error:
            till.scans(code)
        assert error.value.code == problem
    with pytest.raises(BadInput) as half:
        till.act(cart.add_code, new_uid(), label(f"22{number:05}01250"), 500)
    assert half.value.code == "qty_decimals"
    assert till.cart is None
    with till.shop.database.read_unit() as tx:
        unknown, broken = why_unknown(tx, label(f"22{number + 3000:05}01250")), why_unknown(tx, "4006381333932")
        assert unknown is not None
        assert unknown.code == "unknown_article"
        assert broken is not None
        assert broken.code == "code_check_digit"
        assert why_unknown(tx, "Bread") is None


def test_a_gs1_code_is_goods_by_its_number(till: TillDesk) -> None:
    gtin = label(f"0{460_000_000_000 + till.id}"[:13])
    by_weight = label(f"9{460_000_000_000 + till.id}"[:13])
    beer = till.shop.product("Beer", "1.20", packs=[Code(gtin.removeprefix("0"))])
    till.shop.product("Ham", "20.00", unit="kg", packs=[Code(by_weight)])
    for code in (
        f"]d201{gtin}21ABC{FNC1}935678",
        f"{FNC1}01{gtin}21ABC",
        f"]E0{gtin.removeprefix('0')}",
        f"01{gtin}310300125010B",  # sold by the piece, whatever it weighs
    ):
        till.scans(code)
        assert till.rung_up.lines[-1].product_id == beer.id
    assert [one.qty_milli for one in till.rung_up.lines] == [3000, 1000]
    till.scans(f"(01){gtin}(30)12")
    assert till.rung_up.lines[-1].qty_milli == 12_000
    till.scans(f"(01){by_weight}(3103)000456")
    assert line(till) == (456, money("9.12"), "list")
    till.scans(f"(01){by_weight}(3103)000456(3922)900")
    assert line(till) == (456, money("9.00"), "label")
    till.scans(f"(01){by_weight}(3103)000456(3932)978912")
    assert line(till) == (456, money("9.12"), "list")
    with pytest.raises(Conflict, match="label_of_other_currency"):
        till.scans(f"(01){by_weight}(3103)000456(3932)840912")
    with till.shop.database.read_unit() as tx:
        assert code_to_keep(tx, f"]d201{gtin}21ABC") == gtin.removeprefix("0")


def test_batch_and_dates_of_a_gs1_code_stay_with_the_line(till: TillDesk) -> None:
    gtin = label(f"0{460_000_000_000 + till.id}"[:13])
    yoghurt = till.shop.product("Yoghurt", "1.20", packs=[Code(gtin.removeprefix("0"))])
    today = till.shop.clock.now().date()
    last, gone = f"{today:%y%m%d}", f"{today - timedelta(days=1):%y%m%d}"
    for _ in range(2):
        till.scans(f"(01){gtin}(17){last}(10)A-1")
    till.scans(f"(01){gtin}(15){gone}(10)B-2")
    till.scans(yoghurt.code)
    for mark in ("17", "16"):
        with pytest.raises(Conflict, match="goods_expired"):
            till.scans(f"(01){gtin}({mark}){gone}(10)A-1")
    assert [(one.qty_milli, one.note) for one in till.rung_up.lines] == [
        (2000, f"LOT A-1 · EXP {today}"),
        (1000, f"LOT B-2 · BBE {today - timedelta(days=1)}"),
        (1000, None),
    ]


def test_a_upc_e_is_goods_by_what_it_stands_for(till: TillDesk) -> None:
    soup = till.shop.product("Soup", packs=[Code("042100005264")])
    till.scans("04252614")
    assert till.rung_up.lines[-1].product_id == soup.id


def test_patterns_are_kept_once_and_in_order(till: TillDesk) -> None:
    shop = till.shop
    knows_labels(till)
    shop.changes(lambda tx: add_pattern(tx, "weight:25IIIIINNDDDC"))
    for wrong, problem in (
        ("weight:IIIIIIINNDDDC", "pattern_digits"),
        ("weight:46IIIIINNDDDC", "pattern_range"),
        ("weight:22IIIINNNDDDC", "pattern_twice"),
    ):
        with pytest.raises((BadInput, Conflict), match=problem):
            shop.changes(partial(add_pattern, text=wrong))
    shop.changes(lambda tx: remove_pattern(tx, "price:23IIIIINNNDDC"))
    with shop.database.read_unit() as tx:
        assert [one.layout for one in scale_patterns(tx)] == ["22IIIIINNDDDC", "24IIIIINNNNNC", "25IIIIINNDDDC"]
    with pytest.raises(NotFound, match="no_pattern"):
        shop.changes(lambda tx: remove_pattern(tx, "price:23IIIIINNNDDC"))
