"""Promotions tried on past receipts, on the pages: from the editor, from the list, stopped, and read afterwards."""

import re
import threading
from datetime import timedelta
from pathlib import Path

from app.core.ids import new_uid
from pos.rehearsal.background import THREAD_NAME
from tests.factories.promotions import promote
from tests.factories.shop import Goods, Shop
from tests.support.web import Browser
from tests.web.office.test_promotions import FORM
from tests.web.office.test_returns import office_of
from warehouse.catalogue.tags import set_tags

PATIENCE_SECONDS = 60


def ended(owner: Browser, page: str) -> str:
    """The page of a run once its thread is no longer at work."""
    for thread in threading.enumerate():
        if thread.name == f"{THREAD_NAME} {page.rpartition('/')[2]}":
            thread.join(PATIENCE_SECONDS)
    return owner.get(page).text


def started(owner: Browser, address: str, **form: str) -> str:
    answer = owner.post(address, {"rehearsal_uid": new_uid(), "rehearsal_days": "30", **form})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_promotion_is_tried_before_it_is_kept_and_counted_afterwards(shop: Shop, tmp_path: Path) -> None:
    owner, till, saw = office_of(shop, tmp_path), shop.till(), shop.product("Saw", "50.00")
    anna = shop.customer("Anna Berg")
    till.adds(saw)
    till.is_of(anna)
    till.pays(cash="rest")
    owner.get("/office/promotions/new?kind=percent")
    page = started(owner, "/office/promotions/rehearse", **FORM)
    text = ended(owner, page)
    assert "It would have cost €6.25: 12.5\u00a0% of the turnover." in text
    assert "no cost is known of these goods" in text
    assert re.search(r"Anna Berg</a></th><td class=\"is-number\">1</td>\s*<td class=\"is-number\"><strong>6.25", text)
    assert owner.get(f"{page}/progress").headers["HX-Refresh"] == "true"
    again = owner.post(f"{page}/again")
    assert "€6.25" in ended(owner, str(again.location))

    uid = promote(shop)
    of_promotion = f"/office/promotions/{uid}/rehearsals"
    assert "Count the result" not in owner.get(of_promotion).text
    refused = owner.post(of_promotion, {"what": "result", "rehearsal_uid": new_uid()})
    assert (refused.status_code, "has not been used in any sale yet" in refused.text) == (409, True)
    till.sells(saw)
    text = ended(owner, started(owner, of_promotion, what="result"))
    assert "It gave €5.00 in 1 sale." in text
    assert "too few customers to compare" in text
    text = ended(owner, started(owner, of_promotion))
    assert "It would have cost €5.00" in text, "the sale before it ran"
    assert "the receipts of those days have it already" in text
    assert "Result" in owner.get("/office/promotions").text
    assert "5.00" in owner.get(of_promotion).text


def test_a_result_stands_beside_customers_it_did_not_reach(shop: Shop, tmp_path: Path) -> None:
    # The reached bought a lamp for 90.00 instead of 100.00 then, the others another saw: 40.00 more, and nothing more.
    # One who is new, and one who only came before, do not count.
    till, saw, lamp = shop.till(), shop.product("Saw", "50.00"), shop.product("Lamp", "100.00")
    reached, others = ([shop.customer(f"{name} {number}") for number in range(20)] for name in ("Anna", "Boris"))
    new, gone = shop.customer("New"), shop.customer("Gone")

    def buys(customer_id: int, goods: Goods) -> None:
        till.adds(goods)
        till.is_of(customer_id)
        till.pays(cash="rest")

    for customer_id in [*reached, *others, gone]:
        buys(customer_id, saw)
    shop.clock.advance(timedelta(days=1))
    shop.changes(lambda tx: set_tags(tx, lamp.id, ["lamp"]))
    uid = promote(shop, when={"tags": ["lamp"]})
    for customer_id in [*reached, new]:
        buys(customer_id, lamp)
    for customer_id in others:
        buys(customer_id, saw)
    owner, of_promotion = office_of(shop, tmp_path), f"/office/promotions/{uid}/rehearsals"
    owner.get(of_promotion)
    text = ended(owner, started(owner, of_promotion, what="result"))
    assert "It gave €210.00 in 21 sales." in text
    assert "Those it reached spent €40.00 more each than others like them." in text
    assert re.search(r"It reached them</th>.*>20<.*>50.00<.*>90.00<.*<strong>40.00<", text)
    assert re.search(r"It did not reach them</th>.*>20<.*>50.00<.*>50.00<.*<strong>0.00<", text)


def test_what_cannot_be_tried_is_said_beside_the_form(shop: Shop, tmp_path: Path) -> None:
    owner = office_of(shop, tmp_path)
    owner.get("/office/promotions/new?kind=percent")
    bad = owner.post("/office/promotions/rehearse", {**FORM, "value": "120", "rehearsal_days": "30"})
    assert (bad.status_code, "between 0 and 100" in bad.text) == (422, True)
    uid = promote(shop)
    owner.get(f"/office/promotions/{uid}/rehearsals")
    none = owner.post(f"/office/promotions/{uid}/rehearsals", {"rehearsal_days": "0"})
    assert (none.status_code, "how many days to look back" in none.text) == (422, True)
    assert owner.get("/office/promotions/rehearsals/nothing").status_code == 404
    empty = ended(owner, started(owner, f"/office/promotions/{uid}/rehearsals"))
    assert "There are no receipts in these days." in empty
