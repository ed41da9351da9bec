"""The loyalty programme: points, tiers and the card by rule, with an example that follows while it is written."""

from dataclasses import replace
from typing import Final

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.money import Money, UnitPrice
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.fitting import fits_nothing
from app.web.office.catalogue.listing import INDENT
from app.web.office.forms import go_on, try_form
from app.web.office.loyalty_form import Form, read_form, typed_form, written_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem, sentence_of
from app.web.shared.formats import points, points_form, price
from app.web.shared.language import facts_of_shop, gettext, ngettext
from app.web.shared.units import read, transact
from loyalty.program.store import checked_program, program_of, save_program
from loyalty.program.values import Program
from loyalty.rules.selection import ALL_GOODS
from pos.pricing.engine import price as priced
from pos.pricing.values import Cart, Customer, Line, Scenario, Shop
from warehouse.catalogue.categories import category_tree

_EXAMPLE_UNITS: Final = 100
"""The example is a purchase of a hundred units of the currency."""
_PIECE_MILLI: Final = 1000


@blueprint.get("/loyalty")
@needs("settings.edit")
def loyalty() -> ResponseReturnValue:
    """The programme in force."""
    with read() as tx:
        program = program_of(tx)
    return _page(written_form(program))


@blueprint.post("/loyalty")
@needs("settings.edit")
def save_loyalty() -> ResponseReturnValue:
    """Saves the whole programme, or nothing of it."""
    form = typed_form()

    def act() -> ResponseReturnValue:
        transact(lambda tx: save_program(tx, read_form(tx, form, program_of(tx))))
        return go_on("office.loyalty", "saved")

    return try_form(act, lambda problem: _page(form, problem))


@blueprint.post("/loyalty/try")
@needs("settings.edit")
def try_loyalty() -> ResponseReturnValue:
    """What the programme being written makes of a purchase."""
    try:
        with read() as tx:
            program = checked_program(read_form(tx, typed_form(), program_of(tx)))
    except BadInput as error:
        return jsonify(wrong=True, lines=[sentence_of(error)])
    return jsonify(wrong=False, lines=example_of(program))


def example_of(program: Program) -> list[str]:
    """What a purchase costs and brings, without a tier and in each, as sentences."""
    rules, facts = program.rules, facts_of_shop()
    amount = Money(_EXAMPLE_UNITS * 10**facts.decimals)
    line = Line("EXAMPLE", None, _PIECE_MILLI, UnitPrice.of(amount), None)
    shop = Shop(facts.currency, facts.decimals)
    said = []
    for tier in (None, *rules.tiers):
        customer = Customer(tier=None if tier is None else tier.name)
        bare = replace(rules, tiers=() if tier is None else rules.tiers)
        done = priced(Scenario(shop, Cart((line,)), customer=customer, loyalty=bare))
        earned = done.loyal.points.earned_micro
        facts_of_line = {"whole": price(amount), "cost": price(done.gross), "points": points(earned)}
        if tier is None:
            said.append(
                ngettext(
                    "A purchase of %(whole)s brings %(points)s point.",
                    "A purchase of %(whole)s brings %(points)s points.",
                    points_form(earned),
                    **facts_of_line,
                )
            )
        else:
            said.append(
                ngettext(
                    "%(tier)s: %(whole)s costs %(cost)s and brings %(points)s point.",
                    "%(tier)s: %(whole)s costs %(cost)s and brings %(points)s points.",
                    points_form(earned),
                    tier=tier.name,
                    **facts_of_line,
                )
            )
    if rules.redeem is not None:
        share = Money(rules.redeem.max_share.of(amount.minor))
        said.append(
            gettext(
                "100 points pay %(worth)s; of %(whole)s points pay %(share)s at most.",
                worth=price(rules.redeem.point_value.for_qty(100 * _PIECE_MILLI)),
                whole=price(amount),
                share=price(share),
            )
        )
    return said


def _idle_rows(tx: ReadUnit, form: Form, program: Program) -> set[int]:
    """The rows of earning whose goods are not there any more."""
    rules = zip(form.filled_rows, program.rules.earn, strict=True)
    return {place for place, rule in rules if rule.goods != ALL_GOODS and fits_nothing(tx, rule.goods)}


def _page(form: Form, problem: Problem | None = None) -> str:
    with read() as tx:
        tree = category_tree(tx)
        try:
            program = checked_program(read_form(tx, form, program_of(tx)))
        except BadInput:
            program = None
        idle = set() if program is None else _idle_rows(tx, form, program)
    return render_template(
        "office/loyalty.html",
        form=form,
        categories=[(one.path, INDENT * one.depth + one.name) for one in tree],
        category_names={one.path: one.name for one in tree},
        currency=facts_of_shop().currency,
        example=[] if program is None else example_of(program),
        idle=idle,
        problem=problem,
    )
