"""Barcodes that the shop's scales print: their patterns, tried out while they are written."""

from dataclasses import dataclass
from typing import Any, Final

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.core.barcodes.patterns import KINDS, LONGEST_LAYOUT, Pattern, example_of
from app.core.barcodes.reading import read_code, without_symbology
from app.core.barcodes.readings import Broken, Measured
from app.core.barcodes.words import refusal
from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.texts import marked
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem, sentence_of
from app.web.shared.language import facts_of_shop, figures, gettext, translated
from app.web.shared.units import read, transact
from warehouse.catalogue.scales import add_pattern, remove_pattern, scale_patterns, shop_pattern
from warehouse.catalogue.scanned import Label, article_named, label_of

KIND_NAMES: Final = {"weight": marked("Weight, kg"), "price": marked("Price"), "count": marked("Count, pieces")}

SIGNS: Final = (
    ("21", marked("digits that are always the same")),
    ("I", marked("a figure of the article")),
    ("N", marked("a whole place of the amount")),
    ("D", marked("a decimal place of the amount")),
    ("C", marked("the check digit, at the end")),
    ("V", marked("GS1's check digit of the amount, tested")),
    ("X", marked("any figure that does not matter")),
)
"""What the signs of a pattern mean."""


@dataclass(frozen=True, slots=True)
class ShownPattern:
    """A pattern with its kind in words, and what it makes of an example."""

    pattern: Pattern
    kind: str
    said: str


@blueprint.get("/settings/scales")
@needs("settings.edit")
def scale_codes() -> ResponseReturnValue:
    """The patterns, each with an example, and a form for one more."""
    return _page()


@blueprint.post("/settings/scales")
@needs("settings.edit")
def add_scale_pattern() -> ResponseReturnValue:
    """One more pattern."""

    def act() -> ResponseReturnValue:
        written = _written()
        transact(lambda tx: add_pattern(tx, written))
        return go_on("office.scale_codes", "saved")

    return try_form(act, _page)


@blueprint.post("/settings/scales/remove")
@needs("settings.edit")
def remove_scale_pattern() -> ResponseReturnValue:
    """Labels are not read by this pattern any more."""
    written = request.form.get("pattern", "")
    transact(lambda tx: remove_pattern(tx, written))
    return go_on("office.scale_codes", "removed")


@blueprint.post("/settings/scales/try")
@needs("settings.edit")
def try_scale_pattern() -> ResponseReturnValue:
    """What the pattern being written makes of a label, or of an example of its own."""
    try:
        pattern = shop_pattern(_written())
    except BadInput as error:
        return jsonify(wrong=True, said=sentence_of(error))
    label = request.form.get("label", "").strip()
    with read() as tx:
        said, wrong = _said(tx, pattern, label or example_of(pattern))
    return jsonify(wrong=wrong, said=said)


def _written() -> str:
    return f"{request.form.get('kind', '')}:{request.form.get('pattern', '').strip().upper()}"


def _said(tx: ReadUnit, pattern: Pattern, scanned: str) -> tuple[str, bool]:
    """What a label says in words, and whether it is wrong."""
    reading = read_code(without_symbology(scanned), year=tx.now.year, patterns=[pattern])
    if isinstance(reading, Broken):
        return sentence_of(refusal(reading)), True
    if not isinstance(reading, Measured):
        return gettext("This label does not fit: it has other digits or another length."), True
    words = gettext(
        "%(code)s is article %(item)s, %(amount)s.",
        code=reading.value,
        item=reading.item,
        amount=_amount(label_of(tx, reading)),
    )
    found = article_named(tx, reading.item)
    whose = (
        gettext("No goods have this article yet.") if found is None else gettext("That is %(name)s.", name=found.name)
    )
    return f"{words} {whose}", False


def _amount(label: Label) -> str:
    if label.price is not None:
        return f"{figures().money(label.price)} {facts_of_shop().currency}"
    if label.weight_milli is not None:
        return gettext("%(amount)s kg", amount=figures().qty(label.weight_milli))
    return gettext("%(amount)s pcs", amount=figures().qty(label.count_milli or 0))


def _page(problem: Problem | None = None) -> str:
    with read() as tx:
        shown = [_shown(tx, pattern) for pattern in scale_patterns(tx)]
    typed: dict[str, Any] = request.form.to_dict() if problem is not None else {}
    return render_template(
        "office/scale_codes.html",
        patterns=shown,
        kinds=[(kind, translated(KIND_NAMES[kind])) for kind in KINDS],
        signs=[(sign, translated(words)) for sign, words in SIGNS],
        typed=typed,
        longest=LONGEST_LAYOUT,
        problem=problem,
    )


def _shown(tx: ReadUnit, pattern: Pattern) -> ShownPattern:
    return ShownPattern(pattern, translated(KIND_NAMES[pattern.kind]), _said(tx, pattern, example_of(pattern))[0])
