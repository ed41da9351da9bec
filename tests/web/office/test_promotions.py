"""Promotions in the office: what a form becomes, what is refused, coupons as a table and on paper."""

import csv
import io
import re
from pathlib import Path

from app.core.ids import new_uid
from loyalty.promotions.coupon_codes import is_whole
from loyalty.promotions.stored import promotions
from tests.factories.shop import Shop
from tests.support.web import Browser
from tests.web.office.test_returns import office_of

FORM = {"name": "Spring", "kind": "percent", "value": "12,5", "on": "matching", "trigger": "auto", "who": "all"}


def send(owner: Browser, **fields: str) -> tuple[int, str]:
    owner.get("/office/promotions/new")
    answer = owner.post("/office/promotions/new", {**FORM, "uid": new_uid(), "then": "on", **fields})
    return answer.status_code, answer.text


def kept(shop: Shop) -> list[str]:
    with shop.database.read_unit() as tx:
        return [one.rule for one in promotions(tx)]


def test_every_kind_is_kept_as_the_contract_says_and_shown_again(shop: Shop, tmp_path: Path) -> None:
    owner, saw = office_of(shop, tmp_path), shop.product("Saw", "50.00")
    kinds = {
        "percent": {
            "max_discount": "5",
            "min_qty": "2",
            "weekdays": "2",
            "who": "customers",
            "birthday_within_days": "7",
        },
        "amount": {"per": "unit", "products": saw.code, "hour_from": "09:00", "hour_to": "18:00"},
        "fixed_price": {"value": "9.90", "from": "2026-03-01", "to": "2026-03-31", "total": "100"},
        "bundle_price": {"qty": "3", "value": "10", "first_purchase": "yes"},
        "buy_get": {"buy": "2", "get": "1", "percent": "50", "tags": "Garden, gift", "always": "yes"},
        "free_product": {"free_products": saw.code, "qty": "1", "min_amount": "100", "trigger": "code", "code": "GIFT"},
        "points": {"bonus": "50", "factor": "2", "who": "customers", "per_customer": "1"},
    }
    for kind, fields in kinds.items():
        status, text = send(owner, kind=kind, **fields)
        assert status == 303, text
    rules = dict(zip(reversed(kinds), kept(shop), strict=True))
    assert '"value":"12.5"' in rules["percent"]
    assert '"weekdays":[2]' in rules["percent"]
    assert '"per":"unit"' in rules["amount"]
    assert '"hours":["09:00","18:00"]' in rules["amount"]
    assert '"tags":["garden","gift"]' in rules["buy_get"]
    listed = owner.get("/office/promotions").text
    for words in (
        "12.5 % off all goods",
        "€12.50 off each piece of Saw",
        "all goods for 9.90 each",
        "3 of all goods for €10.00 together",
        "Buy 2 of goods tagged garden, gift and get 1 more with 50 % off",
        "For nothing: 1 × Saw",
        "50 points more, 2 times the points on all goods",
        "Up to 7 days around the birthday",
        "With the code GIFT",
    ):
        assert words in listed, words
    # What the editor shows of each is what would be kept again.
    for uid in re.findall(r'/office/promotions/([0-9a-f-]{36})"', listed):
        assert owner.get(f"/office/promotions/{uid}").status_code == 200
    assert len(kept(shop)) == len(kinds)


def test_what_cannot_be_is_told_at_its_field(shop: Shop, tmp_path: Path) -> None:
    owner = office_of(shop, tmp_path)
    for fields, sentence in (
        ({"value": ""}, "This is needed"),
        ({"value": "120"}, "between 0 and 100"),
        ({"name": " "}, "Give a name"),
        ({"products": "NOPE"}, "Nothing has the code NOPE"),
        ({"hour_from": "09:00"}, "Write both hours"),
        ({"kind": "coupon", "promotion": "x"}, "Choose which promotion the coupon is for"),
    ):
        status, text = send(owner, **fields)
        assert (status, sentence in text) in {(400, True), (422, True)}, (status, fields)
    assert kept(shop) == []


def test_coupons_are_made_taken_along_and_withdrawn(shop: Shop, tmp_path: Path) -> None:
    owner = office_of(shop, tmp_path)
    send(owner, trigger="series")
    listed = owner.get("/office/promotions").text
    (uid,) = set(re.findall(r'/office/promotions/([0-9a-f-]{36})"', listed))
    made = {"series_uid": new_uid(), "series_name": "Leaflet", "count": "3", "last_day": "2030-01-31"}
    for _again in range(2):
        assert owner.post(f"/office/promotions/{uid}/coupons", made).status_code == 303
    table = owner.get(f"/office/promotions/coupons/{made['series_uid']}.csv").text
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
    assert [(is_whole(row["code"]), row["last_day"], row["state"]) for row in rows] == [
        (True, "2030-01-31", "free")
    ] * 3
    paper = owner.client.get(f"/office/promotions/{uid}/coupons/{made['series_uid']}.pdf", base_url=owner.base_url)
    assert paper.data.startswith(b"%PDF")
    owner.post(f"/office/promotions/{uid}/coupons/{made['series_uid']}/withdraw", {})
    assert owner.get(f"/office/promotions/coupons/{made['series_uid']}.csv").text.count("withdrawn") == 3


def test_the_week_begins_on_monday_by_its_number(shop: Shop, tmp_path: Path) -> None:
    owner = office_of(shop, tmp_path)
    page = owner.get("/office/promotions/new?kind=percent").text
    days = re.findall(r'name="weekdays" value="(\d)"[^>]*> <span>(\w+)<', page)
    assert (days[0], days[-1], len(days)) == (("1", "Monday"), ("7", "Sunday"), 7)
