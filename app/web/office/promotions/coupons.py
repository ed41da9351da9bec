"""Coupons in the office: a series is made, taken along as a table or as paper, and withdrawn."""

import csv
import io
from typing import Final

from flask import Response, request, send_file
from flask.typing import ResponseReturnValue

from app.flows.coupon_messages import coupons_to_print
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.typed import typed_day, typed_text
from app.web.office.forms import go_on, try_form, whole_number
from app.web.office.promotions.pages import promotion_page
from app.web.office.sales import WIDTH_DOTS
from app.web.shared.access import needs
from app.web.shared.units import read, transact
from loyalty.promotions.coupon_codes import shown_code
from loyalty.promotions.coupons import coupons_of, make_series, series_by_uid, withdraw_series
from loyalty.promotions.editing import EDIT
from loyalty.promotions.stored import promotion_by_uid
from pos.papers.coupons import coupon_sheet
from printing.pdf import paper_pdf

PRINTED_AT_ONCE: Final = 100
"""A PDF page has an end."""
_BYTE_ORDER_MARK: Final = "\ufeff"
"""Excel takes a table for UTF-8 by it."""


@blueprint.post("/promotions/<uid>/coupons")
@needs(EDIT)
def make_coupons(uid: str) -> ResponseReturnValue:
    """Makes a series of coupons."""

    def act() -> ResponseReturnValue:
        count, last_day = whole_number("count") or 0, typed_day("last_day")
        series_uid, name = request.form.get("series_uid", ""), typed_text("series_name")
        transact(lambda tx: make_series(tx, series_uid, uid, name, count, last_day))
        return go_on("office.promotion", "saved", uid=uid)

    return try_form(act, lambda problem: promotion_page(uid, problem))


@blueprint.post("/promotions/<uid>/coupons/<series_uid>/withdraw")
@needs(EDIT)
def withdraw_coupons(uid: str, series_uid: str) -> ResponseReturnValue:
    """Takes every coupon of a series that nobody used out of use."""
    transact(lambda tx: withdraw_series(tx, series_uid))
    return go_on("office.promotion", "saved", uid=uid)


@blueprint.get("/promotions/coupons/<series_uid>.csv")
@needs(EDIT)
def coupons_table(series_uid: str) -> ResponseReturnValue:
    """The codes as a table, with what became of each."""
    with read() as tx:
        series = series_by_uid(tx, series_uid)
        coupons = coupons_of(tx, series.id)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("code", "shown", "last_day", "state"))
    for one in coupons:
        table.writerow(
            (one.code, shown_code(one.code), "" if one.last_day is None else one.last_day.isoformat(), one.state)
        )
    headers = {"Content-Disposition": f'attachment; filename="coupons-{series.id}.csv"'}
    return Response(_BYTE_ORDER_MARK + text.getvalue(), mimetype="text/csv", headers=headers)


@blueprint.get("/promotions/<uid>/coupons/<series_uid>.pdf")
@needs(EDIT)
def coupons_paper(uid: str, series_uid: str) -> ResponseReturnValue:
    """The first hundred coupons that are good still and were sent to nobody, one below the other, to be cut."""
    with read() as tx:
        stored, series = promotion_by_uid(tx, uid), series_by_uid(tx, series_uid)
        codes = [one.code for one in coupons_to_print(tx, series)][:PRINTED_AT_ONCE]
        paper = coupon_sheet(tx, stored.name, codes, series.last_day)
        now = tx.now
    data = paper_pdf(paper, WIDTH_DOTS, now)
    return send_file(io.BytesIO(data), download_name=f"coupons-{series.id}.pdf", as_attachment=True)
