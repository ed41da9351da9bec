"""A line of labels comes to what they say, whatever the price of the day."""

from datetime import UTC, date, datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.ids import new_uid
from app.core.money import UNIT_PRICE_SCALE, Money, UnitPrice
from pos.cart.labels import MOST_PRICED_MILLI, scanned_line
from pos.cart.store import CartState
from warehouse.catalogue.scanned import Label, ScannedGoods
from warehouse.catalogue.sold_as import SoldAs

TODAY = date(2026, 3, 6)
EMPTY = CartState(
    id=1,
    uid=new_uid(),
    opened_at=datetime(2026, 3, 6, tzinfo=UTC),
    version=0,
    discount_percent_bp=0,
    discount_amount=Money(0),
    discount_reason=None,
    undo_kind=None,
    undo_body=None,
    undo_until=None,
    customer_id=None,
    checked_age=None,
    all_lines=[],
)


@given(st.integers(1, 99_999), st.integers(1, 50_000_000), st.integers(0, 3), st.integers(1, 40))
def test_a_line_comes_to_what_its_labels_say(price_minor: int, scaled: int, decimals: int, pieces: int) -> None:
    step_milli = 10 ** (3 - decimals)
    assume(price_minor * UNIT_PRICE_SCALE * 1000 // scaled + step_milli <= MOST_PRICED_MILLI // pieces)
    ham = SoldAs(
        product_id=1,
        barcode_id=None,
        sku="1",
        name="Ham",
        kind="goods",
        unit_code="kg",
        unit_decimals=decimals,
        pack_name=None,
        pack_qty_milli=1000,
        unit_price=UnitPrice(scaled),
        price_source="list",
        tax_category_id=1,
        tax_rate_bp=None,
        discountable=True,
        stocked=True,
        price_at_sale=False,
        min_age=None,
        active=True,
        pledged=False,
        earns=True,
    )
    line = scanned_line(EMPTY, new_uid(), ScannedGoods(ham, Label(price=Money(price_minor))), pieces * 1000, TODAY)
    assert line.unit_price.for_qty(line.qty_milli) == Money(price_minor * pieces)
    assert line.qty_milli % step_milli == 0
