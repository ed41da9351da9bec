"""Every page of the office opens, in both languages, and says what it should."""

import pytest

from tests.support.web import WebShop

PAGES = (
    "/office/",
    "/office/staff",
    "/office/staff/new",
    "/office/roles",
    "/office/roles/new",
    "/office/settings",
    "/office/journal",
    "/office/api-tokens",
    "/office/tills",
    "/office/display",
    "/office/hours",
    "/office/sales",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_for_the_owner(web_on_sqlite: WebShop, path: str) -> None:
    response = web_on_sqlite.office().get(path)
    assert response.status_code == 200
    assert "<h1>" in response.text


def test_the_first_page_tells_how_today_goes_to_whoever_may_see_sales(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    page = shop.office().get("/office/").text
    assert "€0.00" in page
    assert "Shift not open" in page
    assert "€0.00" not in shop.office("peter").get("/office/").text
