"""Reads the list of the demo shop's goods (``goods.txt``, whose head explains its form)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
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

    ``family`` is the name without its variant, and ``values`` has one for each of ``attributes``. ``tax`` is one of
    ``standard``, ``reduced`` and ``exempt``, ``favourite`` the place among the tiles of the first page; ``minutes``
    make it a service. ``colour`` is that of the picture, where it is said.
    """

    category: tuple[str, ...]
    picture: str
    colour: str | None
    family: str
    attributes: tuple[str, ...]
    values: tuple[str, ...]
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
    attributes: list[str] = []
    choices: list[list[str]] = []
    for braced in _VARIANTS.findall(name):
        said = _ATTRIBUTE.match(braced)
        listed = braced if said is None else said[2]
        if said is not None:
            attributes.append(said[1])
        choices.append([value.strip() for value in listed.split(";")])
    family = _VARIANTS.sub("", name)
    before = "," if attributes else ""
    box_pieces, _, box_prices = options.get("box", "").partition(":")
    for place, values in enumerate(product(*choices)):
        favourite = options.get("favourite") if place == 0 else None
        yield DemoGoods(
            category=category,
            picture=options.get("picture", picture),
            colour=options.get("colour"),
            family=family,
            attributes=tuple(attributes),
            values=values if attributes else (),
            name=_named(name, values, before),
            price=_nth(prices.split(), place),
            unit=options.get("unit", "piece"),
            tax=options.get("tax", "standard"),
            box=Box(int(box_pieces), _nth(box_prices.split(","), place) or None) if box_pieces else None,
            minutes=int(options["minutes"]) if "minutes" in options else None,
            stock=int(options.get("stock", "0")),
            favourite=None if favourite is None else int(favourite),
        )


def _named(name: str, values: Sequence[str], before: str) -> str:
    """The name with the values in place of its braces."""
    for value in values:
        name = _VARIANTS.sub(f"{before} {value}", name, count=1)
    return name


def _nth(texts: list[str], place: int) -> str:
    """The text for a variant; one text is for all of them."""
    return texts[place] if len(texts) > 1 else texts[0]
