"""What does it cost? Goods shown by a scan or a few letters, without adding them."""

from dataclasses import dataclass, replace

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.money import UnitPrice
from app.places.service import place_of
from app.web.shared.access import current_till_id, till_page
from app.web.shared.units import read
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from app.web.till.finding import Tile, found_cards, tile_of, variant_tiles
from app.web.till.units import unit_names
from warehouse.catalogue.sold_as import SoldAs, product_by_code, sold_as
from warehouse.shelf.cards import ProductCard, card_of
from warehouse.shelf.families import FamilyCard, family_cards

HITS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked for and found. ``tile`` is the best hit; ``pack`` what the code sells, where that is a pack.

    Where the best hit is a family, ``others`` begins with its variants in sale.
    """

    asked: str
    tile: Tile | None
    pack: SoldAs | None
    others: tuple[Tile, ...]

    @property
    def product(self) -> Tile | None:
        """The best hit where it is one product; None where it is a family, of which a variant must be chosen."""
        return None if self.tile is None or self.tile.family_id is not None else self.tile

    @property
    def each(self) -> UnitPrice | None:
        """What one piece costs, where a pack was scanned."""
        return None if self.pack is None or self.tile is None else self.tile.price


@blueprint.get("/price-check")
@till_page
def price_check() -> ResponseReturnValue:
    """Asks for a code or a name."""
    return render_template("till/price_check.html", found=None)


@blueprint.post("/price-check")
@till_page
def check_price() -> ResponseReturnValue:
    """Name, price, stock and picture of what was scanned or typed."""
    with read() as tx:
        found = look_up(tx, current_till_id())
    content = render_template("till/price_check.html", found=found)
    response = make_response(render_template("till/sheet.html", content=content))
    response.headers[answers.SOUND] = "added" if found.tile is not None else "unknown"
    return response


def look_up(tx: ReadUnit, till_id: int) -> Found:
    """What the form asks for: goods or a family by id, by a code as meant or as the layout wrote it, by fragments."""
    shop_id, asked = place_of(tx, till_id).shop_id, inputs.text("q").strip()
    product_id, family_id = inputs.whole("product_id"), inputs.whole("family_id")
    if family_id is not None:
        return _listed(tx, asked, list(family_cards(tx, shop_id, [family_id]).values()), shop_id)
    sold = sold_as(tx, product_id) if product_id is not None else _by_code(tx, asked, inputs.text("typed"))
    if sold is None:
        return _listed(tx, asked, found_cards(tx, asked, HITS, shop_id), shop_id)
    of_code = card_of(tx, sold.product_id, shop_id)
    if of_code is None:
        return Found(asked, None, None, ())
    is_pack = bool(sold.pack_name)
    tile = tile_of(of_code, unit_names(tx))
    return Found(asked, replace(tile, code=asked or tile.code), sold if is_pack else None, ())


def _listed(tx: ReadUnit, asked: str, cards: list[ProductCard | FamilyCard], shop_id: int) -> Found:
    names = unit_names(tx)
    tiles = [tile_of(card, names) for card in cards]
    if not tiles:
        return Found(asked, None, None, ())
    best, *others = tiles
    variants = [] if best.family_id is None else variant_tiles(tx, shop_id, best.family_id, names)
    return Found(asked, best, None, (*variants, *others))


def _by_code(tx: ReadUnit, *codes: str) -> SoldAs | None:
    for code in codes:
        found = product_by_code(tx, code) if code.strip() else None
        if found is not None:
            return found
    return None
