"""Reads the list of the demo shop's goods (``goods.txt``, whose head explains its form)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LIST: Final = Path(__file__).with_name("goods.txt")
_VARIANTS: Final = re.compile(r"\s*\{(.+?)\}")
_ATTRIBUTE: Final = re.compile(r"^(\w+): (.+)$")


@dataclass(frozen=True, slots=True)
class Box:
    """Several pieces under a code of their own; without a price they cost what the pieces do."""

    pieces: int
    price: str | None


@dataclass(frozen=True, slots=True)
class DemoGoods:
    """One product of the list; prices are decimal text in the shop's currency.

    ``family`` is the name without its variant, ``tax`` one of ``standard``, ``reduced`` and ``exempt``, ``favourite``
    its place among the tiles of the first page; ``minutes`` make it a service. ``colour`` is that of the picture, where
    it is said.
    """

    category: tuple[str, ...]
    picture: str
    colour: str | None
    family: str
    attribute: str
    value: str
    name: str
    price: str
    unit: str
    tax: str
    box: Box | None
    minutes: int | None
    stock: int
    favourite: int | None


def demo_goods() -> Iterator[DemoGoods]:
    """Every product of the list, in its order."""
    category: tuple[str, ...] = ()
    picture = ""
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            path, _, picture = (part.strip() for part in line[1:].rpartition(":"))
            category = tuple(part.strip() for part in path.split("/"))
        elif line and not line.startswith("#"):
            yield from _family(category, picture, line)


def _family(category: tuple[str, ...], picture: str, line: str) -> Iterator[DemoGoods]:
    name, prices, words = (part.strip() for part in line.split("|"))
    options = dict(word.split("=", 1) for word in words.split())
    variants = _VARIANTS.search(name)
    family, names, attribute, values = name, [name], "", [""]
    if variants is not None:
        family = name.replace(variants[0], "")
        said = _ATTRIBUTE.match(variants[1])
        attribute, listed = said.groups() if said is not None else ("", variants[1])
        values = [value.strip() for value in listed.split(";")]
        before = "," if attribute else ""
        names = [name.replace(variants[0], f"{before} {value}") for value in values]
    box_pieces, _, box_prices = options.get("box", "").partition(":")
    for place, each in enumerate(names):
        favourite = options.get("favourite") if place == 0 else None
        yield DemoGoods(
            category=category,
            picture=options.get("picture", picture),
            colour=options.get("colour"),
            family=family,
            attribute=attribute,
            value=values[place] if attribute else "",
            name=each,
            price=_nth(prices.split(), place),
            unit=options.get("unit", "piece"),
            tax=options.get("tax", "standard"),
            box=Box(int(box_pieces), _nth(box_prices.split(","), place) or None) if box_pieces else None,
            minutes=int(options["minutes"]) if "minutes" in options else None,
            stock=int(options.get("stock", "0")),
            favourite=None if favourite is None else int(favourite),
        )


def _nth(texts: list[str], place: int) -> str:
    """The text for a variant; one text is for all of them."""
    return texts[place] if len(texts) > 1 else texts[0]
