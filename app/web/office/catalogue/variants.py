"""The matrix of a family, where variants are made and switched off, and the table of their prices and codes."""

import json
from itertools import product

from flask import request
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import BadInput
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.family import Refused, family_page
from app.web.office.catalogue.typed import shop_here, typed_price, typed_text
from app.web.office.forms import go_on, try_form, whole_numbers
from app.web.shared.access import needs
from app.web.shared.units import transact
from warehouse.catalogue.barcodes import Code, add_code, own_code
from warehouse.catalogue.families import family
from warehouse.catalogue.prices import set_price
from warehouse.catalogue.products import set_active
from warehouse.catalogue.variants import Values, add_variant, variants_of
from warehouse.shelf.families import variant_cards


@blueprint.post("/families/<int:family_id>/matrix")
@needs("catalogue.edit")
def change_matrix(family_id: int) -> ResponseReturnValue:
    """Makes the variants that were ticked, and takes out of sale those that no longer are: nothing is deleted."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: _tick(tx, family_id))
        return go_on("office.family", "saved", family_id=family_id, _anchor="matrix")

    return try_form(act, lambda problem: family_page(family_id, Refused("matrix", problem)))


def _tick(tx: Unit, family_id: int) -> None:
    of = family(tx, family_id)
    there = {values: product_id for product_id, values in variants_of(tx, family_id).items()}
    every = list(product(*(one.values for one in of.attributes)))
    ticked = set(every) if typed_text("act") == "all" else set(map(_combination, request.form.getlist("exists")))
    for values in every:
        if values not in ticked:
            continue
        if values in there:
            set_active(tx, there[values], active=True)
        else:
            add_variant(tx, family_id, values, with_own_code=typed_text("own_codes") == "yes")
    # Only what the page showed as ticked: somebody else may have made others meanwhile.
    gone = whole_numbers("was_on") & {product_id for values, product_id in there.items() if values not in ticked}
    for product_id in sorted(gone):
        set_active(tx, product_id, active=False)


def _combination(text: str) -> Values:
    try:
        values = json.loads(text)
    except ValueError:
        values = None
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadInput("unknown_value", "exists", value=text[:40])
    return tuple(values)


@blueprint.post("/families/<int:family_id>/variants")
@needs("catalogue.edit")
def change_variants(family_id: int) -> ResponseReturnValue:
    """Keeps the prices and codes that were typed; an empty price is that of the family again."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: _write_table(tx, family_id))
        return go_on("office.family", "saved", family_id=family_id, _anchor="variants")

    return try_form(act, lambda problem: family_page(family_id, Refused("variants", problem)))


def _write_table(tx: Unit, family_id: int) -> None:
    common = family(tx, family_id).data.price
    for each in variant_cards(tx, shop_here(tx), family_id):
        product_id = each.card.product_id
        if f"price-{product_id}" not in request.form:
            continue
        price = typed_price(tx, f"price-{product_id}")
        price = common if price is None else price
        if price is not None:
            set_price(tx, product_id, price)
        code = typed_text(f"code-{product_id}")
        if code:
            add_code(tx, product_id, Code(code))
        elif typed_text("own_codes") == "yes" and each.card.code is None:
            add_code(tx, product_id, Code(own_code(tx)))
