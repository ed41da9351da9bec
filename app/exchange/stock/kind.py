"""What was counted as a table: each level is brought there by a move of the difference."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from sqlalchemy import select

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, ShopError
from app.core.money import UnitPrice
from app.core.texts import marked
from app.exchange.cells import Habits
from app.exchange.fields import Field
from app.exchange.goods import Good, NamedGoods
from app.exchange.kind import Change, Columns, RowProblem, Verdict, Want
from app.exchange.shops import shop_names
from app.exchange.stock.reading import FIELDS, StockReader
from app.exchange.table.row import TableRow
from warehouse.stock.counting import EDIT, Counted, bring_to_counts, checked_count, take_back_moves
from warehouse.stock.locations import locations_of
from warehouse.stock.models import StockLevel

STOCK: Final = "stock"


class StockKind:
    """The kind "stock"."""

    code: Final = "stock"
    label: Final = marked("Stock")
    right: Final = EDIT
    fields: Final[tuple[Field, ...]] = FIELDS

    def values_of(self, tx: ReadUnit, _code: str) -> Sequence[tuple[str, str]]:
        """The shops."""
        return shop_names(tx)

    def usual(self, _tx: ReadUnit) -> Mapping[str, str]:
        """Nothing: what a file does not say stays empty."""
        return {}

    def begin(self, tx: ReadUnit, columns: Columns, habits: Habits) -> "StockSession":
        """Begins a walk; BadInput ``mapping_needs``, ``shop_needed``."""
        return StockSession(StockReader(tx, columns, habits), columns)

    def undo(self, tx: Unit, changes: Sequence[Change]) -> dict[int, str]:
        """Moves everything back; what was sold since stays sold."""
        take_back_moves(tx, [change.after["move_id"] for change in changes])
        return {}


class StockSession:
    """One walk through a file of counts."""

    def __init__(self, reader: StockReader, columns: Columns) -> None:
        self._reader = reader
        self._columns = columns
        self._met: dict[tuple[int, int], int] = {}

    def read(self, row: TableRow) -> Want:
        """What a row says."""
        return self._reader.read(row)

    def compare(self, tx: ReadUnit, wants: Sequence[Want]) -> list[Verdict]:
        """What the rows would do; adds ``no_such_product``, ``row_twice`` and what goods and counts refuse."""
        goods = NamedGoods(tx, wants)
        found: list[tuple[Want, Good]] = []
        for want in wants:
            try:
                found.append((want, self._once(want, goods)))
            except ShopError as error:
                path = error.path if isinstance(error, BadInput) else "qty"
                want.problems.append(RowProblem(want.row, self._columns.name(path), error))
        now = _levels(tx, found)
        verdicts: list[Verdict] = []
        for want, good in found:
            try:
                verdicts.append(_verdict(want, good, now.get((want.values["shop"], good.id))))
            except ShopError as error:
                want.problems.append(RowProblem(want.row, self._columns.name("qty"), error))
        return verdicts

    def _once(self, want: Want, goods: NamedGoods) -> Good:
        good = goods.found(want.values)
        if good is None:
            raise BadInput("no_such_product", next(key for key in ("sku", "barcodes", "name") if key in want.values))
        first = self._met.setdefault((want.values["shop"], good.id), want.row)
        if first != want.row:
            raise BadInput("row_twice", "sku", value=good.name, first=first)
        return good

    def apply(self, tx: Unit, verdicts: Sequence[Verdict]) -> list[Change]:
        """Moves the differences of each shop."""
        by_shop: defaultdict[int, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            by_shop[verdict.want.values["shop"]].append(verdict)
        changes: list[Change] = []
        for shop_id, ones in sorted(by_shop.items()):
            moves = bring_to_counts(tx, shop_id, [_counted(one) for one in ones])
            for one in ones:
                after = one.after | {"shop": shop_id, "move_id": moves[_id(one)]}
                changes.append(Change(one.want.row, STOCK, _id(one), _written(one), one.before, after))
        return changes


def _levels(tx: ReadUnit, found: Sequence[tuple[Want, Good]]) -> dict[tuple[int, int], int]:
    """The level by shop and product; one that nothing ever moved is not there."""
    now: dict[tuple[int, int], int] = {}
    for shop_id in {want.values["shop"] for want, _ in found}:
        rows = tx.execute(
            select(StockLevel.product_id, StockLevel.qty_milli).where(
                StockLevel.location_id == locations_of(tx, shop_id).shop,
                StockLevel.product_id.in_({good.id for _, good in found}),
            )
        )
        now |= {(shop_id, product_id): qty_milli for product_id, qty_milli in rows}
    return now


def _verdict(want: Want, good: Good, level: int | None) -> Verdict:
    qty_milli: int = want.values.get("qty", level or 0)
    if qty_milli == (level or 0):
        return Verdict(want, "unchanged", good.id)
    checked_count(good.name, qty_milli, stocked=good.stocked, decimals=good.decimals)
    after = {"name": good.name, "qty_milli": qty_milli}
    return Verdict(want, "created" if level is None else "updated", good.id, {"qty_milli": level or 0}, after)


def _counted(verdict: Verdict) -> Counted:
    cost: int | None = verdict.want.values.get("cost")
    unit_cost = UnitPrice(cost) if cost is not None else None
    return Counted(_id(verdict), verdict.after["qty_milli"], verdict.want.row, unit_cost)


def _written(verdict: Verdict) -> Literal["created", "updated"]:
    return "created" if verdict.act == "created" else "updated"


def _id(verdict: Verdict) -> int:
    assert verdict.entity_id is not None
    return verdict.entity_id
