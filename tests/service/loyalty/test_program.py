"""The loyalty programme as the owner saves it."""

import pytest

from app.core.currency_change import Exchange
from app.core.errors import BadInput
from app.core.money import UnitPrice
from app.core.percent import Percent
from loyalty.program.currency import loyalty_amounts
from loyalty.program.store import program_of, save_program
from loyalty.program.values import Program
from loyalty.rules.points import EarnRule, Loyalty, PointsRounding, Redeem, Tier
from loyalty.rules.selection import Selection
from tests.factories.amounts import money, unit_price
from tests.factories.shop import Shop

PROGRAM = Program(
    enabled=True,
    rules=Loyalty(
        earn=(
            EarnRule(5_000_000, per_amount=money("100.00")),
            EarnRule(1_000_000, per_unit_milli=1000, goods=Selection(products=("A-1", "B-2")), steps=True),
        ),
        earn_rounding=PointsRounding.HALF_UP,
        points_decimals=1,
        redeem=Redeem(unit_price("0.01"), Percent.of_basis_points(3000)),
        tiers=(
            Tier("silver", money("1000.00"), Percent.of_basis_points(300)),
            Tier("gold", money("5000.00"), Percent.of_basis_points(750), 2_000_000),
        ),
    ),
    expiry_months=12,
    tier_months=6,
    tiers_fall=True,
    warning_days=14,
    card_from=money("10000.00"),
)


def test_a_programme_is_kept_as_it_was_saved(shop: Shop) -> None:
    with shop.database.read_unit() as tx:
        assert not program_of(tx).enabled
    for _ in range(2):
        shop.changes(lambda tx: save_program(tx, PROGRAM))
    with shop.database.read_unit() as tx:
        assert program_of(tx) == PROGRAM


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("amount_not_positive", Program(rules=Loyalty(earn=(EarnRule(ONE := 1_000_000, per_amount=money("0.00")),)))),
        ("amount_not_positive", Program(rules=Loyalty(redeem=Redeem(UnitPrice(0))))),
        ("tier_twice", Program(rules=Loyalty(tiers=(Tier("a", money("1.00")), Tier("a", money("2.00")))))),
        ("tier_without_name", Program(rules=Loyalty(tiers=(Tier("", money("1.00")),)))),
        ("number_out_of_range", Program(expiry_months=121)),
        ("too_many_rules", Program(rules=Loyalty(earn=(EarnRule(ONE, per_unit_milli=1000),) * 51))),
    ],
)
def test_a_programme_that_cannot_work_is_refused(shared_shop: Shop, code: str, wrong: Program) -> None:
    with pytest.raises(BadInput, match=code):
        shared_shop.changes(lambda tx: save_program(tx, wrong))


def test_another_currency_converts_the_rules(shop: Shop) -> None:
    shop.changes(lambda tx: save_program(tx, PROGRAM))
    exchange = Exchange("EUR", 2, "DEM", 2, 2, 1, "1 EUR = 2 DEM")
    part = loyalty_amounts()
    with shop.database.read_unit() as tx:
        told = {one.name: one.new for one in part.amounts(tx, exchange)}
    shop.changes(lambda tx: part.convert(tx, exchange))
    with shop.database.read_unit() as tx:
        program = program_of(tx)
    assert told["silver"] == program.rules.tiers[0].from_spent == money("2000.00")
    assert told["earn_1"] == program.rules.earn[0].per_amount == money("200.00")
    assert program.rules.redeem is not None
    assert told["point_value"] == program.rules.redeem.point_value == unit_price("0.02")
    assert told["card_from"] == program.card_from == money("20000.00")
