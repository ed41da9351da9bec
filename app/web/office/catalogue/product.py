"""One product: what is said of it, its codes, prices, stock and picture on one page."""

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.places.day import today
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.listing import category_choices
from app.web.office.catalogue.package_facts import package_facts
from app.web.office.catalogue.product_tag import TAG_CHOICES
from app.web.office.catalogue.typed import (
    price_text,
    qty_text,
    rate_text,
    shop_here,
    typed_price,
    typed_text,
    typed_whole,
)
from app.web.office.forms import go_on, try_form, whole_number
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.formats import rate
from app.web.shared.language import gettext, translated
from app.web.shared.units import read, transact
from warehouse.catalogue.barcodes import Code, codes_of
from warehouse.catalogue.categories import category_tree
from warehouse.catalogue.kits import kit_parts
from warehouse.catalogue.models import ProductType
from warehouse.catalogue.pictures import picture_digest
from warehouse.catalogue.pledges import kinds_of_pledge, pledges_of
from warehouse.catalogue.prices import price_history
from warehouse.catalogue.products import (
    ProductData,
    ProductView,
    create_product,
    product,
    set_active,
    update_product,
)
from warehouse.catalogue.tags import read_tags, set_tags, tags_of
from warehouse.catalogue.taxes import TaxCategoryView, tax_categories
from warehouse.catalogue.units import units
from warehouse.catalogue.variants import variant_of
from warehouse.shelf.favourites import add_favourite, is_favourite, remove_favourite
from warehouse.stock.levels import level
from warehouse.stock.receiving import last_moves
from warehouse.tags.content import has_tag

MOVES_SHOWN: Final = 20
_KINDS: Final[dict[str, ProductType]] = {"service": "service", "pledge": "pledge"}
NEW: Final = ProductView(0, "", True, ProductData("", 0))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which form of the page was refused, so that its reason stands beside its field."""

    form: Literal["data", "code", "kit", "pledge", "price", "stock", "picture", "favourite", "package"]
    problem: Problem

    def of(self, form: str) -> Problem | None:
        """The problem, where it came from this form."""
        return self.problem if form == self.form else None


@blueprint.get("/products/new")
@needs("catalogue.edit")
def new_product() -> ResponseReturnValue:
    """The empty form; a code that was scanned and not found may come with the address."""
    return product_page(None)


@blueprint.post("/products/new")
@needs("catalogue.edit")
def add_product() -> ResponseReturnValue:
    """Makes a product, with its price and first code where they were given."""

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> int:
            code = typed_text("code")
            product_id = create_product(
                tx, _checked_data(), price=typed_price(tx, "price"), codes=[Code(code)] if code else []
            )
            set_tags(tx, product_id, read_tags(typed_text("tags")))
            return product_id

        return go_on("office.product", "saved", product_id=transact(use_case))

    return try_form(act, lambda problem: product_page(None, Asked("data", problem)))


@blueprint.get("/products/<int:product_id>", endpoint="product")
@needs("catalogue.view")
def show_product(product_id: int) -> ResponseReturnValue:
    """Everything about one product."""
    return product_page(product_id)


@blueprint.post("/products/<int:product_id>")
@needs("catalogue.edit")
def change_product(product_id: int) -> ResponseReturnValue:
    """Changes what is said of the product."""

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            update_product(tx, product_id, _checked_data())
            set_tags(tx, product_id, read_tags(typed_text("tags")))

        transact(use_case)
        return go_on("office.product", "saved", product_id=product_id)

    return try_form(act, lambda problem: product_page(product_id, Asked("data", problem)))


@blueprint.post("/products/<int:product_id>/active")
@needs("catalogue.edit")
def retire_product(product_id: int) -> ResponseReturnValue:
    """Takes the product out of sale, or back into it."""
    active = typed_text("active") == "yes"
    transact(lambda tx: set_active(tx, product_id, active=active))
    return go_on("office.product", "saved", product_id=product_id)


@blueprint.post("/products/<int:product_id>/favourite")
@needs("catalogue.edit")
def choose_favourite(product_id: int) -> ResponseReturnValue:
    """Puts the product on the till's first page, or takes it off."""
    chosen = typed_text("favourite") == "yes"

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            (add_favourite if chosen else remove_favourite)(tx, shop_here(tx), product_id)

        transact(use_case)
        return go_on("office.product", "saved", product_id=product_id)

    return try_form(act, lambda problem: product_page(product_id, Asked("favourite", problem)))


def product_page(product_id: int | None, asked: Asked | None = None) -> str:
    """The page of a product, or of one to be made; what was typed and refused is shown again."""
    typed = asked is not None and asked.form == "data"
    with read() as tx:
        shown = NEW if product_id is None else product(tx, product_id)
        more: dict[str, Any] = {} if product_id is None else _of_product(tx, product_id)
        choices = goods_choices(tx)
        tags = [] if product_id is None else tags_of(tx, product_id)
    return render_template(
        "office/catalogue/product.html",
        product=shown,
        shown=_data() if typed else shown.data,
        minutes=typed_text("duration_minutes") if typed else shown.data.duration_minutes,
        min_age=typed_text("min_age") if typed else shown.data.min_age or "",
        tags=typed_text("tags") if typed else ", ".join(tags),
        asked=asked,
        # What concerns no field of the refused form stands at the top.
        problem=asked.problem if asked is not None and not asked.problem.path else None,
        typed=request.form,
        scanned=request.args.get("code", ""),
        price_text=price_text,
        qty_text=qty_text,
        **choices,
        **more,
    )


def _of_product(tx: ReadUnit, product_id: int) -> dict[str, Any]:
    shop_id = shop_here(tx)
    return {
        "codes": codes_of(tx, product_id),
        "kit_parts": kit_parts(tx, product_id),
        "variant": variant_of(tx, product_id),
        "pledges": pledges_of(tx, product_id),
        "pledge_choices": [(one_id, name) for one_id, _, name in kinds_of_pledge(tx)],
        "prices": price_history(tx, product_id),
        "has_price": has_tag(tx, product_id),
        "tag_sizes": TAG_CHOICES,
        "level": level(tx, product_id, shop_id),
        "moves": last_moves(tx, product_id, shop_id, MOVES_SHOWN),
        "favourite": is_favourite(tx, shop_id, product_id),
        "picture": picture_digest(tx, product_id),
        **package_facts(tx, product_id),
    }


def goods_choices(tx: ReadUnit) -> dict[str, Any]:
    """What a form of goods offers: units, categories, taxes."""
    all_units = units(tx)
    return {
        "today": today(tx),
        "units": {unit.code: unit for unit in all_units},
        "unit_choices": [(unit.code, translated(unit.name)) for unit in all_units],
        "category_choices": [("", gettext("None")), *category_choices(category_tree(tx))],
        "tax_choices": [(tax.id, _named_with_rate(tax)) for tax in tax_categories(tx)],
    }


def _named_with_rate(tax: TaxCategoryView) -> str:
    """``Reduced, 9 %``; a name that says its rate already stays as it is."""
    shown = rate(tax.rate_bp)
    return tax.name if not shown or rate_text(tax.rate_bp) in tax.name else f"{tax.name}, {shown}"


def _checked_data() -> ProductData:
    return replace(_data(), duration_minutes=typed_whole("duration_minutes"), min_age=typed_whole("min_age"))


def _data() -> ProductData:
    """What was typed, without the minutes and the age: they may be no number."""
    return ProductData(
        name=typed_text("name"),
        tax_category_id=whole_number("tax_category_id") or 0,
        unit_code=typed_text("unit_code"),
        sku=typed_text("sku"),
        kind=_KINDS.get(typed_text("kind"), "goods"),
        category_id=whole_number("category_id"),
        discountable=typed_text("discountable") == "yes",
        stocked=typed_text("stocked") == "yes",
        price_at_sale=typed_text("price_at_sale") == "yes",
        earns=typed_text("earns") == "yes",
        is_marked=typed_text("is_marked") == "yes",
    )
