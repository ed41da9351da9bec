"""The shops that rows of a table name."""

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput, NotFound
from app.core.folding import fold
from app.exchange.cells import text_of
from app.exchange.kind import Columns
from app.exchange.table.row import Cell
from app.places.models import Shop


class NamedShops:
    """Every shop by its name; ``only`` is the one of a row that names none."""

    def __init__(self, tx: ReadUnit, columns: Columns) -> None:
        """Raises NotFound ``no_shop``, BadInput ``shop_needed`` where there are several and no column names them."""
        shops = tx.execute(select(Shop.id, Shop.name).order_by(Shop.id)).all()
        if not shops:
            raise NotFound("no_shop")
        if len(shops) > 1 and not columns.has("shop"):
            raise BadInput("shop_needed", "shop")
        self.only: int = shops[0].id
        self._by_name: dict[str, int] = {fold(shop.name): shop.id for shop in shops}

    def of_cell(self, cell: Cell) -> int:
        """The shop a cell names; BadInput ``no_such_shop``."""
        name = fold(text_of(cell))
        if name not in self._by_name:
            raise BadInput("no_such_shop", "shop", got=text_of(cell)[:40])
        return self._by_name[name]


def shop_names(tx: ReadUnit) -> list[tuple[str, str]]:
    """The names of all shops, as values that may hold for all rows."""
    return [(name, name) for name in tx.execute(select(Shop.name).order_by(Shop.id)).scalars()]
