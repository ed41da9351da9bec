"""Pledges in the office: put on goods, changed, taken off, and counted."""

from pathlib import Path

from tests.factories.shop import Shop
from tests.web.office.test_returns import office_of
from warehouse.catalogue.pledges import pledges_of


def test_pledges_of_goods_are_kept_on_their_page(shop: Shop, tmp_path: Path) -> None:
    shop.till()
    beer, bottle = shop.product("Beer", "1.19"), shop.pledge("Bottle")
    owner, page = office_of(shop, tmp_path), f"/office/products/{beer.id}"
    assert "Bottle" in owner.get(page).text

    def sends(**form: str) -> str:
        answer = owner.post(f"{page}/pledges", form)
        return answer.text if answer.status_code >= 400 else owner.get(page).text

    def pieces() -> list[int]:
        with shop.database.read_unit() as tx:
            return [one.pieces for one in pledges_of(tx, beer.id)]

    sends(pledge_id=str(bottle.id), pieces="1")
    assert pieces() == [1]
    sends(pledge_id=str(bottle.id), pieces="24")
    assert pieces() == [24]
    assert "Write a number of pieces from 1 to 1000" in sends(pledge_id=str(bottle.id), pieces="1001")
    assert "is no pledge" in sends(pledge_id=str(beer.id), pieces="1")
    sends(pledge_id=str(bottle.id), pieces="24", act="remove")
    assert pieces() == []


def test_pledges_are_counted_by_kind(shop: Shop, tmp_path: Path) -> None:
    bottle = shop.pledge("Bottle")
    beer, till = shop.product("Beer", "1.19", pledges={bottle: 1}), shop.till()
    till.sells(beer, "12")
    till.takes_back(till.sells(beer, "2"))
    till.pays_out()
    till.adds(bottle, "5")
    till.pays_out()
    found = office_of(shop, tmp_path).get("/office/pledges").text
    row = found[found.index("Bottle") :]
    assert all(f">{figure}<" in row for figure in ("12", "3.00", "5", "1.25"))
