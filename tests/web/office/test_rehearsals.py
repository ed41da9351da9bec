"""Promotions tried on past receipts, on the pages: from the editor, from the list, stopped, and read afterwards."""

import re
import threading
from pathlib import Path

from app.core.ids import new_uid
from pos.rehearsal.background import THREAD_NAME
from tests.factories.promotions import promote
from tests.factories.shop import Shop
from tests.support.web import Browser
from tests.web.office.test_promotions import FORM
from tests.web.office.test_returns import office_of

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
