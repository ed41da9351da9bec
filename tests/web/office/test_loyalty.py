"""The page of the loyalty programme, and a customer's points in the office."""

from functools import partial
from typing import Any

import pytest

from app.core.ids import new_uid
from app.core.percent import Percent
from app.crm.customers import CustomerData, create_customer, customer_by_id
from loyalty.points.ledger import points_of
from loyalty.program.store import program_of, save_program
from loyalty.program.values import Program
from loyalty.rules.points import EarnRule, Loyalty, PointsRounding, Redeem, Tier
from loyalty.rules.selection import Selection
from tests.factories.amounts import money, unit_price
from tests.factories.shop import FITTER
from tests.support.forms import untouched
from tests.support.web import Browser, WebShop

PAGE = "/office/loyalty"
TYPED = {
    "enabled": "yes",
    "earn_rows": "3",
    "earn-0-points": "5",
    "earn-0-size": "100",
    "earn-0-per": "amount",
    "rounding": "down",
    "decimals": "0",
    "point_value": "0,10",
    "max_share": "30",
    "expiry_months": "12",
    "tiers_rows": "3",
    "tiers-0-name": "Silver",
    "tiers-0-from": "1 000",
    "tiers-0-discount": "3",
    "tiers-1-name": "Gold",
    "tiers-1-from": "5000.00",
    "tiers-1-factor": "2",
    "tier_months": "0",
    "warning_days": "30",
    "card_from": "10000",
}


@pytest.fixture
def owner(web_on_sqlite: WebShop) -> Browser:
    """Olga, with the page open."""
    browser = web_on_sqlite.office()
    browser.get(PAGE)
    return browser


def tried(browser: Browser, **other: str) -> Any:
    answer = browser.post(f"{PAGE}/try", TYPED | other)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_programme_is_saved_as_it_was_typed_and_shown_again(web_on_sqlite: WebShop, owner: Browser) -> None:
    assert owner.post(PAGE, TYPED).status_code == 303
    with web_on_sqlite.database.read_unit() as tx:
        program = program_of(tx)
    assert program == Program(
        enabled=True,
        rules=Loyalty(
            earn=(EarnRule(5_000_000, per_amount=money("100.00")),),
            redeem=Redeem(unit_price("0.10"), Percent.of_basis_points(3000)),
            tiers=(
                Tier("Silver", money("1000.00"), Percent.of_basis_points(300)),
                Tier("Gold", money("5000.00"), earn_factor_micro=2_000_000),
            ),
        ),
        expiry_months=12,
        card_from=money("10000.00"),
    )
    shown = owner.get(PAGE).text
    assert 'value="Silver"' in shown
    assert "Silver: €100.00 costs €97.00 and brings 4 points." in shown
    assert "Loyalty programme changed" in owner.get("/office/journal").text


STRANGE = Program(
    rules=Loyalty(
        earn=(
            EarnRule(1_250_000, per_amount=money("0.01"), goods=Selection(products=("GONE, OVER", "A")), steps=True),
            EarnRule(1, per_unit_milli=1, goods=Selection((), ("b/c", "a"), ("Not small", "x" * 90))),
            EarnRule(10**10, per_amount=money("99999.99"), goods=Selection(tags=("gift",))),
        ),
        earn_rounding=PointsRounding.HALF_UP,
        points_decimals=2,
        redeem=Redeem(unit_price("0.000100"), Percent.of_basis_points(1)),
        tiers=(Tier("A  b", money("0.00"), Percent.of_basis_points(10_000), 0),),
    ),
    expiry_months=120,
    tier_months=3,
    tiers_fall=True,
    warning_days=365,
)


def test_a_programme_opened_and_saved_is_what_it_was(web_on_sqlite: WebShop, owner: Browser) -> None:
    def kept() -> Program:
        with web_on_sqlite.database.read_unit() as tx:
            return program_of(tx)

    for program in (STRANGE, Program(enabled=True, card_from=money("3.00"))):
        web_on_sqlite.database.transact(FITTER, partial(save_program, program=program))
        assert owner.post(PAGE, untouched(owner.get(PAGE).text, "loyalty-form")).status_code == 303
        assert kept() == program


def test_a_row_says_of_which_goods_it_speaks(web_on_sqlite: WebShop, owner: Browser) -> None:
    some = {"earn-0-categories": "gone", "earn-0-tags": "Gift,  garden"}
    assert owner.post(PAGE, TYPED | some).status_code == 303
    with web_on_sqlite.database.read_unit() as tx:
        assert program_of(tx).rules.earn[0].goods == Selection(categories=("gone",), tags=("garden", "gift"))
    shown = owner.get(PAGE).text
    assert "gone (gone) · goods tagged garden, gift" in shown
    assert shown.count("No goods in sale fit") == 1
    refused = owner.post(PAGE, TYPED | {"earn-0-products": "NOPE"})
    assert refused.status_code == 422
    assert "Nothing has the code NOPE" in refused.text


def test_the_example_follows_what_is_typed(owner: Browser) -> None:
    assert tried(owner)["lines"] == [
        "A purchase of €100.00 brings 5 points.",
        "Silver: €100.00 costs €97.00 and brings 4 points.",
        "Gold: €100.00 costs €100.00 and brings 10 points.",
        "100 points pay €10.00; of €100.00 points pay €30.00 at most.",
    ]
    assert tried(owner, **{"tiers-1-name": "Silver"})["wrong"]
    assert tried(owner, max_share="130")["wrong"]


@pytest.mark.parametrize(
    "wrong",
    [{"earn-0-points": "many"}, {"expiry_months": "500"}, {"tiers-0-from": "-1"}, {"point_value": "0"}],
    ids=str,
)
def test_what_cannot_work_stays_in_the_form_with_its_reason(owner: Browser, wrong: dict[str, str]) -> None:
    refused = owner.post(PAGE, TYPED | wrong)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert 'value="Gold"' in refused.text


def test_points_are_given_once_on_the_customers_page(web_on_sqlite: WebShop, owner: Browser) -> None:
    owner.post(PAGE, TYPED)
    database = web_on_sqlite.database
    customer_id = database.transact(FITTER, lambda tx: create_customer(tx, CustomerData("Anna Petrova")))
    with database.read_unit() as tx:
        uid = customer_by_id(tx, customer_id).uid
    given = {"uid": new_uid(), "kind": "bonus", "points": "50", "reason": "birthday"}
    for _ in range(2):
        assert owner.post(f"/office/customers/{uid}/points", given).status_code == 303
    shown = owner.get(f"/office/customers/{uid}").text
    assert "Given: birthday" in shown
    assert "€1,000.00 to Silver" in shown
    refused = owner.post(
        f"/office/customers/{uid}/points", given | {"uid": new_uid(), "kind": "correction", "points": "-60"}
    )
    assert refused.status_code == 409
    assert "There are not so many points by now" in refused.text
    with database.read_unit() as tx:
        assert points_of(tx, customer_id).balance_micro == 50_000_000
