"""What receipts say and look like, with a picture that follows every change."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.core import settings
from app.core.db.unit import Unit
from app.core.settings import Setting
from app.core.texts import marked
from app.crm.settings import COUNTRY
from app.places.service import tills
from app.places.settings import PAPER_LANGUAGE, PAPER_LANGUAGES
from app.places.shops import logos_of
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.office.setting_words import choice_names
from app.web.office.typed_settings import typed_setting
from app.web.shared.access import current, needs
from app.web.shared.answering import Problem
from app.web.shared.context import context
from app.web.shared.units import read, transact
from pos.papers.example import example_receipt
from pos.papers.law import receipt_is_owed, required_parts
from pos.papers.layout import (
    FOOT_ORDER,
    FOOTER_IN,
    HEADER_IN,
    RECEIPT_FOOTER,
    RECEIPT_HEADER,
    RECEIPT_QR,
    SHOW_PART,
    receipt_settings,
    style_from,
)
from pos.papers.wish import PRINT_RECEIPT
from printing.png import paper_png

WIDTHS: Final = {"80": 576, "58": 384}
"""Printable dots by the width of the roll in millimetres."""
LANGUAGE_FIELD: Final = "preview_language"
WIDTH_FIELD: Final = "preview_width"
ALWAYS: Final = (
    marked("name of the shop"),
    marked("tax number"),
    marked("number and date"),
    marked("lines and totals"),
    marked("ways of paying"),
    marked("tax table"),
)
"""What no shop may leave out."""

ValueOf = Callable[[Setting[Any]], Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """How the picture is drawn: a language of the papers, the width of the roll."""

    language: str
    width: str


@blueprint.get("/receipts")
@needs("settings.edit")
def receipt_layout() -> ResponseReturnValue:
    """The layout as it is, beside its picture."""
    return _page(None)


@blueprint.post("/receipts")
@needs("settings.edit")
def save_receipt_layout() -> ResponseReturnValue:
    """Receipts look so from now on; kept ones stay as they were."""

    def act() -> ResponseReturnValue:
        transact(_save)
        preview = _preview(request.form.get, "")
        return go_on("office.receipt_layout", "saved", **{LANGUAGE_FIELD: preview.language, WIDTH_FIELD: preview.width})

    return try_form(act, _page)


@blueprint.post("/receipts/picture")
@needs("settings.edit")
def draw_receipt_layout() -> ResponseReturnValue:
    """The example as it would be printed with what stands in the form."""
    return _picture(typed_setting, _preview(request.form.get, ""))


@blueprint.get("/receipts/picture")
@needs("settings.edit")
def receipt_layout_picture() -> ResponseReturnValue:
    """The example as it would be printed now."""
    with read() as tx:
        values = {setting.key: settings.get(tx, setting) for setting in receipt_settings()}
        language = settings.get(tx, PAPER_LANGUAGE)
    return _picture(lambda setting: values[setting.key], _preview(request.args.get, language))


def _save(tx: Unit) -> None:
    tx.actor.require("settings.edit")
    # What the law wants cannot be changed on the page; its setting is left as it is.
    country = settings.get(tx, COUNTRY)
    fixed = {SHOW_PART[part].key for part in required_parts(country)}
    if receipt_is_owed(country):
        fixed.add(PRINT_RECEIPT.key)
    for setting in (*receipt_settings(), PRINT_RECEIPT):
        if setting.key not in fixed:
            settings.put(tx, setting, typed_setting(setting))


def _preview(asked: Callable[[str], str | None], language: str) -> Preview:
    wished, width = asked(LANGUAGE_FIELD) or "", asked(WIDTH_FIELD) or ""
    fallback = language or PAPER_LANGUAGES[0]
    return Preview(wished if wished in PAPER_LANGUAGES else fallback, width if width in WIDTHS else next(iter(WIDTHS)))


def _picture(value_of: ValueOf, preview: Preview) -> ResponseReturnValue:
    with read() as tx:
        places = tills(tx)
        if not places:
            abort(404)
        style = style_from(value_of, preview.language, settings.get(tx, COUNTRY))
        paper = example_receipt(tx, places[0], preview.language, style, current().name)
    picture = paper_png(paper, WIDTHS[preview.width], pictures=logos_of(context().database))
    return send_file(io.BytesIO(picture), mimetype="image/png")


def _page(problem: Problem | None) -> str:
    with read() as tx:
        values = {
            setting.key: request.form.get(setting.key, "") if problem is not None else settings.get(tx, setting)
            for setting in (*receipt_settings(), PRINT_RECEIPT)
        }
        country = settings.get(tx, COUNTRY)
        asked = request.form if problem is not None else request.args
        preview = _preview(asked.get, settings.get(tx, PAPER_LANGUAGE))
        has_till = bool(tills(tx))
    return render_template(
        "office/receipt_layout.html",
        parts=[(setting, values[setting.key], part in required_parts(country)) for part, setting in SHOW_PART.items()],
        words=(RECEIPT_HEADER, RECEIPT_FOOTER),
        words_by_language=[(code, name, (HEADER_IN[code], FOOTER_IN[code])) for code, name in _languages()],
        qr=RECEIPT_QR,
        foot_order=FOOT_ORDER,
        print_receipt=PRINT_RECEIPT,
        is_owed=receipt_is_owed(country),
        values=values,
        always=ALWAYS,
        preview=preview,
        preview_fields=(LANGUAGE_FIELD, WIDTH_FIELD),
        languages=_languages(),
        widths=WIDTHS,
        has_till=has_till,
        choice_names=choice_names,
        problem=problem,
    )


def _languages() -> list[tuple[str, str]]:
    return [(str(code), name) for code, name in choice_names(PAPER_LANGUAGE)]
