"""Past sales as a table: lines are added to the history of the old program, and withdrawn by an undo."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.money import Money
from app.core.texts import marked
from app.crm.held import EXCHANGE
from app.exchange.cells import Habits
from app.exchange.fields import Field
from app.exchange.goods import NamedGoods
from app.exchange.kind import Change, Columns, RowProblem, Verdict, Want
from app.exchange.past_sales.buyers import Buyers
from app.exchange.past_sales.reading import FIELDS, PastSaleReader, sale_key
from app.exchange.past_sales.written import WrittenSale, sales_of_this_shop, written_sales
from app.exchange.shops import shop_names
from app.exchange.table.row import TableRow
from pos.past_sales.writing import NewPastLine, NewPastSale, add_past_lines, add_past_sales, withdraw_past_lines

PAST_LINE: Final = "past_sale_line"
_BUYER_COLUMNS: Final = {"name": "customer", "cards": "card"}
"""What a table of past sales calls the fields of a customer."""


class PastSaleKind:
    """The kind "sales"."""

    code: Final = "sales"
    label: Final = marked("Past sales")
    right: Final = EXCHANGE
    fields: Final[tuple[Field, ...]] = FIELDS

    def values_of(self, tx: ReadUnit, _code: str) -> Sequence[tuple[str, str]]:
        """The shops."""
        return shop_names(tx)

    def usual(self, _tx: ReadUnit) -> Mapping[str, str]:
        """Nothing: what a file does not say stays empty."""
        return {}

    def begin(self, tx: ReadUnit, columns: Columns, habits: Habits) -> "PastSaleSession":
        """Begins a walk; BadInput ``mapping_needs``, ``shop_needed``."""
        return PastSaleSession(PastSaleReader(tx, columns, habits), columns)

    def undo(self, tx: Unit, changes: Sequence[Change]) -> dict[int, str]:
        """Withdraws the lines: from now on nobody counts them."""
        withdraw_past_lines(tx, [change.entity_id for change in changes])
        return {}


class PastSaleSession:
    """One walk through a file of past sales."""

    def __init__(self, reader: PastSaleReader, columns: Columns) -> None:
        self._reader = reader
        self._columns = columns
        self._buyers: dict[tuple[Any, ...], int | None] = {}

    def read(self, row: TableRow) -> Want:
        """What a row says."""
        return self._reader.read(row)

    def compare(self, tx: ReadUnit, wants: Sequence[Want]) -> list[Verdict]:
        """What the rows would do; adds what customers, goods and the history refuse."""
        goods, buyers = NamedGoods(tx, wants), Buyers(tx, wants)
        written, own = written_sales(tx, wants), sales_of_this_shop(tx, wants)
        verdicts: list[Verdict] = []
        for want in wants:
            if want.values.get("sale_uid") in own:
                # In an export of this very shop stand sales that its tills know better.
                verdicts.append(Verdict(want, "unchanged"))
                continue
            columns = _BUYER_COLUMNS
            try:
                buyer = buyers.of(want)
                columns = {}
                verdicts.append(self._compared(want, written.get(sale_key(want)), buyer, goods))
            except BadInput as error:
                column = self._columns.name(columns.get(error.path, error.path))
                want.problems.append(RowProblem(want.row, column, error))
        return verdicts

    def _compared(self, want: Want, sale: WrittenSale | None, buyer: int | None, goods: NamedGoods) -> Verdict:
        values, key = want.values, sale_key(want)
        if sale is not None:
            self._buyers.setdefault(key, sale.customer_id)
        first = self._buyers.setdefault(key, buyer)
        if buyer is not None and buyer != first:
            raise BadInput("past_sale_buyers", "customer", number=values["number"])
        good = goods.found(values)
        name = values.get("name") or (good.name if good is not None else None)
        if name is None:
            raise BadInput("past_sale_nameless", "name")
        after = {
            "name": name,
            "sku": values.get("sku") or (good.sku if good is not None else None),
            "product_id": good.id if good is not None else None,
            "qty_milli": values["qty"],
            "amount": values["amount"],
            "customer_id": first,
        }
        line = sale.lines.get(values["position"]) if sale is not None else None
        if line is None:
            return Verdict(want, "created", after=after)
        said = {"qty_milli", "amount"} | ({"name"} & values.keys()) | ({"sku"} & values.keys())
        if any(after[one] != line[one] for one in said):
            raise BadInput("past_sale_differs", "number", number=values["number"])
        return Verdict(want, "unchanged")

    def apply(self, tx: Unit, verdicts: Sequence[Verdict]) -> list[Change]:
        """Adds the lines, with the heads of sales that are not there yet."""
        if not verdicts:
            return []
        written = written_sales(tx, [one.want for one in verdicts])
        heads = {key: sale.id for key, sale in written.items()}
        missing: dict[tuple[Any, ...], Verdict] = {}
        for one in verdicts:
            if sale_key(one.want) not in heads:
                missing.setdefault(sale_key(one.want), one)
        heads |= zip(missing, add_past_sales(tx, [_head(one) for one in missing.values()]), strict=True)
        ids = add_past_lines(tx, [_line(one, heads[sale_key(one.want)]) for one in verdicts])
        return [
            Change(one.want.row, PAST_LINE, line_id, "created", {}, {"name": one.after["name"]})
            for one, line_id in zip(verdicts, ids, strict=True)
        ]


def _head(verdict: Verdict) -> NewPastSale:
    values = verdict.want.values
    return NewPastSale(
        values["shop"], values["number"], values["date"], verdict.after["customer_id"], values.get("sale_uid")
    )


def _line(verdict: Verdict, past_sale_id: int) -> NewPastLine:
    after = verdict.after
    return NewPastLine(
        past_sale_id,
        verdict.want.values["position"],
        after["name"],
        after["qty_milli"],
        Money(after["amount"]),
        after["sku"],
        after["product_id"],
    )
