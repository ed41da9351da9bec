"""The first steps on the home page of a new shop: ticked one by one, then gone."""

import re
from datetime import timedelta
from pathlib import Path

from app.places.pairing import pair, unpair
from tests.factories.shop import FITTER, Shop
from tests.support.web import Browser
from tests.web.office.test_returns import office_of


def ticked(office: Browser) -> list[bool]:
    """Whether each step is ticked; empty where none are shown."""
    return [bool(done) for done in re.findall(r'<li class="step( is-done)?">', office.get("/office/").text)]


def test_each_step_is_ticked_when_it_is_done_and_all_are_gone_in_the_end(shop: Shop, tmp_path: Path) -> None:
    office = office_of(shop, tmp_path)
    assert ticked(office) == [False, False, False, False]
    page = office.get("/office/").text
    for way in ("/office/imports", "/office/products/new", "/office/staff", "/office/tills", "/office/devices"):
        assert f'<a class="button" href="{way}">' in page
    saw = shop.product("Saw")
    assert ticked(office) == [True, False, False, False]
    till = shop.till()
    assert ticked(office) == [True, True, False, False]
    till.sells(saw)
    assert ticked(office) == [True, True, False, True]

    printing = shop.till(printer=True)
    assert ticked(office) == [True, True, False, True]
    with shop.database.unit_of_work(FITTER) as tx:
        pairing_id = pair(tx, printing.id, "till's browser")[0]
    assert ticked(office) == []
    with shop.database.unit_of_work(FITTER) as tx:
        unpair(tx, pairing_id)
    assert ticked(office) == [True, True, False, True]
    shop.clock.advance(timedelta(days=8))
    assert ticked(office) == []
