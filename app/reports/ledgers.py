"""Recomputes every stored balance from its ledger."""

from dataclasses import dataclass

from app.core.db.unit import ReadUnit
from loyalty.gift_cards.proof import check_gift_cards
from loyalty.packages.proof import check_packages
from loyalty.points.proof import check_points
from loyalty.promotions.uses import check_tallies
from pos.account.ledger import check_balances
from pos.numbering.numbers import gaps
from pos.sale.bought import check_bought
from warehouse.stock.levels import check_levels


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored balance that is not the sum of its ledger."""

    ledger: str
    subject: str
    stored: int
    computed: int


def check_ledgers(tx: ReadUnit) -> list[Difference]:
    """Every difference found; none means that the books agree with themselves."""
    levels = [
        Difference(
            "stock_level", f"product:{one.product_id}@location:{one.location_id}", one.stored_milli, one.moved_milli
        )
        for one in check_levels(tx)
    ]
    balances = [
        Difference("customer_account", f"customer:{one.customer_id}", one.stored.minor, one.entered.minor)
        for one in check_balances(tx)
    ]
    points = [Difference("points", one.subject, one.stored_micro, one.computed_micro) for one in check_points(tx)]
    tallies = [Difference("promotion", f"promotion:{one.uid}", one.stored, one.entered) for one in check_tallies(tx)]
    numbers = [Difference("sale_number", f"register:{one.serial_number}", one.last, one.counted) for one in gaps(tx)]
    cards = [
        Difference("gift_card", f"gift_card:{one.card_id}", one.stored.minor, one.entered.minor)
        for one in check_gift_cards(tx)
    ]
    packages = [
        Difference("package", f"package:{one.package_id}:{one.figure}", one.stored, one.entered)
        for one in check_packages(tx)
    ]
    bought = [Difference("bought", one.subject, one.stored, one.computed) for one in check_bought(tx)]
    return levels + balances + points + tallies + numbers + cards + packages + bought
