"""Goods without a price: the page asks for one."""

from flask import Response, make_response, render_template

from app.core.errors import ShopError
from app.web.till import answers, inputs


def ask_price(error: ShopError, status: int = 409, *, quantity: str | None = None) -> Response:
    """Asks for a price of goods that have none (``no_price``); ``status`` 200 where something was done all the same.

    ``quantity`` is what is sold of them, that of the form where it is None.
    """
    facts = error.facts
    response = make_response(
        render_template(
            "till/no_price.html",
            product_id=facts["product_id"],
            name=facts["name"],
            line_uid=inputs.text("line_uid"),
            quantity=inputs.text("quantity") if quantity is None else quantity,
        ),
        status,
    )
    response.headers[answers.OPENS] = "no-price"
    return response
