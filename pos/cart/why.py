"""Why a line costs what it costs, and what one more of it would."""

from dataclasses import dataclass, replace

from app.core.db.unit import ReadUnit
from app.core.errors import NotFound, ShopError
from app.core.money import UNIT_PRICE_SCALE, Money
from app.core.percent import Percent
from loyalty.program.store import program_of
from pos.cart import store
from pos.cart.goods import WHOLE_MILLI
from pos.cart.pricing import price_state, view_of
from pos.cart.rates import at_rates_of_today
from pos.cart.store import CartState, LineState
from pos.cart.views import LineView, LoyalView
from pos.settings import pricing_shop


@dataclass(frozen=True, slots=True)
class Explained:
    """A line with all that made its price.

    ``rounded`` says that price times quantity was no whole amount; ``earns_nothing`` that such goods bring no points,
    though the shop gives some. ``one_more`` is what the whole cart would cost more
    with another piece of it, ``one_more_full`` what that piece costs by itself; None where nobody buys one more of it.
    """

    line: LineView
    rounded: bool
    loyal: LoyalView | None
    earns_nothing: bool = False
    one_more: Money | None = None
    one_more_full: Money | None = None

    @property
    def one_more_is_cheaper(self) -> bool:
        """Whether another piece brings something."""
        return self.one_more is not None and self.one_more_full is not None and self.one_more < self.one_more_full


def explain_line(tx: ReadUnit, till_id: int, line_uid: str) -> Explained:
    """The line of the till's open cart, explained; NotFound ``no_cart``, ``no_line``."""
    found = store.read_state(tx, till_id)
    if found is None:
        raise NotFound("no_cart")
    cart = at_rates_of_today(tx, found)
    line = cart.line(line_uid)
    priced = price_state(tx, cart)
    view = view_of(tx, cart, priced)
    shown = next(one for one in view.lines if one.uid == line.uid)
    rounded = line.returned_line_id is None and bool(
        line.unit_price.scaled * line.qty_milli % (UNIT_PRICE_SCALE * WHOLE_MILLI)
    )
    earns_nothing = line.qty_milli > 0 and not line.earns and program_of(tx).enabled
    explained = Explained(shown, rounded, view.loyal, earns_nothing)
    if line.qty_milli <= 0 or line.unit_decimals or line.pledge is not None or line.package_id is not None:
        return explained
    more = _with_one_more(tx, cart, line)
    if more is None:
        return explained
    return replace(explained, one_more=more - priced.gross, one_more_full=_full(tx, line))


def _with_one_more(tx: ReadUnit, cart: CartState, line: LineState) -> Money | None:
    """What the cart would cost with one more piece; None where it could not be sold."""
    lines = [replace(one, qty_milli=one.qty_milli + WHOLE_MILLI) if one is line else one for one in cart.all_lines]
    try:
        return price_state(tx, replace(cart, all_lines=lines)).gross
    except ShopError:
        return None


def _full(tx: ReadUnit, line: LineState) -> Money:
    """What a piece costs with its tax before anything is taken off."""
    price = line.unit_price.for_qty(WHOLE_MILLI)
    if line.tax_rate_bp is None or pricing_shop(tx).prices_include_tax:
        return price
    return price + Money(Percent.of_basis_points(line.tax_rate_bp).of(price.minor))
