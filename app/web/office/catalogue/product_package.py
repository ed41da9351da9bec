"""A service that is sold as a package of visits: its terms, on the page of the product."""

from flask import request
from flask.typing import ResponseReturnValue

from app.flows.package_terms import sell_as_package
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.product import Asked, product_page
from app.web.office.catalogue.typed import typed_text, typed_whole
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.units import transact
from app.web.shared.whole import whole_number
from loyalty.packages.terms import FIRST_VISIT, SALE, Cover, Terms, drop_terms


@blueprint.post("/products/<int:product_id>/package")
@needs("catalogue.edit")
def change_package(product_id: int) -> ResponseReturnValue:
    """Sells the service as a package of visits, or as a plain one again."""

    def act() -> ResponseReturnValue:
        if typed_text("act") == "end":
            transact(lambda tx: drop_terms(tx, product_id))
        else:
            terms = _typed_terms()
            transact(lambda tx: sell_as_package(tx, product_id, terms))
        return go_on("office.product", "saved", product_id=product_id)

    return try_form(act, lambda problem: product_page(product_id, Asked("package", problem)))


def _typed_terms() -> Terms:
    return Terms(
        visits=typed_whole("visits") or 0,
        cover=Cover(_chosen("services"), _chosen("categories")),
        valid_days=typed_whole("valid_days"),
        starts=FIRST_VISIT if typed_text("starts") == FIRST_VISIT else SALE,
        freeze_days=typed_whole("freeze_days") or 0,
        shared=typed_text("shared") == "yes",
    )


def _chosen(name: str) -> tuple[int, ...]:
    """The ids that were ticked."""
    found = [whole_number(text) for text in request.form.getlist(name)]
    return tuple(sorted({one for one in found if one is not None}))
