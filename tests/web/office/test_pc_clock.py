"""The clock of the PC in the office: what is said while it is behind, and that it is right again."""

import re
from datetime import timedelta
from pathlib import Path

from app.core.ids import new_uid
from tests.factories.shop import Shop
from tests.web.office.test_returns import office_of


def test_the_owner_says_that_the_clock_is_right(shop: Shop, tmp_path: Path) -> None:
    till, saw, owner = shop.till(), shop.product("Saw"), office_of(shop, tmp_path)
    assert "is behind" not in owner.get("/office/").text
    assert "Nothing is wrong with the clock" in owner.get("/office/pc-clock").text
    shop.clock.advance(timedelta(minutes=3))
    till.sells(saw)
    shop.clock.advance(timedelta(minutes=-3))
    assert "The clock of the PC is behind" in owner.get("/office/").text
    page = owner.get("/office/pc-clock").text
    uid = re.search(r'name="uid" value="([^"]+)"', page)
    assert uid is not None
    refused = owner.post("/office/pc-clock", {"uid": uid[1], "reason": ""})
    assert refused.status_code == 422
    assert "Write a reason" in refused.text
    assert owner.post("/office/pc-clock", {"uid": uid[1], "reason": "wrong year"}).status_code == 303
    assert "is behind" not in owner.get("/office/").text
    assert owner.post("/office/pc-clock", {"uid": new_uid(), "reason": "again"}).status_code == 409
    told = owner.get("/office/journal?kind=clock").text
    assert "Clock said to be right" in told
    assert "wrong year" in told
    till.sells(saw)
