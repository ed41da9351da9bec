"""Reads the worked examples of ``docs/pricing.md``: what was entered as a scenario, what is promised as cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.unit.pricing.manual_promotions import promotion_of

MANUAL = Path(__file__).parents[3] / "docs" / "pricing.md"

Row = dict[str, str]

TENDERS = "Tender"
GOODS = "Goods"
PROMOTIONS = "Promotion"
TIERS = "Tier"
WITHOUT_EFFECT = "Refused"
OFFERED = "Offered"
_OTHER_KINDS = {GOODS, TENDERS, PROMOTIONS, TIERS, WITHOUT_EFFECT, OFFERED}
ENTERED_GOODS = {
    *("Goods", "Quantity", "Unit", "Price", "Tax rate", "Tax is", "% off", "Off", "Takes discounts"),
    *("Category", "Tag"),
}
ENTERED_TENDERS = {"Tender", "Given"}

_SETTINGS = {
    "currency": r"currency `([A-Z]{3})`",
    "basis": r"tax `(inside|on top)` (?:of )?the price",
    "tax_rounding": r"rounded `(per line|per rate)`",
    "cash_rounding": r"cash to `([0-9.]+)`, `([a-z_]+)`",
    "balance": r"balance `([0-9.]+)`",
    "percent": r"`([0-9.]+) %` off",
    "amount": r"`([0-9.]+)` off",
    "at": r"at `([^`]+)`",
    "points": r"points `([0-9]+)`",
    "spent": r"spent so far `([0-9.]+)`",
    "earn": r"earns `([0-9.]+)` for `([0-9.]+)`",
    "redeem": r"a point pays `([0-9.]+)`, up to `([0-9]+) %`",
    "coupon": r"coupon `(\w+)`",
    "claim": r"claims `([^`]+)`",
    "to_spend": r"spends `([0-9]+)` points",
    "card": r"gift card `(\w+)` with `([0-9.]+)`",
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
        """The promised sums of the cart: the table that begins with none of the other kinds."""
        found = [table for table in self.tables if table.headers[0] not in _OTHER_KINDS]
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
        lines = [_line(row) for row in self._rows(GOODS)]
        cart: dict[str, Any] = {"lines": [_sold(line) for line in lines]}
        if "percent" in said:
            cart["discount_percent"] = said["percent"][0]
        if "amount" in said:
            cart["discount_amount"] = said["amount"][0]
        cart["tenders"] = [_tender(row) for row in self._rows(TENDERS)]
        for name, key in (("coupon", "coupons"), ("claim", "claims")):
            if name in said:
                cart[key] = said[name][0].split(", ")
        if "to_spend" in said:
            cart["points_to_spend"] = said["to_spend"][0]
        products = list({line["name"]: _product(line) for line in lines}.values())
        scenario: dict[str, Any] = {"shop": shop, "products": products, "cart": cart} | self._loyalty(said)
        if "at" in said:
            scenario["at"] = said["at"][0]
        if "card" in said:
            scenario["gift_cards"] = [dict(zip(("code", "balance"), said["card"], strict=True))]
        customer = {name: said[name][0] for name in ("balance", "points", "spent") if name in said}
        return scenario | {"customer": customer} if customer else scenario

    def _loyalty(self, said: dict[str, Any]) -> dict[str, Any]:
        """Promotions with the products they name, and the rules of points and tiers."""
        found: dict[str, Any] = {"promotions": [promotion_of(row) for row in self._rows(PROMOTIONS)]}
        loyalty: dict[str, Any] = {"tiers": [_tier(row) for row in self._rows(TIERS)]}
        if "earn" in said:
            loyalty["earn"] = [dict(zip(("points", "per_amount"), said["earn"], strict=True))]
        if "redeem" in said:
            loyalty["redeem"] = dict(zip(("point_value", "max_share"), said["redeem"], strict=True))
        return found | {"loyalty": loyalty}

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
    if row.get("Category", "–") != "–":
        line["category"] = row["Category"]
    if row.get("Tag", "–") != "–":
        line["tags"] = [row["Tag"]]
    return line


_OF_LINE = {"qty", "price", "discount_percent", "discount_amount"}


def _sold(line: dict[str, Any]) -> dict[str, Any]:
    return {"product": line["name"]} | {key: value for key, value in line.items() if key in _OF_LINE}


def _product(line: dict[str, Any]) -> dict[str, Any]:
    return {"code": line["name"]} | {key: value for key, value in line.items() if key not in _OF_LINE}


def _tier(row: Row) -> dict[str, str]:
    return {
        "name": row["Tier"],
        "from": row["From"],
        "discount": row["Discount"].removesuffix(" %"),
        "earn_factor": row["Points"].removeprefix("× "),
    }


def _tender(row: Row) -> dict[str, str]:
    assert set(row) <= ENTERED_TENDERS, row
    kind, _, code = row["Tender"].partition(" card ")
    tender = {"kind": "gift_card", "code": code} if code else {"kind": kind}
    return tender if row["Given"] == "the rest" else tender | {"amount": row["Given"]}
