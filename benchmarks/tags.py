"""Draws price tags, beside the same figures and bars drawn by bare Pillow without any layout."""

from functools import partial
from typing import Final

from PIL import Image, ImageDraw
from stdnum import ean

from benchmarks.figures import Goal, Report, Times
from benchmarks.stage import Stage
from printing.fonts import Face, load
from printing.labels.bars import bars_of
from printing.labels.layout import lay_out_tag
from printing.labels.paint import paint_tag
from printing.labels.tag import LabelStock, PriceTag

MOST: Final = 1.1
_ROUNDS: Final = 1000
_STOCK: Final = LabelStock(58, 40)
_NAME: Final = Face("DejaVuSansCondensed-Bold.ttf", 32)
_PRICE: Final = Face("DejaVuSansCondensed-Bold.ttf", 80)
_SMALL: Final = Face("DejaVuSansCondensed.ttf", 21)
_BAR_DOTS: Final = 3


def drawn(stage: Stage) -> Report:
    """Every tag has a name, a price and a code of its own; what is looked up once is warm for both."""
    ours, bare = Times("tag"), Times("bare Pillow")
    for number in range(stage.times(_ROUNDS)):
        body = f"{400_638_133_000 + number}"
        tag = PriceTag(f"Hammer {number} of steel", f"{number}.50 EUR", "", "1 kg", body + ean.calc_check_digit(body))
        bars_of(tag.code)
        bare.measure(partial(_bare, tag))
        ours.measure(partial(_ours, tag))
    ratio = Goal("p50 × bare Pillow", ours.p50 / bare.p50, MOST)
    return Report("Drawing price tags", (bare, ours), (ratio,), (f"{ours.per_second:.0f} tags a second",))


def _ours(tag: PriceTag) -> Image.Image:
    return paint_tag(lay_out_tag(tag, _STOCK))


def _bare(tag: PriceTag) -> Image.Image:
    picture = Image.new("1", (_STOCK.width_dots, _STOCK.height_dots), 1)
    draw = ImageDraw.Draw(picture)
    draw.text((16, 16), tag.name, font=load(_NAME), fill=0)
    draw.text((180, 100), tag.price, font=load(_PRICE), fill=0)
    draw.text((16, 170), tag.unit, font=load(_SMALL), fill=0)
    bars = bars_of(tag.code)
    for place, module in enumerate(bars.modules if bars is not None else ""):
        if module == "1":
            left = 60 + place * _BAR_DOTS
            draw.rectangle((left, 220, left + _BAR_DOTS - 1, 284), fill=0)
    draw.text((160, 290), tag.code, font=load(_SMALL), fill=0)
    return picture
