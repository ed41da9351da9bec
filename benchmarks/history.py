"""A year of sales, ten lines each, with everything a sale leaves behind; the same year every time."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from random import Random
from typing import Any, Final
from uuid import UUID

from app.core.journal import GENESIS, till_chain
from app.core.money import UNIT_PRICE_SCALE
from app.core.rounding import round_half_up
from benchmarks.bulk import Bulk, Row
from benchmarks.goods import OPENING_STOCK_MILLI, Product
from benchmarks.shop import ACTOR, CURRENCY, TILLS, Opened
from pos.papers.store import DRAWER_KIND, PRINT_KIND, printer_lane

DAYS: Final = 365
FIRST_DAY: Final = datetime(2025, 3, 1, tzinfo=UTC)
LINES_PER_SALE: Final = 10
_OPENS: Final = time(9)
_OPEN_SECONDS: Final = 11 * 3600
_FLOAT: Final = 10_000

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "shift": (
        "id", "uid", "shop_id", "till_id", "number", "currency", "opened_at", "business_date", "opened_by",
        "opening_float", "denominations",
    ),
    "shift_close": (
        "shift_id", "uid", "till_id", "number", "closed_at", "closed_by", "expected", "counted", "difference",
        "denominations", "figures", "journal_heads",
    ),
    "sale": (
        "id", "uid", "shop_id", "till_id", "shift_id", "kind", "number", "currency", "opened_at", "completed_at",
        "business_date",
        "cashier_name", "line_count", "subtotal", "discount", "net", "tax", "gross", "rounding", "to_pay", "paid",
        "change",
    ),
    "sale_line": (
        "sale_id", "position", "product_id", "name", "sku", "qty_milli", "pack_qty_milli", "unit_code", "unit_price",
        "price_source", "prices_include_tax", "amount", "discount", "net", "tax", "gross", "tax_category_id",
        "tax_rate_bp",
    ),
    "tender": ("sale_id", "position", "kind", "amount"),
    "stock_move": (
        "product_id", "from_location_id", "to_location_id", "qty_milli", "document_kind", "document_id",
        "document_line", "at", "business_date",
    ),
    "paper": ("document", "version", "body"),
    "outbox_message": (
        "lane", "kind", "version", "payload", "dedup_key", "urgent", "state", "attempts", "created_at", "settled_at",
    ),
    "journal_entry": ("chain", "seq", "at", "actor", "kind", "subject", "body", "previous_hash", "hash"),
}  # fmt: skip


class History:
    """Makes the year. ``paper_body`` is the stored text of a real receipt of ten lines."""

    def __init__(self, opened: Opened, catalogue: list[Product], sales: int, paper_body: str) -> None:
        self._opened = opened
        self._catalogue = catalogue
        self._sales = sales
        self._paper_body = paper_body
        self._random = Random("history")  # the same year in every run
        self._sold: Counter[int] = Counter()
        self._heads = dict.fromkeys(opened.till_ids[:TILLS], (0, GENESIS))
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._numbers: Counter[int] = Counter()
        self._shifts = 0

    def load(self, bulk: Bulk, progress: Callable[[int], None]) -> None:
        """Writes it all, a day at a time; ``progress`` hears how many sales there are."""
        instants = sorted(self._instant(sale) for sale in range(self._sales))
        sale_id = 0
        for day, of_day in groupby(instants, key=lambda instant: instant.date()):
            shifts = self._open_day(datetime.combine(day, _OPENS, UTC))
            for instant in of_day:
                sale_id += 1
                till_id = self._random.choice(self._opened.till_ids[:TILLS])
                self._sell(sale_id, till_id, shifts[till_id], instant)
            for table, columns in COLUMNS.items():
                bulk.load(table, columns, self._rows.pop(table, []))
            progress(sale_id)
        self._close(bulk)

    def _instant(self, _sale: int) -> datetime:
        day = FIRST_DAY + timedelta(days=self._random.randrange(DAYS))
        opened = datetime.combine(day.date(), _OPENS, UTC)
        return opened + timedelta(seconds=self._random.randrange(_OPEN_SECONDS))

    def _open_day(self, opened_at: datetime) -> dict[int, int]:
        """One shift a till, with its end; answers shift ids by till."""
        shifts = {}
        day = opened_at.date()
        closed_at = opened_at + timedelta(seconds=_OPEN_SECONDS)
        for till_id in self._opened.till_ids[:TILLS]:
            self._shifts += 1
            shift_id, number = self._shifts, (self._shifts - 1) // TILLS + 1
            shifts[till_id] = shift_id
            self._rows["shift"].append(
                (
                    shift_id, str(UUID(int=shift_id)), self._opened.shop_id, till_id, number, CURRENCY, opened_at, day,
                    ACTOR.name, _FLOAT, '{"1000":10}',
                )
            )  # fmt: skip
            self._rows["shift_close"].append(
                (
                    shift_id, str(UUID(int=shift_id)), till_id, number, closed_at, ACTOR.name, _FLOAT, _FLOAT, 0,
                    '{"1000":10}', "{}", "{}",
                )
            )  # fmt: skip
        return shifts

    def _sell(self, sale_id: int, till_id: int, shift_id: int, at: datetime) -> None:
        day, ends = at.date(), self._opened.locations
        uid = str(UUID(int=(7 << 76) | sale_id))
        self._numbers[till_id] += 1
        number = self._numbers[till_id]
        gross = tax = 0
        for position in range(1, LINES_PER_SALE + 1):
            # A third of the goods make most of the sales, as in any shop.
            one = self._catalogue[int(len(self._catalogue) * self._random.random() ** 2)]
            qty = 1 if self._random.random() < 0.8 else self._random.randrange(2, 6)
            amount = one.price * qty
            line_tax = round_half_up(amount * one.tax_rate_bp, 10_000 + one.tax_rate_bp)
            gross, tax = gross + amount, tax + line_tax
            self._sold[one.id] += qty
            self._rows["sale_line"].append(
                (
                    sale_id, position, one.id, one.name, one.sku, qty * 1000, 1000, "piece",
                    one.price * UNIT_PRICE_SCALE,
                    "list", True, amount, 0, amount - line_tax, line_tax, amount, one.tax_category_id, one.tax_rate_bp,
                )
            )  # fmt: skip
            self._rows["stock_move"].append(
                (one.id, ends.shop, ends.customer, qty * 1000, "sale", sale_id, position, at, day)
            )
        paid = self._pay(sale_id, gross)
        self._rows["sale"].append(
            (
                sale_id, uid, self._opened.shop_id, till_id, shift_id, "sale", number, CURRENCY, at, at, day,
                ACTOR.name, LINES_PER_SALE, gross, 0, gross - tax, tax, gross, 0, gross, paid, paid - gross,
            )
        )  # fmt: skip
        self._note(uid, till_id, number, gross, at)

    def _pay(self, sale_id: int, gross: int) -> int:
        if self._random.random() < 0.5:
            self._rows["tender"].append((sale_id, 1, "card", gross))
            return gross
        by_card, in_cash = gross // 2, -(-(gross - gross // 2) // 500) * 500
        self._rows["tender"] += [(sale_id, 1, "card", by_card), (sale_id, 2, "cash", in_cash)]
        return by_card + in_cash

    def _note(self, uid: str, till_id: int, number: int, gross: int, at: datetime) -> None:
        """The paper, its two messages and the journal's row."""
        document, lane = f"receipt:{uid}", printer_lane(till_id)
        self._rows["paper"].append((document, 1, self._paper_body))
        print_payload = f'{{"document":"{document}","copy":false}}'
        self._rows["outbox_message"] += [
            (lane, DRAWER_KIND, 1, f'{{"cause":"{document}"}}', f"drawer:{document}", True, "done", 1, at, at),
            (lane, PRINT_KIND, 1, print_payload, f"print:{document}", False, "done", 1, at, at),
        ]
        seq, previous = self._heads[till_id]
        body = f'{{"change":0,"discount":0,"gross":{gross},"lines":10,"number":{number},"to_pay":{gross}}}'
        # The look and size of a chain, not its arithmetic: nobody verifies this journal.
        digest = hashlib.sha256(f"{previous}{body}".encode()).hexdigest()
        self._rows["journal_entry"].append(
            (till_chain(till_id), seq + 1, at, ACTOR.name, "sale.completed", f"sale:{uid}", body, previous, digest)
        )
        self._heads[till_id] = (seq + 1, digest)

    def _close(self, bulk: Bulk) -> None:
        """What stands at the end of the year: levels, numbers, heads of chains."""
        shop = self._opened.locations.shop
        levels: list[Row] = [(one.id, shop, OPENING_STOCK_MILLI - self._sold[one.id] * 1000) for one in self._catalogue]
        bulk.load("stock_level", ("product_id", "location_id", "qty_milli"), levels)
        series: list[tuple[Any, ...]] = [(till_id, "sale", last) for till_id, last in self._numbers.items()]
        series += [(till_id, "shift", self._shifts // TILLS) for till_id in self._heads]
        bulk.load("number_series", ("till_id", "kind", "last"), series)
        heads = [(till_chain(till_id), seq, digest) for till_id, (seq, digest) in self._heads.items()]
        bulk.load("journal_head", ("chain", "seq", "hash"), heads)
