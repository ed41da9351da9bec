"""The loyalty programme of the demo shop."""

from app.core.money import Money, UnitPrice
from app.core.percent import Percent
from loyalty.program.values import Program
from loyalty.rules.points import EarnRule, Loyalty, Redeem, Tier


def demo_program() -> Program:
    """A point for every euro, two cents each; two tiers, and a card with the first 200 euros."""
    return Program(
        enabled=True,
        rules=Loyalty(
            earn=(EarnRule(1_000_000, per_amount=Money(1_00)),),
            redeem=Redeem(UnitPrice.of(Money(2)), Percent.of_basis_points(5000)),
            tiers=(
                Tier("Silver", Money(300_00), Percent.of_basis_points(300)),
                Tier("Gold", Money(1_000_00), Percent.of_basis_points(500), 1_500_000),
            ),
        ),
        expiry_months=12,
        card_from=Money(200_00),
    )
