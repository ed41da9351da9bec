"""A gift card's life: sold at Christmas, spent in parts at two tills, lost, replaced, and every Z report adds up."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.errors import Conflict
from app.core.ids import new_uid
from app.core.money import ZERO
from loyalty.gift_cards.cards import replace_gift_card
from loyalty.gift_cards.reading import owed_by_day
from loyalty.gift_cards.settings import VALID_MONTHS
from pos.cart.gift_cards import sell_gift_card, use_gift_card
from pos.sale.customers import purchase_summary
from pos.scan import ScannedGiftCard, what_is
from tests.factories.amounts import money
from tests.factories.gift_cards import card, code_of, owed
from tests.factories.loyalty import points_program, runs
from tests.factories.shop import FITTER, Shop

CHRISTMAS = datetime(2026, 12, 23, 10, 0, tzinfo=UTC)


def test_the_life_of_a_gift_card(shop: Shop) -> None:
    shop.clock.set(CHRISTMAS)
    shop.sets(VALID_MONTHS, 12)
    runs(shop, points_program())
    saw, oil = shop.product("Chainsaw", "40.00", tax="20"), shop.product("Chain oil", "8.50", tax="20")
    front, back = shop.till(), shop.till()

    # Ivan buys his wife a card; it is no purchase and brings him no points.
    ivan, maria = shop.customer("Ivan"), shop.customer("Maria")
    front.is_of(ivan)
    front.act(sell_gift_card, new_uid(), money("50.00"))
    sold = front.pays(cash="50.00")
    code = code_of(front, sold.sale_id)
    with shop.database.read_unit() as tx:
        assert purchase_summary(tx, ivan).spent == ZERO
        assert what_is(tx, code) == ScannedGiftCard(code)
    christmas = front.closes().figures
    assert (christmas.turnover, christmas.loads.sold, christmas.expected_cash) == (
        ZERO,
        money("50.00"),
        money("150.00"),
    )
    back.closes()

    # In January Maria spends a part of it at one till, and at the other one more than is left.
    shop.clock.advance(timedelta(days=14))
    front.opens()
    back.opens()
    front.is_of(maria)
    front.adds(saw)
    front.act(use_gift_card, new_uid(), code)
    bought = front.pays()
    assert bought.tenders == (("gift_card", money("40.00")),)
    back.adds(oil, "2")
    assert back.act(use_gift_card, new_uid(), code).cart.to_pay == money("7.00")
    assert back.pays(cash="10.00").change == money("3.00")
    with shop.database.read_unit() as tx:
        assert purchase_summary(tx, maria).spent == money("40.00")

    # The saw comes back: its money is on the card again, not in her purse.
    back.takes_back(bought)
    assert back.pays_out().tenders == (("gift_card", money("-40.00")),)

    # She loses the card. Who finds it gets nothing.
    lost = card(shop, code).uid
    with shop.database.unit_of_work(FITTER) as tx:
        new = replace_gift_card(tx, lost, shop.id, "lost")
    front.adds(oil)
    with pytest.raises(Conflict, match="gift_card_replaced"):
        front.act(use_gift_card, new_uid(), code)
    front.act(use_gift_card, new_uid(), new.code or "")
    front.pays()
    assert owed(shop) == card(shop, new.code or "").balance == money("31.50")

    figures = [front.closes().figures, back.closes().figures]
    assert [one.turnover for one in figures] == [money("48.50"), money("-23.00")]
    assert [one.tenders.get("gift_card") for one in figures] == [money("48.50"), money("-30.00")]
    with shop.database.read_unit() as tx:
        days = owed_by_day(tx, CHRISTMAS.date(), (CHRISTMAS + timedelta(days=20)).date())
    assert [one.owed for one in days] == [money("31.50"), money("50.00")]
    assert shop.faults() == ([], [])
