"""One family of goods on one page: what its variants have in common, by what they differ, and each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.places.day import today
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.product import goods_choices
from app.web.office.catalogue.typed import price_text, shop_here, typed_price, typed_text
from app.web.office.forms import go_on, try_form, whole_number
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.units import read, transact
from warehouse.catalogue.attributes import MOST_ATTRIBUTES, Attribute
from warehouse.catalogue.families import (
    FamilyData,
    FamilyView,
    create_family,
    delete_family,
    family,
    update_family,
)
from warehouse.catalogue.family_prices import planned_prices
from warehouse.catalogue.prices import price_at
from warehouse.catalogue.products import product
from warehouse.catalogue.sold_as import product_by_code
from warehouse.catalogue.variants import Values, join_family, leave_family, rename_value, set_attributes
from warehouse.shelf.families import VariantCard, variant_cards
from warehouse.shelf.favourites import add_favourite, is_favourite, remove_favourite

NEW: Final = FamilyView(0, "", FamilyData("", 0), ())


@dataclass(frozen=True, slots=True)
class Refused:
    """Which form of the page was refused, so that its reason stands there."""

    form: Literal["data", "attributes", "value", "matrix", "variants", "join", "prices", "family"]
    problem: Problem


@blueprint.get("/families/new")
@needs("catalogue.edit")
def new_family() -> ResponseReturnValue:
    """The form of a new family; one that an existing product begins is filled in from it."""
    return new_page()


@blueprint.post("/families/new")
@needs("catalogue.edit")
def add_family() -> ResponseReturnValue:
    """Makes a family, and its first variant of a product where one was given."""

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> int:
            attributes = [one for one in _attributes() if one is not None]
            family_id = create_family(tx, _data(tx), attributes)
            first = whole_number("product_id")
            if first is not None:
                join_family(tx, family_id, first, _values(len(attributes)))
            return family_id

        return go_on("office.family", "saved", family_id=transact(use_case), _anchor="matrix")

    return try_form(act, lambda problem: new_page(Refused("data", problem)))


@blueprint.get("/families/<int:family_id>", endpoint="family")
@needs("catalogue.view")
def show_family(family_id: int) -> ResponseReturnValue:
    """Everything about one family."""
    return family_page(family_id)


@blueprint.post("/families/<int:family_id>")
@needs("catalogue.edit")
def change_family(family_id: int) -> ResponseReturnValue:
    """Changes what the variants have in common, or removes a family without any."""

    def act() -> ResponseReturnValue:
        if typed_text("act") == "remove":
            transact(lambda tx: delete_family(tx, family_id))
            return go_on("office.products", "removed")
        transact(lambda tx: update_family(tx, family_id, _data(tx)))
        return go_on("office.family", "saved", family_id=family_id)

    return try_form(act, lambda problem: family_page(family_id, Refused("data", problem)))


@blueprint.post("/families/<int:family_id>/attributes")
@needs("catalogue.edit")
def change_attributes(family_id: int) -> ResponseReturnValue:
    """Changes by what the variants differ."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: set_attributes(tx, family_id, _attributes()))
        return go_on("office.family", "saved", family_id=family_id, _anchor="matrix")

    return try_form(act, lambda problem: family_page(family_id, Refused("attributes", problem)))


@blueprint.post("/families/<int:family_id>/values")
@needs("catalogue.edit")
def change_value(family_id: int) -> ResponseReturnValue:
    """Writes a value differently."""
    place, _, old = typed_text("value").partition(":")

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            names = dict(enumerate(one.name for one in family(tx, family_id).attributes))
            rename_value(
                tx, family_id, names.get(int(place), "") if place.isdigit() else "", old, typed_text("new_value")
            )

        transact(use_case)
        return go_on("office.family", "saved", family_id=family_id, _anchor="attributes")

    return try_form(act, lambda problem: family_page(family_id, Refused("value", problem)))


@blueprint.post("/families/<int:family_id>/join")
@needs("catalogue.edit")
def join_product(family_id: int) -> ResponseReturnValue:
    """Takes existing goods into the family, by their code or SKU."""

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            code = typed_text("part")
            found = product_by_code(tx, code)
            if found is None:
                raise BadInput("no_goods_with_code", "part", code=code[:40])
            join_family(tx, family_id, found.product_id, _values(len(family(tx, family_id).attributes)))

        transact(use_case)
        return go_on("office.family", "saved", family_id=family_id, _anchor="variants")

    return try_form(act, lambda problem: family_page(family_id, Refused("join", problem)))


@blueprint.post("/products/<int:product_id>/leave")
@needs("catalogue.edit")
def leave_family_of(product_id: int) -> ResponseReturnValue:
    """Takes a product out of its family."""
    transact(lambda tx: leave_family(tx, product_id))
    return go_on("office.product", "saved", product_id=product_id)


@blueprint.post("/families/<int:family_id>/favourite")
@needs("catalogue.edit")
def choose_favourite_family(family_id: int) -> ResponseReturnValue:
    """Puts the family on the till's first page, or takes it off."""
    chosen = typed_text("favourite") == "yes"

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            for each in variant_cards(tx, shop_here(tx), family_id):
                if each.card.active:
                    (add_favourite if chosen else remove_favourite)(tx, shop_here(tx), each.card.product_id)

        transact(use_case)
        return go_on("office.family", "saved", family_id=family_id)

    return try_form(act, lambda problem: family_page(family_id, Refused("family", problem)))


def new_page(refused: Refused | None = None) -> str:
    """The page of a family to be made; what was typed and refused is shown again."""
    first_id = whole_number("product_id") if refused is not None else request.args.get("product", type=int)
    with read() as tx:
        first = None if first_id is None else product(tx, first_id)
        shown = NEW.data
        if refused is not None:
            shown = _data_typed()
        elif first is not None:
            of = first.data
            price = price_at(tx, first.id, tx.now)
            shown = FamilyData(of.name, of.tax_category_id, of.unit_code, of.category_id, price)
        choices = goods_choices(tx)
    return render_template(
        "office/catalogue/family_new.html",
        family=NEW,
        shown=shown,
        first=first,
        refused=refused,
        problem=refused.problem if refused is not None and not refused.problem.path else None,
        price_shown=typed_text("price") if refused is not None else price_text(shown.price),
        rows=_rows(NEW, refused),
        typed=request.form,
        **choices,
    )


def family_page(family_id: int, refused: Refused | None = None) -> str:
    """The page of a family; what was typed and refused is shown again."""
    with read() as tx:
        kept = family(tx, family_id)
        variants = variant_cards(tx, shop_here(tx), family_id)
        facts = _facts(tx, kept, variants)
    typed = refused is not None and refused.form == "data"
    return render_template(
        "office/catalogue/family.html",
        family=kept,
        shown=_data_typed() if typed else kept.data,
        price_shown=typed_text("price") if typed else price_text(kept.data.price),
        rows=_rows(kept, refused),
        refused=refused,
        problem=refused.problem if refused is not None and not refused.problem.path else None,
        variants=variants,
        typed=request.form,
        price_text=price_text,
        **facts,
    )


def _facts(tx: ReadUnit, kept: FamilyView, variants: list[VariantCard]) -> dict[str, Any]:
    by_values = {each.values: each for each in variants}
    columns = kept.attributes[1].values if len(kept.attributes) > 1 else ("",)
    layers = kept.attributes[2].values if len(kept.attributes) > 2 else ("",)
    return {
        "columns": columns,
        "layers": layers,
        "by_values": by_values,
        "combination": lambda *values: tuple(value for value in values if value),
        "favourite": any(is_favourite(tx, shop_here(tx), each.card.product_id) for each in variants[:1]),
        "planned": planned_prices(tx, kept.id),
        "tomorrow": today(tx) + timedelta(days=1),
        **goods_choices(tx),
    }


def _rows(kept: FamilyView, refused: Refused | None) -> list[tuple[str, str]]:
    """Name and values of each attribute, as the form shows them; empty ones behind."""
    if refused is not None and refused.form in ("attributes", "data") and "attribute_1" in request.form:
        return [(typed_text(f"attribute_{place}"), typed_text(f"values_{place}")) for place in _places()]
    rows = [(one.name, _joined(one.values)) for one in kept.attributes]
    return [*rows, *[("", "")] * (MOST_ATTRIBUTES - len(rows))]


def _places() -> range:
    return range(1, MOST_ATTRIBUTES + 1)


def _joined(values: Sequence[str]) -> str:
    return ("; " if any("," in value for value in values) else ", ").join(values)


def _attributes() -> list[Attribute | None]:
    """What was typed of the attributes; None where a row is empty."""
    found: list[Attribute | None] = []
    for place in _places():
        name, values = typed_text(f"attribute_{place}"), _typed_values(typed_text(f"values_{place}"))
        own = typed_text(f"value_{place}")
        if own and not any(own == value for value in values):
            values = (own, *values)
        found.append(Attribute(name, values) if name or values else None)
    while found and found[-1] is None:
        found.pop()
    return found


def _typed_values(text: str) -> tuple[str, ...]:
    """The values between semicolons; where there is none, between commas."""
    found = text.split(";" if ";" in text else ",")
    return tuple(value.strip() for value in found if value.strip())


def _values(count: int) -> Values:
    return tuple(typed_text(f"value_{place}") for place in range(1, count + 1))


def _data(tx: ReadUnit) -> FamilyData:
    typed = _data_typed()
    return FamilyData(typed.name, typed.tax_category_id, typed.unit_code, typed.category_id, typed_price(tx, "price"))


def _data_typed() -> FamilyData:
    """What was typed, without the price: it may be no number."""
    return FamilyData(
        name=typed_text("name"),
        tax_category_id=whole_number("tax_category_id") or 0,
        unit_code=typed_text("unit_code"),
        category_id=whole_number("category_id"),
    )
