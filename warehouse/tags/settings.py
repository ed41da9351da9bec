"""What the shop's price tags say besides name and price."""

from typing import Final

from app.core.settings import Setting
from app.core.texts import marked
from printing.labels.tag import CodeKind

CODE = Setting("tags.code", bool, True, marked("Barcode"))
CODE_KIND = Setting(
    "tags.code_kind",
    str,
    CodeKind.BARS.value,
    marked("The code is drawn as"),
    marked("A DataMatrix has room on small labels; your scanners must read square codes."),
    choices=tuple(kind.value for kind in CodeKind),
)
ARTICLE = Setting("tags.article", bool, True, marked("SKU"))
UNIT = Setting(
    "tags.unit",
    bool,
    True,
    marked("What the price is for"),
    marked("1 kg, 1 m: on goods that are weighed or measured."),
)
SECOND = Setting(
    "tags.second_currency",
    bool,
    True,
    marked("Second currency"),
    marked("While the shop shows one, the price stands in it too."),
)
OLD_PRICE_DAYS = Setting(
    "tags.old_price_days",
    int,
    0,
    marked("Days for which a lower price shows the old one"),
    marked("The old price stands beside it, struck out: the lowest of the 30 days before. 0 never shows it."),
    low=0,
    high=365,
)

OLD_PRICE_WINDOW_DAYS: Final = 30
"""The price before a reduction is the lowest of this time (Directive 98/6/EC, article 6a)."""
