"""The time clock of a till over HTTP, and its months in the office."""

import re
from collections.abc import Mapping

import pytest

from tests.support.web import Browser, WebShop


@pytest.fixture
def till(web: WebShop) -> Browser:
    """A till nobody is logged in at."""
    return web.till()


def clock(browser: Browser, who: Mapping[str, object], kind: str, pin: str = "3333") -> str:
    """What the page says after a tap."""
    page = browser.get("/auth/clock").text
    found = re.search(r'name="uid" value="([0-9a-f-]+)"', page)
    assert found is not None
    response = browser.post("/auth/clock", {**who, "pin": pin, "kind": kind, "uid": found[1]})
    return browser.get(response.headers["Location"]).text if response.status_code == 303 else response.text


def test_somebody_comes_by_tap_and_goes_by_badge(web: WebShop, till: Browser) -> None:
    assert "Peter came at" in clock(till, {"account_id": web.people["Peter"]}, "come")
    assert "here since" in till.get("/auth/clock").text
    assert "Peter went at" in clock(till, {"badge": "B-003"}, "go")
    assert till.get("/till/").status_code == 303, "nobody was logged in by it"


def test_what_cannot_follow_and_a_wrong_pin_are_said(web: WebShop, till: Browser) -> None:
    who = {"account_id": web.people["Peter"]}
    assert "cannot follow" in clock(till, who, "go")
    assert "PIN" in clock(till, who, "come", pin="9999")
    assert "here since" not in till.get("/auth/clock").text


def test_only_a_till_has_a_clock(web_on_sqlite: WebShop) -> None:
    assert web_on_sqlite.browser().get("/auth/clock").status_code == 409


def test_the_owner_sees_the_month_and_puts_it_right(web: WebShop, till: Browser) -> None:
    peter = web.people["Peter"]
    clock(till, {"account_id": peter}, "come")
    owner = web.office()
    today = f"{web.clock.now():%Y-%m-%d}"
    page = owner.get(f"/office/hours/{peter}").text
    assert "here now" in page
    form = {"kind": "break", "day": today, "time": "00:01", "reason": "", "uid": "not one"}
    assert owner.post(f"/office/hours/{peter}", form).status_code == 422
    uid = re.search(r'name="uid" value="([0-9a-f-]+)"', page)
    assert uid is not None
    form = {"kind": "come", "day": today, "time": "00:01", "reason": "", "uid": uid[1]}
    assert "reason" in owner.post(f"/office/hours/{peter}", form).text
    assert "Write a date" in owner.post(f"/office/hours/{peter}", {**form, "day": "soon"}).text
    assert owner.post(f"/office/hours/{peter}", {**form, "reason": "=the printer"}).status_code == 303
    page = owner.get(f"/office/hours/{peter}").text
    assert "=the printer" in page
    entry = re.findall(rf"/office/hours/{peter}/(\d+)/withdraw", page)[0]
    assert owner.post(f"/office/hours/{peter}/{entry}/withdraw", {"reason": "twice"}).status_code == 303
    assert "Taken back by Olga: twice" in owner.get(f"/office/hours/{peter}").text
    table = owner.client.get("/office/hours.csv")
    assert table.mimetype == "text/csv"
    assert f"Peter;{today}" in table.get_data(as_text=True)
    assert "Peter" in owner.get("/office/hours?month=2020-01").text
    assert owner.get("/office/hours/999").status_code == 404


def test_hours_are_nobody_elses_business(web_on_sqlite: WebShop) -> None:
    senior = web_on_sqlite.office("anna")
    for path in ("/office/hours", "/office/hours.csv", "/office/hours/1"):
        assert senior.get(path).status_code == 403
