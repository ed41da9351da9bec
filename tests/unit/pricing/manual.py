"""Reads the worked examples of ``docs/pricing.md``: what was entered as a scenario, what is promised as cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MANUAL = Path(__file__).parents[3] / "docs" / "pricing.md"

Row = dict[str, str]

TENDERS = "Tender"
GOODS = "Goods"
ENTERED_GOODS = {"Goods", "Quantity", "Unit", "Price", "Tax rate", "Tax is", "% off", "Off", "Takes discounts"}
ENTERED_TENDERS = {"Tender", "Given"}

_SETTINGS = {
    "currency": r"currency `([A-Z]{3})`",
    "basis": r"tax `(inside|on top)` (?:of )?the price",
    "tax_rounding": r"rounded `(per line|per rate)`",
    "cash_rounding": r"cash to `([0-9.]+)`, `([a-z_]+)`",
    "balance": r"balance `([0-9.]+)`",
    "percent": r"`([0-9.]+) %` off",
    "amount": r"`([0-9.]+)` off",
}


@dataclass
class Table:
    """A Markdown table: rows by header, cut at the column ``=`` into what was entered and what is promised."""

    headers: list[str]
    rows: list[Row]

    def entered(self) -> list[Row]:
        return [{header: row[header] for header in self._side(0)} for row in self.rows]

    def promised(self) -> list[Row]:
        return [{header: row[header] for header in self._side(1)} for row in self.rows]

    def _side(self, side: int) -> list[str]:
        if "=" not in self.headers:
            return self.headers if side == 0 else []
        middle = self.headers.index("=")
        return self.headers[:middle] if side == 0 else self.headers[middle + 1 :]


@dataclass
class Example:
    """One worked example."""

    title: str
    setting: str = ""
    tables: list[Table] = field(default_factory=list)
    refused: tuple[str, str] | None = None

    def table(self, first_header: str) -> Table | None:
        return next((table for table in self.tables if table.headers[0] == first_header), None)

    def totals(self) -> Row:
        """The promised sums of the cart: the table that shows neither goods nor tenders."""
        found = [table for table in self.tables if table.headers[0] not in {GOODS, TENDERS}]
        assert len(found) <= 1, self.title
        return found[0].rows[0] if found else {}

    def scenario(self) -> dict[str, Any]:
        """The JSON that the example describes."""
        found = {name: re.search(pattern, self.setting) for name, pattern in _SETTINGS.items()}
        used = sum(len(match.groups()) for match in found.values() if match)
        assert used == self.setting.count("`") // 2, f"{self.title}: not understood: {self.setting}"
        said = {name: match.groups() for name, match in found.items() if match}
        shop: dict[str, Any] = {"currency": said["currency"][0]}
        if "basis" in said:
            shop["prices_include_tax"] = said["basis"][0] == "inside"
        if "tax_rounding" in said:
            shop["tax_rounding"] = said["tax_rounding"][0].replace(" ", "_")
        if "cash_rounding" in said:
            shop["cash_rounding"] = dict(zip(("step", "mode"), said["cash_rounding"], strict=True))
        cart: dict[str, Any] = {"lines": [_line(row) for row in self._rows(GOODS)]}
        if "percent" in said:
            cart["discount_percent"] = said["percent"][0]
        if "amount" in said:
            cart["discount_amount"] = said["amount"][0]
        cart["tenders"] = [_tender(row) for row in self._rows(TENDERS)]
        scenario = {"shop": shop, "cart": cart}
        return scenario | {"customer": {"balance": said["balance"][0]}} if "balance" in said else scenario

    def _rows(self, first_header: str) -> list[Row]:
        table = self.table(first_header)
        return table.entered() if table else []


def examples() -> list[Example]:
    """Every example of the manual, in its order."""
    found: list[Example] = []
    open_example: Example | None = None
    for block in MANUAL.read_text(encoding="utf-8").split("\n\n"):
        if block.startswith("#"):
            open_example = None
            if block.startswith("### Example: "):
                open_example = Example(block.removeprefix("### Example: ").strip())
                found.append(open_example)
        elif open_example is not None:
            _add(open_example, block.strip())
    return found


def table_after(heading: str) -> Table:
    """The first table under a heading of the manual."""
    after = MANUAL.read_text(encoding="utf-8").split(f"{heading}\n", 1)[1]
    return _table(next(block for block in after.split("\n\n") if block.startswith("|")))


def section(heading: str) -> str:
    """The text under a heading, up to the next of its kind."""
    return MANUAL.read_text(encoding="utf-8").split(f"\n{heading}\n", 1)[1].split("\n## ", 1)[0]


def _add(example: Example, block: str) -> None:
    if block.startswith("Shop: "):
        example.setting = block
    elif block.startswith("|"):
        example.tables.append(_table(block))
    elif found := re.fullmatch(r"Refused: `([a-z_]+)` at `([^`]+)`\.", block):
        example.refused = (found[1], found[2])


def _table(block: str) -> Table:
    head, _rule, *rows = [list(_cells(line)) for line in block.splitlines()]
    return Table(head, [dict(zip(head, row, strict=True)) for row in rows])


def _cells(line: str) -> Iterator[str]:
    return (cell.strip() for cell in line.strip().strip("|").split("|"))


def _line(row: Row) -> dict[str, Any]:
    assert set(row) <= ENTERED_GOODS, row
    line: dict[str, Any] = {"name": row["Goods"], "qty": row["Quantity"], "unit": row["Unit"], "price": row["Price"]}
    for header, key in (("Tax rate", "tax"), ("% off", "discount_percent"), ("Off", "discount_amount")):
        if row.get(header, "–") != "–":
            line[key] = row[header].removesuffix(" %")
    if "Tax is" in row:
        line["prices_include_tax"] = {"inside": True, "on top": False}[row["Tax is"]]
    if "Takes discounts" in row:
        line["discountable"] = {"yes": True, "no": False}[row["Takes discounts"]]
    return line


def _tender(row: Row) -> dict[str, str]:
    assert set(row) <= ENTERED_TENDERS, row
    tender = {"kind": row["Tender"]}
    return tender if row["Given"] == "the rest" else tender | {"amount": row["Given"]}
