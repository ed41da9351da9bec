"""Reads the list of the demo shop's goods (``goods.txt``, whose head explains its form)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LIST: Final = Path(__file__).with_name("goods.txt")
_VARIANTS: Final = re.compile(r"\{(.+?)\}")


@dataclass(frozen=True, slots=True)
class DemoGoods:
    """One product of the list; prices are decimal text in the shop's currency.

    ``family`` is one number for all variants, ``tax`` one of ``standard``, ``reduced`` and ``exempt``.
    """

    category: tuple[str, ...]
    picture: str
    family: int
    name: str
    price: str
    unit: str
    tax: str
    box: tuple[int, str] | None
    minutes: int | None
    stock: int
    favourite: bool

    @property
    def is_service(self) -> bool:
        """Whether it is something done, not something handed over."""
        return self.minutes is not None


def demo_goods() -> Iterator[DemoGoods]:
    """Every product of the list, in its order."""
    category: tuple[str, ...] = ()
    picture = ""
    for number, line in enumerate(_LIST.read_text(encoding="utf-8").splitlines()):
        if line.startswith("@"):
            path, _, picture = (part.strip() for part in line[1:].rpartition(":"))
            category = tuple(part.strip() for part in path.split("/"))
        elif line and not line.startswith("#"):
            yield from _family(number, category, picture, line)


def _family(number: int, category: tuple[str, ...], picture: str, line: str) -> Iterator[DemoGoods]:
    name, prices, *rest = (part.strip() for part in line.split("|"))
    options = dict(_option(word) for word in " ".join(rest).split())
    variants = _VARIANTS.search(name)
    names = [name]
    if variants is not None:
        names = [name.replace(variants[0], variant.strip()) for variant in variants[1].split(";")]
    for each, price in zip(names, prices.split(), strict=True):
        pieces, _, box_price = options.get("box", "").partition(":")
        yield DemoGoods(
            category=category,
            picture=picture,
            family=number,
            name=each,
            price=price,
            unit=options.get("unit", "piece"),
            tax=options.get("tax", "standard"),
            box=(int(pieces), box_price) if pieces else None,
            minutes=int(options["minutes"]) if "minutes" in options else None,
            stock=int(options.get("stock", "0")),
            favourite="fav" in options and each == names[0],
        )


def _option(word: str) -> tuple[str, str]:
    key, _, value = word.partition("=")
    return key, value
