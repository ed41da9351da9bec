"""The journal on its page: narrowed, paged, its seals checked."""

import pytest
from sqlalchemy import text

from app.core import journal
from app.core.actor import Actor
from tests.support.web import SETUP, WebShop


def write(shop: WebShop, kind: str, count: int = 1, actor: str = "Mia", **more: object) -> None:
    with shop.database.unit_of_work(Actor(actor)) as tx:
        for number in range(count):
            journal.record(tx, kind, subject=f"thing:{number}", **more)  # type: ignore[arg-type]  # each test gives what record takes


@pytest.mark.parametrize(
    ("narrowed", "there", "gone"),
    [
        ("kind=sale.completed", "thing:0", "Person added"),
        ("kind=sale", "thing:0", "Person added"),
        ("actor=mi", "Mia", "Person added"),
        ("subject=thing:0", "thing:0", "Person added"),
        ("chain=till:9", "till:9 1", "Person added"),
        ("since=2026-03-06&until=2026-03-06", "Person added", "Nothing fits"),
        ("since=2026-03-07", "Nothing fits", "Person added"),
        ("since=not a day&before=x", "Person added", "Nothing fits"),
    ],
)
def test_it_is_narrowed(web: WebShop, narrowed: str, there: str, gone: str) -> None:
    write(
        web, "sale.completed", chain="till:9", body={"gross": 123456, "qty_milli": 1500, "percent_bp": 550, "ok": True}
    )
    page = web.office().get(f"/office/journal?{narrowed}").text.split("</form>")[-1]
    assert there in page
    assert gone not in page


def test_parts_of_the_program_are_told_from_people(web_on_sqlite: WebShop) -> None:
    for actor in ("job:prove_books", "console:anna"):
        write(web_on_sqlite, "sale.completed", actor=actor)
    page = web_on_sqlite.office().get("/office/journal").text
    assert "<td>The program</td>" in page
    assert "<td>anna, on the command line</td>" in page
    assert ":anna" not in page


def test_what_acts_are_about_is_called_by_name(web_on_sqlite: WebShop) -> None:
    assert ">Person Olga</a>" in web_on_sqlite.office().get("/office/journal").text


def test_figures_are_figures(web_on_sqlite: WebShop) -> None:
    write(
        web_on_sqlite,
        "sale.completed",
        body={
            "gross": 123456,
            "qty_milli": 1500,
            "percent_bp": 550,
            "new_scaled": 15000,
            "valid_from": "2026-11-30T04:00:00+02:00",
            "valid_until": "2026-12-31",
        },
    )
    page = web_on_sqlite.office().get("/office/journal?subject=thing:0").text
    for figure in ("€1,234.56", ">1.5<", "5.5\u00a0%", "0.015", "30/11/2026", "31 Dec 2026"):
        assert figure in page


def test_ways_of_paying_are_words_and_money(web_on_sqlite: WebShop) -> None:
    write(web_on_sqlite, "sale.completed", body={"kind": "exchange", "tenders": [["cash", 1410], ["account", 250]]})
    write(web_on_sqlite, "shift.x", body={"tenders": {"card": 990}})
    page = " ".join(web_on_sqlite.office().get("/office/journal").text.split())
    for words in ("cash, €14.10, on account, €2.50", "card: €9.90"):
        assert words in page


def test_erased_details_are_told(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    write(shop, "customer.created", detail={"name": "Ivan Petrov"})
    office = shop.office()
    assert "Ivan Petrov" in office.get("/office/journal?subject=thing:0").text
    with shop.database.unit_of_work(SETUP) as tx:
        tx.connection.execute(text("DELETE FROM journal_detail WHERE detail LIKE '%Ivan%'"))
    page = office.get("/office/journal?subject=thing:0").text
    assert "Ivan Petrov" not in page
    assert "Personal details were erased" in page


def test_it_is_turned_page_by_page(web: WebShop) -> None:
    write(web, "shift.x", 150)
    office = web.office()
    first = office.get("/office/journal?kind=shift.x").text
    assert first.count("Figures of the shift read</td>") == 100
    older = first.split('href="/office/journal?before=')[1].split('"')[0].replace("&amp;", "&")
    second = office.get(f"/office/journal?before={older}").text
    assert second.count("Figures of the shift read</td>") == 50


def test_whole_seals_are_said_to_be_whole(web: WebShop) -> None:
    response = web.office().post("/office/journal/verify")
    assert response.status_code == 200
    assert "nothing changed and nothing missing" in response.text


def test_a_broken_seal_is_shown_with_its_place(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    with shop.database.unit_of_work(SETUP) as tx:
        tx.connection.execute(text("DROP TRIGGER keep_journal_entry_update"))
        tx.connection.execute(text("UPDATE journal_entry SET actor = 'somebody else' WHERE seq = 2"))
    page = shop.office().post("/office/journal/verify").text
    assert "1 place is broken" in page
    assert "The row was changed" in page
