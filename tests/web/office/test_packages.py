"""Visit packages in the office: a service becomes one; what was sold of it rests, is put right and written off."""

from pathlib import Path

from tests.factories.amounts import money
from tests.factories.packages import owed, package, sells_package, service
from tests.factories.shop import Shop
from tests.web.office.test_returns import office_of


def test_a_package_is_offered_found_and_looked_after(shop: Shop, tmp_path: Path) -> None:
    owner, till, ann = office_of(shop, tmp_path), shop.till(), shop.customer("Ann Bell")
    assert "No package was sold yet" in owner.get("/office/packages").text
    massage, goods = service(shop), service(shop, "Ten massages", "300.00")
    terms = {"visits": "10", "valid_days": "180", "starts": "sale", "freeze_days": "30"}
    page = f"/office/products/{goods.id}"
    assert "Choose the services" in owner.post(f"{page}/package", terms).text
    assert "A package holds 1" in owner.post(f"{page}/package", terms | {"visits": "0", "services": massage.id}).text
    owner.post(f"{page}/package", terms | {"services": massage.id})
    assert "10 visits" in owner.get(page).text
    sells_package(till, goods, ann)
    assert "10 of 10" in owner.get("/office/packages?q=bell&state=good").text
    assert ">300.00<" in owner.get("/office/packages/by-day").text
    address = f"/office/packages/{package(shop, ann).uid}"
    assert "Sold with receipt" in owner.get(address).text
    assert "30 days more" in owner.post(f"{address}/freeze", {"days": "31", "reason": "ill"}).text
    owner.post(f"{address}/freeze", {"days": "20", "reason": "ill"})
    assert "Rests for 20 days: ill" in owner.get(address).text
    owner.post(f"{address}/unfreeze", {"reason": "well"})
    owner.post(f"{address}/last-day", {"last_day": "2031-01-31", "reason": "kindness"})
    assert "Write why" in owner.post(f"{address}/correct", {"visits": "-1", "reason": " "}).text
    owner.post(f"{address}/correct", {"visits": "-1", "reason": "came before"})
    assert owed(shop) == money("270.00")
    owner.post(f"{address}/write-off", {"reason": "moved away"})
    shown = owner.get(address).text
    assert "Written off: moved away" in shown
    assert "Another last day: kindness" in shown
    assert owed(shop) == money("0.00")
    assert "Visit package written off" in owner.get("/office/journal").text
