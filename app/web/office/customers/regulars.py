"""The list of regulars: who is worth most, who stays away."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.places.day import today
from app.web.office.blueprint import blueprint
from app.web.shared.access import needs
from app.web.shared.habit_words import GROUP_WORDS, ago, every
from app.web.shared.language import translated
from app.web.shared.units import read
from pos.recognition.groups import Group
from pos.recognition.reading import SORTED, Sort, Wanted, list_regulars


@blueprint.get("/customers/regulars")
@needs("customers.view")
def regulars() -> ResponseReturnValue:
    """The page of regulars that the address asks for."""
    with read() as tx:
        page = list_regulars(tx, _wanted())
        day = today(tx)
    return render_template(
        "office/customers/regulars.html",
        page=page,
        wanted=page.wanted,
        today=day,
        group_words={code: translated(words) for code, words in GROUP_WORDS.items()},
        every=every,
        ago=ago,
    )


def _wanted() -> Wanted:
    asked = request.args
    sort: Sort = next((each for each in SORTED if each == asked.get("sort")), "value")
    return Wanted(
        group=next((each for each in Group if each == asked.get("who")), None),
        sort=sort,
        ascending=asked.get("order") == "up",
        page=max(1, asked.get("page", 1, type=int)),
    )
