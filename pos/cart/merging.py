"""Open carts of a customer who is merged into another: they are that one's from now on."""

from sqlalchemy import select, update

from app.core import feed
from app.core.db.unit import Unit
from app.crm.merging import MergePart, Moved
from pos.cart import store
from pos.cart.holding import TOPIC
from pos.cart.models import Cart


def cart_merge() -> MergePart:
    """Gives open carts to the one kept; they stay his when the merge is undone.

    A cashier who has one open is shown its new price before it is paid: the cart is another version.
    """
    return MergePart(_merge, _undo)


def _merge(tx: Unit, dropped_id: int, kept_id: int) -> Moved:
    of_dropped = Cart.customer_id == dropped_id
    tx.lock(select(Cart.id).where(of_dropped).order_by(Cart.id))
    for uid, till_id in tx.execute(select(Cart.uid, Cart.till_id).where(of_dropped).order_by(Cart.id)).all():
        if till_id is not None:
            tx.wake(store.changed_topic(till_id))
            feed.announce(tx, TOPIC, {"customer_merged": uid}, till_id=till_id)
    tx.execute(update(Cart).where(of_dropped).values(customer_id=kept_id, version=Cart.version + 1))
    return {}


def _undo(_tx: Unit, _dropped_id: int, _kept_id: int, _moved: Moved) -> None:
    """Nothing to take back."""
