"""``regulars barcode``: what a scanned text is."""

import argparse
import json
import os
import sys
from typing import Any, Final

from app.cli.parsing import Commands, add_command, add_json_option
from app.core.barcodes.patterns import read_pattern
from app.core.barcodes.reading import read_code
from app.core.barcodes.readings import Broken, Element, ElementString, Gtin, Measured, Reading
from app.core.barcodes.words import refusal
from app.core.clock import SystemClock
from app.core.explain import explain
from app.core.numbers import format_scaled

_YEARS: Final = range(1000, 9901)
_UNITS: Final = {"weight": "kg", "count": "pcs"}


def add_to(commands: Commands) -> None:
    """Adds the subcommand."""
    parser = add_command(
        commands,
        "barcode",
        "says what scanned texts are, as JSON",
        "regulars barcode 2112345012506 --pattern weight:21IIIIINNDDDC",
    )
    parser.add_argument("text", metavar="TEXT", help="the text as scanned; - reads one a line; FNC1 as GS or \\u001d")
    parser.add_argument(
        "--pattern",
        action="append",
        default=[],
        metavar="KIND:LAYOUT",
        help="how the scales build weight:, price: or count: numbers; may be repeated, the first that fits wins",
    )
    parser.add_argument("--year", type=_year, metavar="YYYY", help="dates of two figures lie near it [this year]")
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answers a line of JSON for each text; 1 where the one that was asked for is broken."""
    year = options.year or SystemClock().now().year
    patterns = [read_pattern(text) for text in options.pattern]
    units = dict(_UNITS)
    if any(pattern.kind == "price" for pattern in patterns):
        units["price"] = _currency(options)
    if options.text != "-":
        # The bytes that were typed, whatever the locale takes them for.
        text = os.fsencode(options.text).decode(errors="replace")
        reading = read_code(text, year=year, patterns=patterns)
        _write(reading, units)
        return 1 if isinstance(reading, Broken) else 0
    for line in sys.stdin.buffer:
        text = line.removesuffix(b"\n").removesuffix(b"\r").decode(errors="replace")
        _write(read_code(text, year=year, patterns=patterns), units)
    return 0


def _year(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) in _YEARS):
        raise argparse.ArgumentTypeError(f"{text!r} is no year from {_YEARS.start} to {_YEARS.stop - 1}")
    return int(text)


def _currency(options: argparse.Namespace) -> str:
    """The currency of the shop that is there; where there is none yet, that of the preset of no country."""
    from app.cli.folder import config_of, lacks_file, opened  # noqa: PLC0415  # long to load, for prices only
    from app.core.installation import facts, is_opened  # noqa: PLC0415  # as above
    from app.flows.countries.neutral import NEUTRAL  # noqa: PLC0415  # as above

    config = config_of(options)
    if not lacks_file(config):
        with opened(config) as database, database.read_unit() as tx:
            if is_opened(tx):
                return facts(tx).currency
    return NEUTRAL.currency


def _write(reading: Reading, units: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(answer_of(reading, units)) + "\n")


def answer_of(reading: Reading, units: dict[str, str]) -> dict[str, Any]:
    """The answer as the contract has it; ``units`` says in what each kind of amount is counted."""
    match reading:
        case Broken():
            return {"valid": False, "code": reading.code, "message": explain(refusal(reading))}
        case Gtin():
            further = {"upca": reading.upca, "ean8": reading.ean8}
            return {"valid": True, "kind": reading.kind, "value": reading.value} | {
                name: number for name, number in further.items() if number is not None
            }
        case Measured():
            return {
                "valid": True,
                "kind": reading.kind,
                "value": reading.value,
                "item": reading.item,
                "amount": format_scaled(reading.amount, reading.decimals),
                "unit": units[reading.kind],
            }
        case ElementString():
            elements = [_element(element) for element in reading.elements]
            return {"valid": True, "kind": "gs1", "value": reading.value, "elements": elements}
    return {"valid": True, "kind": "unknown"}


def _element(element: Element) -> dict[str, Any]:
    answer: dict[str, Any] = {"ai": element.ai, "value": element.value}
    if element.day is not None:
        answer["date"] = element.day.isoformat()
    if element.number is not None:
        answer["decimal"] = format_scaled(element.number, element.decimals)
    if element.count is not None:
        answer["count"] = element.count
    return answer
