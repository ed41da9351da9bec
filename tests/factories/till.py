"""A till as a cashier works it: each act in a unit of its own, through the services a page calls."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from app.core.actor import Actor
from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.core.money import Money
from pos.cart import service as cart
from pos.cart.views import CartView, Changed
from pos.cash import denominations
from pos.checkout.completed import CompletedSale
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.returns.payout import payout_of
from pos.returns.service import returnable, take_back
from pos.sale.reading import SaleHead, SaleView, sale_by_uid
from pos.shift.closing import Closed, write_closing
from pos.shift.figures import figures_of
from pos.shift.service import close_shift, current_shift, open_shift, x_report
from pos.shift.views import ShiftView
from tests.factories.amounts import DECIMALS, money, qty

if TYPE_CHECKING:
    from tests.factories.shop import Goods, Shop

P = ParamSpec("P")
T = TypeVar("T")


def counted(amount: str | Money) -> dict[int, int]:
    """An amount as coins and notes, the largest first."""
    rest = (money(amount) if isinstance(amount, str) else amount).minor
    counts: dict[int, int] = {}
    for piece in reversed(denominations(DECIMALS, "EUR")):
        counts[piece.minor], rest = divmod(rest, piece.minor)
    return {minor: pieces for minor, pieces in counts.items() if pieces}


def tenders(
    cash: str | None = None, card: str | None = None, transfer: str | None = None, account: str | None = None
) -> list[TenderRequest]:
    """How a customer pays: an amount as text, ``"rest"`` for what is left."""
    given = {"card": card, "transfer": transfer, "account": account, "cash": cash}
    return [
        TenderRequest(kind, None if text == "rest" else money(text)) for kind, text in given.items() if text is not None
    ]


class TillDesk:
    """One till with the cashier who stands at it."""

    def __init__(self, shop: "Shop", till_id: int, cashier: Actor) -> None:
        self.shop = shop
        self.id = till_id
        self.cashier = cashier
        self.cart_uid = new_uid()

    def does(self, act: Callable[Concatenate[Unit, int, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Calls a service of this till in a unit of its own: ``till.does(cash_in_out, uid, "in", …)``."""
        return self.shop.database.transact(self.cashier, lambda tx: act(tx, self.id, *args, **kwargs))

    def act(self, act: Callable[Concatenate[Unit, int, str, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Calls a service of this till's open cart: ``till.act(cart.set_qty, line_uid, 2000)``."""
        return self.shop.database.transact(self.cashier, lambda tx: act(tx, self.id, self.cart_uid, *args, **kwargs))

    def adds(self, goods: "Goods", pieces: str = "1", *, line_uid: str | None = None) -> Changed:
        """Adds goods by hand, as a tile does."""
        return self.act(cart.add_product, new_uid() if line_uid is None else line_uid, goods.id, qty(pieces))

    def scans(self, code: str, pieces: str = "1", *, line_uid: str | None = None) -> Changed:
        """Scans a code."""
        return self.act(cart.add_code, new_uid() if line_uid is None else line_uid, code, qty(pieces))

    @property
    def cart(self) -> CartView | None:
        """The open cart as any page would read it now."""
        with self.shop.database.read_unit() as tx:
            return cart.read_cart(tx, self.id)

    @property
    def rung_up(self) -> CartView:
        """The open cart, which must be there."""
        found = self.cart
        assert found is not None, "no cart is open"
        return found

    def pays(
        self,
        *,
        cash: str | None = None,
        card: str | None = None,
        transfer: str | None = None,
        account: str | None = None,
        version: int | None = None,
    ) -> CompletedSale:
        """Pays the open cart; the next act begins another one."""
        done = self.act(checkout, version, tenders(cash, card, transfer, account))
        self.cart_uid = new_uid()
        return done

    def sells(
        self,
        goods: "Goods",
        pieces: str = "1",
        *,
        cash: str | None = None,
        card: str | None = None,
        transfer: str | None = None,
    ) -> CompletedSale:
        """Rings up one line and is paid, in exact cash where nothing is said."""
        self.adds(goods, pieces)
        if cash is card is transfer is None:
            cash = "rest"
        return self.pays(cash=cash, card=card, transfer=transfer)

    def takes_back(
        self, done: CompletedSale | SaleHead, pieces: str | None = None, *, line: int = 0, reason: str = "not wanted"
    ) -> Changed:
        """Puts a line of a sale into the cart as a return; all that is left of it where nothing is said."""
        with self.shop.database.read_unit() as tx:
            part = returnable(tx, done.uid).lines[line]
        wanted = part.left_milli if pieces is None else qty(pieces)
        return self.act(take_back, new_uid(), done.uid, {part.line_id: wanted}, reason)

    def is_of(self, customer_id: int) -> Changed:
        """Says whose cart it is."""
        return self.act(cart.set_customer, new_uid(), customer_id)

    def pays_out(self) -> CompletedSale:
        """Pays out the open cart the way it goes back by itself."""
        with self.shop.database.read_unit() as tx:
            parts = payout_of(tx, self.id)
        done = self.act(checkout, None, [TenderRequest(part.kind, -part.amount) for part in parts])
        self.cart_uid = new_uid()
        return done

    def sale(self, done: CompletedSale) -> SaleView:
        """The sale as it is kept."""
        with self.shop.database.read_unit() as tx:
            return sale_by_uid(tx, done.uid)

    def opens(self, opening_float: str = "100.00") -> ShiftView:
        """Opens the shift with a float."""
        return self.does(open_shift, new_uid(), counted(opening_float))

    def shift(self) -> ShiftView | None:
        """The open shift."""
        with self.shop.database.read_unit() as tx:
            return current_shift(tx, self.id)

    @property
    def expected_cash(self) -> Money:
        """What should be in the drawer."""
        with self.shop.database.read_unit() as tx:
            return x_report(tx, self.id).expected_cash

    def closes(self, cash: str | Money | None = None, reason: str = "") -> Closed:
        """Closes the shift, with exactly the expected cash where nothing else is said."""
        return self.does(close_shift, new_uid(), counted(self.expected_cash if cash is None else cash), reason)

    def closes_by_itself(self) -> None:
        """The shop's closing hour closes the shift; nobody counts the drawer."""

        def closes(tx: Unit, till_id: int) -> None:
            shift = current_shift(tx, till_id)
            assert shift is not None
            write_closing(tx, till_id, new_uid(), shift, figures_of(tx, shift.id), count=None)

        self.does(closes)
