"""Tips in the office: by person, and on the page of their sale."""

from pathlib import Path

from pos.cart import service as cart
from pos.tips.settings import TIPS
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.web.office.test_returns import office_of


def test_tips_are_counted_by_person(shop: Shop, tmp_path: Path) -> None:
    owner = office_of(shop, tmp_path)
    assert "The tills take no tips" in owner.get("/office/tips").text
    shop.sets(TIPS, True)
    till = shop.till()
    till.adds(shop.product("Haircut", "43.20", stocked=False))
    till.act(cart.set_tip, money("1.80"))
    done = till.pays(card="rest")
    found = owner.get("/office/tips").text
    assert till.cashier.name in found
    assert found.count(">1.80<") == 3  # by card, together, held
    assert f"Tip for {till.cashier.name}" in owner.get(f"/office/sales/{done.uid}").text
