"""Gift cards as a till sells them, and what is left on them."""

from app.core.ids import new_uid
from app.core.money import Money
from loyalty.gift_cards.ledger import CardView, balance_of, card_by_code
from loyalty.gift_cards.of_sales import entries_of_sale
from loyalty.gift_cards.reading import owed_now
from pos.cart.gift_cards import sell_gift_card, top_up_balance
from pos.checkout.completed import CompletedSale
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.factories.till import TillDesk


def sells_card(till: TillDesk, amount: str, code: str = "") -> str:
    """Sells one card for cash; answers its code."""
    _has_a_category(till)
    till.act(sell_gift_card, new_uid(), money(amount), code)
    return code_of(till, till.pays(cash="rest").sale_id)


def sells_balance(till: TillDesk, customer_id: int, amount: str) -> CompletedSale:
    """A customer pays in advance, in cash."""
    _has_a_category(till)
    till.is_of(customer_id)
    till.act(top_up_balance, new_uid(), money(amount))
    return till.pays(cash="rest")


def _has_a_category(till: TillDesk) -> None:
    """Every line names one, and a shop without goods may have none yet."""
    till.shop.tax("20")


def code_of(till: TillDesk, sale_id: int) -> str:
    """The code of the card that a sale loaded last."""
    with till.shop.database.read_unit() as tx:
        codes = [one.code for one in entries_of_sale(tx, sale_id) if one.code is not None and one.amount.minor > 0]
    return codes[-1]


def card(shop: Shop, code: str) -> CardView:
    """The card as it is now."""
    with shop.database.read_unit() as tx:
        found = card_by_code(tx, code)
    assert found is not None
    return found


def prepaid(shop: Shop, customer_id: int) -> Money:
    """What a customer has prepaid."""
    with shop.database.read_unit() as tx:
        found = balance_of(tx, customer_id)
    assert found is not None
    return found.balance


def owed(shop: Shop) -> Money:
    """What the shop owes on all cards and balances."""
    with shop.database.read_unit() as tx:
        return owed_now(tx).amount
