"""How long a table takes: ``python -m benchmarks.importing [KIND] [ROWS] [DATABASE_URL]``.

Says the time of the check, of the writing and of the undo, and the longest unit that writes: what a till would wait.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import app.schema  # noqa: F401  # every table must be known
from app.core.actor import program
from app.core.db.migrate import upgrade
from app.core.db.unit import Database
from app.core.installation import open_installation
from app.exchange.kinds import kind_named
from app.exchange.runs import Imports
from app.exchange.table.row import Choices
from app.places.service import ShopData, create_shop
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units

ROWS = 50_000
ACTOR = program("console:benchmark")
WORDS = ("Drill", "Saw", "Hammer", "Screw", "Oil", "Milk", "Cheese", "Молоко", "Пила", "Bolt", "Paint")


def product(chance: random.Random, row: int) -> str:
    name = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {row}"
    branch = f"{chance.choice(WORDS)} > {chance.choice(WORDS)}"
    price = f"{chance.randrange(1, 9999)},{chance.randrange(100):02}"
    return f"B-{row:06};{name};{branch};piece;{price};{4600000000000 + row};20"


def customer(chance: random.Random, row: int) -> str:
    name = f"{chance.choice(WORDS)} {chance.choice(WORDS)}"
    born = f"{chance.randrange(1, 28)}.{chance.randrange(1, 12)}.{chance.randrange(1940, 2010)}"
    return f"{name};+35988{row:07};{born};C-{row:07};{chance.choice(('yes', 'no', ''))};a{row}@example.org"


def past_sale(chance: random.Random, row: int) -> str:
    return f"{row // 3};{row % 28 + 1}.03.2024;{chance.choice(WORDS)};{chance.randrange(1, 9999)},50"


TABLES: dict[str, tuple[str, Callable[[random.Random, int], str]]] = {
    "products": ("SKU;Name;Category;Unit;Price;Barcode;VAT", product),
    "customers": ("Name;Phone;Birth date;Card;SMS;E-mail", customer),
    "sales": ("Number;Date;Name;Amount", past_sale),
}


def write_table(path: Path, kind: str, rows: int) -> None:
    chance = random.Random(1)
    header, line = TABLES[kind]
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{header}\n")
        file.writelines(f"{line(chance, row)}\n" for row in range(rows))


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) > 1 else "products"
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_table(folder / "table.csv", kind, rows)
        url = sys.argv[3] if len(sys.argv) > 3 else f"sqlite:///{folder / 'regulars.db'}"
        with closing(Database(url)) as database:
            upgrade(database)
            with database.unit_of_work(ACTOR) as tx:
                open_installation(tx, "EUR", demo=False)
                create_shop(tx, ShopData("Corner"))
                add_standard_units(tx)
                create_tax_category(tx, "Standard", 2000)
            measure(database, folder, kind)


def measure(database: Database, folder: Path, kind: str) -> None:
    imports = Imports(database, folder)
    with (folder / "table.csv").open("rb") as source:
        view = imports.draft(ACTOR, kind_named(kind), source, "table.csv", Choices())
    imports.start(ACTOR, view.uid, view.options)
    marks: list[tuple[str, float]] = [("start", time.perf_counter())]
    report = imports.finish(ACTOR, view.uid, lambda state, _done, _total: marks.append((state, time.perf_counter())))
    checked = max(at for state, at in marks if state != "applying")
    steps = [later[1] - earlier[1] for earlier, later in pairwise(marks) if later[0] == "applying"]
    print(
        f"{report.created} created, checked in {checked - marks[0][1]:.1f} s, written in {marks[-1][1] - checked:.1f} s"
    )
    print(f"longest step of 200 rows with its reading {max(steps) * 1000:.0f} ms")
    began = time.perf_counter()
    imports.undo(ACTOR, view.uid)
    imports.finish(ACTOR, view.uid)
    print(f"taken back in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
