"""The page of the opening hours: the week, closed days, what is refused, who may."""

import pytest

from app.places.opening_hours import HOURS_KEPT, WEEK
from tests.support.web import Browser, WebShop
from tests.web.office.test_settings import value

ADDRESS = "/office/opening-hours"


@pytest.fixture
def owner(web_on_sqlite: WebShop) -> Browser:
    """Olga, with the page open."""
    browser = web_on_sqlite.office()
    browser.get(ADDRESS)
    return browser


def test_a_week_is_saved_as_a_whole_and_journaled(web_on_sqlite: WebShop, owner: Browser) -> None:
    week = {
        "hours.kept": "yes",
        "hours.monday.opens-0": "09:00",
        "hours.monday.closes-0": "13:00",
        "hours.monday.opens-1": "14:00",
        "hours.monday.closes-1": "18:00",
        "hours.saturday.opens-0": "18:00",
        "hours.saturday.closes-0": "02:00",
    }
    assert owner.post(ADDRESS, week).status_code == 303
    stored = ["09:00-13:00 14:00-18:00", "", "", "", "", "18:00-02:00", ""]
    assert [value(web_on_sqlite, setting) for setting in WEEK] == stored
    assert value(web_on_sqlite, HOURS_KEPT)
    page = owner.get(ADDRESS).text
    assert 'name="hours.monday.opens-1" value="14:00"' in page
    assert "setting:hours.saturday" in owner.get("/office/journal?kind=setting.changed").text

    refused = owner.post(ADDRESS, {**week, "hours.friday.opens-0": "22:00", "hours.friday.closes-0": "05:00"})
    assert refused.status_code == 422
    assert "which begins at 04:00" in refused.text
    assert 'name="hours.friday.closes-0" value="05:00"' in refused.text
    assert [value(web_on_sqlite, setting) for setting in WEEK] == stored


def test_closed_days_come_and_go(owner: Browser) -> None:
    added = {"day": "2026-12-25", "name": "Christmas", "every_year": "yes"}
    assert owner.post(f"{ADDRESS}/closed-days", added).status_code == 303
    page = owner.get(ADDRESS).text
    assert "Christmas" in page
    assert "Dec 25" in page or "25 Dec" in page
    assert owner.post(f"{ADDRESS}/closed-days/remove", {"day": "12-25"}).status_code == 303
    assert "Christmas" not in owner.get(ADDRESS).text


@pytest.mark.parametrize(
    ("day", "name"), [("", "Rest"), ("soon", "Rest"), ("2026-02-30", "Rest"), ("2026-12-24", "  ")]
)
def test_a_day_nobody_understands_is_shown_again(owner: Browser, day: str, name: str) -> None:
    refused = owner.post(f"{ADDRESS}/closed-days", {"day": day, "name": name})
    assert refused.status_code == 422
    assert refused.text.count('aria-invalid="true"') == 1
    assert f'value="{day}"' in refused.text
    assert f'value="{name}"' in refused.text


def test_the_general_page_leaves_the_hours_alone(owner: Browser) -> None:
    assert owner.post("/office/settings/hours", {"hours.monday": "09:00-18:00"}).status_code == 404
    assert "hours.monday" not in owner.get("/office/settings").text
