"""What the variants of a family are going to cost in common."""

from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.family import Refused, family_page
from app.web.office.catalogue.typed import price_to_come, price_to_drop
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.units import transact
from warehouse.catalogue.families import drop_future_price, set_future_price


@blueprint.post("/families/<int:family_id>/prices")
@needs("catalogue.edit")
def set_family_price(family_id: int) -> ResponseReturnValue:
    """Sets the common price from a day to come."""

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            price, begins = price_to_come(tx)
            set_future_price(tx, family_id, price, tx.now if begins is None else begins)

        transact(use_case)
        return go_on("office.family", "saved", family_id=family_id, _anchor="prices")

    return try_form(act, lambda problem: family_page(family_id, Refused("prices", problem)))


@blueprint.post("/families/<int:family_id>/prices/drop")
@needs("catalogue.edit")
def drop_family_price(family_id: int) -> ResponseReturnValue:
    """Takes back a common price to come."""
    begins = price_to_drop()
    transact(lambda tx: drop_future_price(tx, family_id, begins))
    return go_on("office.family", "removed", family_id=family_id, _anchor="prices")
