"""Broken files of every kind: nothing is half imported, and whatever came in can be taken back."""

import io
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from openpyxl import Workbook

from app.core import journal
from app.core.errors import ShopError
from app.crm.customers import customers
from app.exchange import runs
from app.exchange.kinds import KIND_CODES
from pos.past_sales.models import PastSale, PastSaleLine
from pos.past_sales.reading import that_count
from tests.factories.shop import FITTER
from tests.service.crm.conftest import ClientBook
from tests.service.exchange.conftest import Exchange
from warehouse.stock.levels import levels

ROWS: Final = 12
GROWING: Final = (
    "stock_move", "stock_level", "past_sale", "past_sale_line", "past_sale_withdrawal", "customer_consent", "customer",
)  # fmt: skip
"""Ledgers, what they add up to, and customers, who keep an empty row where a ledger names them."""
TABLES: Final[dict[str, Callable[[int], tuple[Any, ...]]]] = {
    "products": lambda n: (f"P-{n}", f"Saw {n}", n + 0.5, f"46000000000{n:02}", "20", "Tools > Saws"),
    "customers": lambda n: (f"Anna {n}", f"0888 123 1{n:02}", f"{n + 1}.3.1980", f"C-{n}", "yes 2024-01-01", "note"),
    "stock": lambda n: (f"G-{n}", n * 2, 1.25, "Oak & Iron"),
    "sales": lambda n: (f"{n // 2}", f"2024-03-{n // 2 + 1:02}", "Regular", f"Old thing {n}", n + 1, n * 1.5),
}
HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "products": ("SKU", "Name", "Price", "Barcode", "VAT", "Category"),
    "customers": ("Name", "Phone", "Birth date", "Card", "SMS", "Note"),
    "stock": ("SKU", "Quantity", "Cost", "Shop"),
    "sales": ("Number", "Date", "Customer", "Name", "Quantity", "Amount"),
}


@pytest.fixture
def shop_with_goods(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    """A shop with goods and a customer, whose imports write in steps of a few rows."""
    monkeypatch.setattr(runs, "APPLY_ROWS", 5)
    rows = "".join(f"G-{n};Thing {n};1;20\n" for n in range(ROWS))
    exchange.run("products", "SKU;Name;Price;VAT\n" + rows)
    ClientBook(exchange.shop).add("Regular", "0888 999 999", card="R-1")
    return exchange


def as_csv(kind: str) -> bytes:
    rows = [HEADERS[kind], *map(TABLES[kind], range(ROWS))]
    return "\n".join(";".join(map(str, row)) for row in rows).encode()


def as_xlsx(kind: str) -> bytes:
    book, written = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (HEADERS[kind], *map(TABLES[kind], range(ROWS))):
        sheet.append(row)
    book.save(written)
    return written.getvalue()


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    return bytes(byte ^ (chance.random() < 0.01) * chance.randrange(256) for byte in data)


def _ragged(data: bytes, chance: random.Random) -> bytes:
    return b"\n".join(line + b";more;and;more" * chance.randrange(3) for line in data.split(b"\n"))


def _in_between(piece: bytes) -> Callable[[bytes, random.Random], bytes]:
    def put(data: bytes, chance: random.Random) -> bytes:
        lines = data.split(b"\n")
        lines.insert(chance.randrange(1, len(lines) + 1), piece)
        return b"\n".join(lines)

    return put


def _twice_as_wide(data: bytes, _chance: random.Random) -> bytes:
    return b"\n".join(line + b";" + line for line in data.split(b"\n"))


def _shuffled(data: bytes, chance: random.Random) -> bytes:
    head, *lines = data.split(b"\n")
    return b"\n".join([head, *chance.sample(lines, len(lines)), *lines[:2]])


def _recoded(data: bytes, chance: random.Random) -> bytes:
    return data.decode("latin-1").encode(chance.choice(["utf-16", "utf-32", "utf-8"]))


DAMAGES: Final = (
    _cut, _flipped, _ragged, _twice_as_wide, _shuffled, _recoded, _in_between(b"\0"), _in_between(b'"open'),
    _in_between(b"x" * 10_000_000), _in_between(b";;;;;;;;"),
)  # fmt: skip
"""What bad sticks, bad mails and bad programs do to a file."""


def standing(exchange: Exchange) -> list[object]:
    """Everything the books say: each table but those that only grow, and what these add up to."""
    book = ClientBook(exchange.shop)
    with exchange.shop.database.read_unit() as tx:
        known = customers(tx, limit=1000)
        past = tx.execute(that_count(PastSale.number, PastSaleLine.position, PastSaleLine.name)).all()
        held = levels(tx, range(1, 200), exchange.shop.id)
    given = [(one.id, [state.given for state in book.consents(one.id).values()]) for one in known]
    return [exchange.dump(but=GROWING), known, given, sorted(map(tuple, past)), held]


@pytest.mark.parametrize("kind", KIND_CODES)
@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_the_whole_file_comes_in_and_goes_back(
    shop_with_goods: Exchange, kind: str, write: Callable[[str], bytes]
) -> None:
    exchange = shop_with_goods
    before = standing(exchange)
    uid, report = exchange.run(kind, write(kind))
    assert (report.problems, report.created + report.updated + report.unchanged) == ([], ROWS)
    assert standing(exchange) != before
    assert exchange.undo(uid) == []
    assert standing(exchange) == before
    assert exchange.shop.faults() == ([], [])


@pytest.mark.parametrize("kind", KIND_CODES)
@pytest.mark.parametrize("seed", range(3))
def test_of_a_damaged_file_comes_all_or_nothing(shop_with_goods: Exchange, kind: str, seed: int) -> None:
    exchange, chance = shop_with_goods, random.Random(f"{kind}{seed}")
    before = standing(exchange)
    for number in range(4):
        data = chance.choice(DAMAGES)((as_csv if number < 3 else as_xlsx)(kind), chance)
        try:
            uid, report = exchange.run(kind, data, skip_errors=chance.random() < 0.5)
        except ShopError:
            assert standing(exchange) == before
            continue
        state = exchange.view(uid).state
        assert state in ("done", "refused", "undone")
        if state == "done":
            assert report.created + report.updated + report.unchanged + report.failed
            assert exchange.undo(uid) == []
        assert standing(exchange) == before
    assert exchange.shop.faults() == ([], [])
    with exchange.shop.database.read_unit() as tx:
        assert journal.verify(tx)[1] == []
    # A file that could be read and not taken waits as a draft for whoever tries again, and not for ever.
    exchange.shop.clock.advance(timedelta(days=3))
    exchange.imports.forget_old_drafts(FITTER)
    assert list((exchange.folder / "imports").iterdir()) == []
