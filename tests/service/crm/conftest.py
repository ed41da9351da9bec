"""The client book of a shop, as tests write in it."""

from collections.abc import Callable
from typing import Any

import pytest

from app.core.errors import ShopError
from app.crm.cards import CardView, cards_of
from app.crm.consents import ConsentState, consents_of
from app.crm.customers import CustomerData, CustomerView, create_customer, customer_by_id
from app.crm.listing import Wanted, list_customers
from tests.factories.shop import Shop


class ClientBook:
    """Writes customers down in a shop and reads them."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def add(self, name: str = "", phone: str = "", *, card: str = "", own_card: bool = False, **more: Any) -> int:
        """A new customer's id."""
        data = CustomerData(name, phone, **more)
        return self.shop.changes(lambda tx: create_customer(tx, data, card_code=card, own_card=own_card))

    def does(self, act: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """Somebody with every right does something in a unit of its own."""
        return self.shop.changes(lambda tx: act(tx, *arguments, **more))

    def refuses(self, act: Callable[..., Any], *arguments: Any, **more: Any) -> str:
        """The code with which an act is refused."""
        with pytest.raises(ShopError) as refused:
            self.does(act, *arguments, **more)
        return refused.value.code

    def customer(self, customer_id: int) -> CustomerView:
        """What is stored of a customer."""
        with self.shop.database.read_unit() as tx:
            return customer_by_id(tx, customer_id)

    def cards(self, customer_id: int) -> list[CardView]:
        """The customer's cards, newest first."""
        with self.shop.database.read_unit() as tx:
            return cards_of(tx, customer_id)

    def consents(self, customer_id: int) -> dict[str, ConsentState]:
        """The customer's consents by channel."""
        with self.shop.database.read_unit() as tx:
            return {state.channel: state for state in consents_of(tx, customer_id)}

    def finds(self, query: str, **more: Any) -> list[str]:
        """The names that a query finds, in the order of the list."""
        with self.shop.database.read_unit() as tx:
            return [found.name for found in list_customers(tx, Wanted(query, **more)).customers]

    def reads(self, question: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """The answer of a reading service."""
        with self.shop.database.read_unit() as tx:
            return question(tx, *arguments, **more)


@pytest.fixture
def book(shop: Shop) -> ClientBook:
    """An empty client book, on each database product in turn."""
    return ClientBook(shop)
