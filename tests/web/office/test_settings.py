"""Settings: drawn from their declarations, kept, refused as a whole, journaled."""

import re
from typing import Any

import pytest

from app.auth.settings import OFFICE_HOURS, TILL_IDLE_MINUTES
from app.core.settings import Setting, by_key, declared, get, put
from app.places.second_currency import SECOND_CODE, SECOND_RATE
from app.places.settings import ZONE
from app.web.office.settings import ON_PAGES_OF_THEIR_OWN
from tests.support.web import SETUP, Browser, WebShop

LOGIN = {
    "login.till_idle_minutes": "15",
    "login.till_hours": "16",
    "login.office_idle_minutes": "60",
    "login.office_hours": "12",
    "login.hint": "Ask Olga",
}


def value(shop: WebShop, setting: Setting[Any]) -> Any:
    with shop.database.read_unit() as tx:
        return get(tx, setting)


def fields_of(page: str, group: str) -> dict[str, str]:
    """What the form of a group would send as it stands."""
    form = re.search(rf'<form class="card" id="{group}".*?</form>', page, re.DOTALL)
    assert form is not None
    found = dict(re.findall(r'name="([a-z._]+)"[^>]* value="([^"]*)"', form[0]))
    found |= dict(re.findall(r'<textarea[^>]*name="([a-z._]+)"[^>]*>([^<]*)</textarea>', form[0]))
    for name, options in re.findall(r'<select[^>]*name="([a-z._]+)".*?>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    for name in re.findall(r'<input type="checkbox"[^>]*name="([a-z._]+)" value="yes"(?! checked)', form[0]):
        found.pop(name, None)
    found.pop("csrf_token", None)
    return found


def test_a_group_is_saved_holds_and_is_journaled(web: WebShop) -> None:
    office = web.office()
    assert office.post("/office/settings/login", LOGIN).status_code == 303
    assert value(web, TILL_IDLE_MINUTES) == 15
    assert value(web, by_key("login.hint")) == "Ask Olga"
    page = office.get("/office/journal?kind=setting.changed").text
    assert "setting:login.till_idle_minutes" in page
    assert "setting:login.office_hours" not in page


def test_every_setting_comes_back_from_its_own_form_unchanged(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    office = shop.office()
    before = {setting.key: value(shop, setting) for setting in declared()}
    page = office.get("/office/settings").text
    for group in {setting.group for setting in declared()} - ON_PAGES_OF_THEIR_OWN:
        response = office.post(f"/office/settings/{group}", fields_of(page, group))
        assert response.status_code == 303, (group, response.text)
    assert {setting.key: value(shop, setting) for setting in declared()} == before
    assert "Nothing fits" in office.get("/office/journal?kind=setting.changed").text


def test_a_switch_is_turned_off_and_on(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    office: Browser = shop.office()
    switches = (setting for setting in declared() if setting.kind is bool)
    switch = next(setting for setting in switches if setting.group not in ON_PAGES_OF_THEIR_OWN)
    form = fields_of(office.get("/office/settings").text, switch.group)
    for given, wanted in (({}, False), ({switch.key: "yes"}, True)):
        others = {name: text for name, text in form.items() if name != switch.key}
        assert office.post(f"/office/settings/{switch.group}", {**others, **given}).status_code == 303
        assert value(shop, switch) is wanted


@pytest.mark.parametrize("text", ["0", "1441", "-5", "", "15.5", "fifteen", "9" * 30, "١٥"])
def test_one_wrong_value_keeps_the_whole_group_and_says_which(web_on_sqlite: WebShop, text: str) -> None:
    shop = web_on_sqlite
    form = {**LOGIN, "login.till_idle_minutes": text, "login.office_hours": "3"}
    response = shop.office().post("/office/settings/login", form)
    assert response.status_code == 422
    assert "write a whole number from 1 to" in response.text
    assert response.text.count('aria-invalid="true"') == 1
    assert 'value="3"' in response.text
    assert value(shop, OFFICE_HOURS) == 12


def test_a_rate_may_be_typed_with_a_comma_and_its_currency_in_small_letters(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    office = shop.office()
    form = fields_of(office.get("/office/settings").text, "prices")
    typed = {**form, SECOND_CODE.key: "bgn", SECOND_RATE.key: "1,95583"}
    assert office.post("/office/settings/prices", typed).status_code == 303
    assert (value(shop, SECOND_CODE), value(shop, SECOND_RATE)) == ("BGN", "1.95583")


def test_a_zone_is_chosen_from_those_there_are(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    office = shop.office()
    form = fields_of(office.get("/office/settings").text, "shop")
    assert office.post("/office/settings/shop", {**form, ZONE.key: "Asia/Tokyo"}).status_code == 303
    assert value(shop, ZONE) == "Asia/Tokyo"
    assert office.post("/office/settings/shop", {**form, ZONE.key: "Mars/Base"}).status_code == 422


def test_another_owners_change_is_seen(web: WebShop) -> None:
    office = web.office()
    with web.database.unit_of_work(SETUP) as tx:
        put(tx, by_key("login.hint"), "New words")
    assert "New words" in office.get("/office/settings").text
