"""Which variant of a family is meant: the choice that its tile or its hit opens."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.core.folding import fold
from app.places.service import place_of
from app.web.shared.access import current_till_id, till_page
from app.web.shared.units import read
from app.web.till.blueprint import blueprint
from app.web.till.finding import variant_tiles
from app.web.till.units import unit_names
from warehouse.catalogue.families import family as family_of


@blueprint.get("/families/<int:family_id>")
@till_page
def family(family_id: int) -> ResponseReturnValue:
    """The variants in sale; what was searched for beside the name of the family narrows them at once."""
    with read() as tx:
        names, shop_id = unit_names(tx), place_of(tx, current_till_id()).shop_id
        chosen = family_of(tx, family_id)
        variants = variant_tiles(tx, shop_id, family_id, names)
    if not variants:
        abort(404)
    in_name = fold(chosen.data.name)
    words = [word for word in fold(request.args.get("q", "")).split() if word not in in_name]
    return render_template("till/variants.html", family=chosen, variants=variants, words=" ".join(words))
