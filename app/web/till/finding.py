"""What can be added: search, tiles, pictures."""

from dataclasses import dataclass, replace

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.money import UnitPrice
from app.crm.customers import CustomerView
from app.crm.listing import PHONE_END_LEAST
from app.crm.phones import typed_digits
from app.places.service import place_of
from app.web.shared.access import current, current_till_id, till_page
from app.web.shared.formats import qty
from app.web.shared.language import gettext, ngettext
from app.web.shared.units import read
from app.web.till.blueprint import blueprint
from app.web.till.customers.choosing import found_customers
from app.web.till.units import unit_name, unit_names
from warehouse.catalogue.pictures import picture_of
from warehouse.shelf.cards import ProductCard
from warehouse.shelf.families import FamilyCard, together, variant_cards
from warehouse.shelf.search import search_hits
from warehouse.shelf.tiles import tiles as tiles_of

HITS = 20
FEW_CUSTOMERS = 3
FEW_MILLI = 3000
PICTURE_KEPT_SECONDS = 31_536_000


@dataclass(frozen=True, slots=True)
class Tile:
    """A product to touch, or a family to choose from; ``is_low`` asks for a look at the shelf.

    The variants of a family cost from ``price`` to ``dearest``, which is None where they cost the same.
    """

    id: int
    name: str
    code: str
    price: UnitPrice | None
    unit: str
    stock: str
    is_low: bool
    picture: str | None
    family_id: int | None = None
    dearest: UnitPrice | None = None


@blueprint.get("/find")
@till_page
def find() -> ResponseReturnValue:
    """The hits of a query, best first."""
    query = request.args.get("q", "")
    with read() as tx:
        place, names = place_of(tx, current_till_id()), unit_names(tx)
        cards = found_cards(tx, query, HITS + 1, place.shop_id)
        customers = () if cards else _customers_with_phone(tx, query)
    hits = [tile_of(card, names) for card in cards[:HITS]]
    return render_template("till/results.html", q=query.strip(), hits=hits, more=len(cards) > HITS, customers=customers)


def _customers_with_phone(tx: ReadUnit, query: str) -> tuple[CustomerView, ...]:
    """Who has a phone or a card with these figures, where no goods have them: offered, never mixed with goods."""
    if len(typed_digits(query)) < PHONE_END_LEAST or not current().may("customers.view"):
        return ()
    return found_customers(tx, query, FEW_CUSTOMERS)[0]


@blueprint.get("/tiles")
@till_page
def tiles() -> ResponseReturnValue:
    """A branch of the goods, or the favourites."""
    category = request.args.get("category", type=int)
    with read() as tx:
        facts = browse_facts(tx, place_of(tx, current_till_id()).shop_id, category)
    return render_template("till/browse.html", **facts)


@blueprint.get("/pictures/<int:product_id>")
@till_page
def picture(product_id: int) -> ResponseReturnValue:
    """A product's picture; its address carries a digest, so that the browser may keep it."""
    with read() as tx:
        found = picture_of(tx, product_id)
    if found is None:
        abort(404)
    kept = f"private, max-age={PICTURE_KEPT_SECONDS}, immutable"
    return Response(found.data, mimetype=found.content_type, headers={"Cache-Control": kept})


def browse_facts(tx: ReadUnit, shop_id: int, category: int | None) -> dict[str, object]:
    """What the template of the tiles uses."""
    names = unit_names(tx)
    found = tiles_of(tx, shop_id, category)
    return {
        "path": found.path,
        "branches": found.branches,
        "tiles": [tile_of(card, names) for card in found.products],
        "category": category,
        "more": found.more,
    }


def found_cards(tx: ReadUnit, query: str, limit: int, shop_id: int) -> list[ProductCard | FamilyCard]:
    """The hits of a query, best first, each family once."""
    found = search_hits(tx, query, limit, shop_id)
    # One variant that was found alone is what was searched for.
    return together(tx, shop_id, [(hit.card, hit.family_id if hit.found > 1 else None) for hit in found])


def variant_tiles(tx: ReadUnit, shop_id: int, family_id: int, names: dict[str, str]) -> list[Tile]:
    """The variants of a family that are in sale, each named by its values alone. NotFound ``no_family``."""
    return [
        replace(tile_of(each.card, names), name=each.words)
        for each in variant_cards(tx, shop_id, family_id)
        if each.card.active
    ]


def tile_of(card: ProductCard | FamilyCard, names: dict[str, str]) -> Tile:
    """A product or a family as the till shows it."""
    unit = unit_name(names, card.unit_code)
    if isinstance(card, FamilyCard):
        return Tile(
            id=card.product_id,
            name=card.name,
            code=ngettext("%(num)d variant", "%(num)d variants", card.variants),
            price=card.price_from,
            unit=unit,
            stock=_stock_words(card, unit),
            is_low=card.level_milli is not None and card.level_milli <= FEW_MILLI,
            picture=card.picture,
            family_id=card.family_id,
            dearest=card.price_to if card.price_to != card.price_from else None,
        )
    return Tile(
        id=card.product_id,
        name=card.name,
        code=card.code or card.sku,
        price=card.price,
        unit=unit,
        stock=_stock_words(card, unit),
        is_low=card.level_milli is not None and card.level_milli <= FEW_MILLI,
        picture=card.picture,
    )


def _stock_words(card: ProductCard | FamilyCard, unit: str) -> str:
    if card.level_milli is None:
        return ""
    if card.level_milli <= 0:
        return gettext("none left")
    amount = qty(card.level_milli, card.unit_decimals)
    if card.level_milli <= FEW_MILLI:
        return gettext("%(amount)s left", amount=f"{amount} {unit}".strip())
    return f"{amount} {unit}".strip()
