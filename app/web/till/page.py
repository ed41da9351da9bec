"""The till page itself."""

from datetime import datetime, timedelta
from typing import Any, Final

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.settings import Setting, get
from app.places.day import today
from app.places.service import Place, place_of
from app.web.shared.access import current_till_id, till_page
from app.web.shared.language import facts_of_shop, figures
from app.web.shared.units import read
from app.web.till.answers import beside, cart_facts, last_uid
from app.web.till.blueprint import blueprint
from app.web.till.customers.of_sale import sale_customer_facts
from app.web.till.customers.panel import panel_facts, whose
from app.web.till.finding import browse_facts
from app.web.till.fiscal import sale_light
from app.web.till.holding import badge_facts
from app.web.till.lights import light_facts
from app.web.till.opening import closed_words
from app.web.till.paper import offers_print, paper_light
from pos.cart.buyer import names_buyers
from pos.cart.service import read_cart
from pos.checkout.completed import completed
from pos.sale.reading import SaleHead, recent_sales
from pos.shift.reading import closed_by_itself
from pos.status import TillStatus, till_status
from pos.tips.settings import TIPS
from warehouse.catalogue.taxes import tax_categories

WIRELESS_SCANNER: Final = Setting(
    "till.wireless_scanner",
    bool,
    False,
    "Wireless scanners",
    "They may pause longer between the characters of a code.",
)
CHANGE_SHOWN_FOR: Final = timedelta(minutes=2)
"""How long a page opened again still shows the change of the sale just paid."""


@blueprint.get("/")
@till_page
def page() -> ResponseReturnValue:
    """Cart, goods and payment."""
    till_id = current_till_id()
    with read() as tx:
        place, status = place_of(tx, till_id), till_status(tx, till_id)
        cart = read_cart(tx, till_id)
        newest_uid = last_uid(cart) if cart is not None else None
        facts: dict[str, Any] = {
            **frame_facts(place, status, tx.now),
            **cart_facts(cart, beside(tx, till_id, cart), newest_uid),
            **browse_facts(tx, place.shop_id, None),
            **panel_facts(tx, *whose(cart)),
            **_just_paid(tx, till_id, has_cart=cart is not None and not cart.is_untouched),
            **badge_facts(tx),
            "on_till": True,
            "takes_tips": get(tx, TIPS),
            "names_buyers": names_buyers(tx, till_id),
            "tax_categories": tax_categories(tx),
            "wireless_scanner": get(tx, WIRELESS_SCANNER),
            "no_shift": status.shift is None,
            "closed_by_itself": closed_by_itself(tx, till_id) if status.shift is None else None,
            "late_shift": status.shift is not None and status.shift.is_late(today(tx)),
            "now_seconds": tx.now.timestamp(),
        }
    return render_template("till/page.html", **facts)


def frame_facts(place: Place, status: TillStatus, now: datetime) -> dict[str, Any]:
    """What the bar at the top and the pads of every page of the till use."""
    facts = facts_of_shop()
    return {
        "place": place,
        "shift": status.shift,
        "heard": str(status.heard),
        **light_facts(status, now),
        "closed": "" if status.closed is None else closed_words(status.closed),
        "decimals": facts.decimals,
        "decimal_sign": figures().point,
    }


def _just_paid(tx: ReadUnit, till_id: int, *, has_cart: bool) -> dict[str, Any]:
    found: list[SaleHead] = recent_sales(tx, till_id=till_id, limit=1)
    if not found:
        return {}
    last = found[0]
    if has_cart or tx.now - last.completed_at > CHANGE_SHOWN_FOR:
        return {"last_sale": last}
    return {
        "last_sale": last,
        "done": completed(tx, last.uid),
        "paper": paper_light(tx, till_id, f"receipt:{last.uid}"),
        "offers_print": offers_print(tx, till_id, f"receipt:{last.uid}"),
        "fiscal": sale_light(tx, till_id, last.id, last.uid),
        **sale_customer_facts(tx, last),
    }
