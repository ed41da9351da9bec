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
from app.web.till.finding import Tile, tile_of
from app.web.till.units import unit_names
from warehouse.catalogue.sold_as import SoldAs, product_by_code, sold_as
from warehouse.shelf.cards import card_of
from warehouse.shelf.search import search_products

HITS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked for and found. ``tile`` is the best hit; ``pack`` what the code sells, where that is a pack."""

    asked: str
    tile: Tile | None
    pack: SoldAs | None
    others: tuple[Tile, ...]

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
    """The goods the form asks for: by id, by a code as meant or as the layout wrote it, by any fragments."""
    shop_id, names = place_of(tx, till_id).shop_id, unit_names(tx)
    asked, product_id = inputs.text("q").strip(), inputs.whole("product_id")
    sold = sold_as(tx, product_id) if product_id is not None else _by_code(tx, asked, inputs.text("typed"))
    if sold is None:
        tiles = [tile_of(card, names) for card in search_products(tx, asked, HITS, shop_id)]
        return Found(asked, tiles[0] if tiles else None, None, tuple(tiles[1:]))
    card = card_of(tx, sold.product_id, shop_id)
    if card is None:
        return Found(asked, None, None, ())
    is_pack = bool(sold.pack_name)
    tile = tile_of(card, names)
    return Found(asked, replace(tile, code=asked or tile.code), sold if is_pack else None, ())


def _by_code(tx: ReadUnit, *codes: str) -> SoldAs | None:
    for code in codes:
        found = product_by_code(tx, code) if code.strip() else None
        if found is not None:
            return found
    return None
