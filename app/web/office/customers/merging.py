"""Customers who are one person: pairs proposed, two compared side by side, merged, parted again."""

from dataclasses import dataclass
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.core.ids import new_uid
from app.core.money import ZERO, Money
from app.crm.birth_dates import typed_birth_date
from app.crm.cards import CardView, cards_of
from app.crm.customers import CustomerData, CustomerView, customer_by_id, customer_by_uid
from app.crm.duplicates import proposed_merges, tell_apart
from app.crm.listing import Wanted, list_customers
from app.crm.merging import links_into, merge_customers, undo_merge
from app.crm.typed import NOTE_MOST
from app.places.day import today
from app.places.settings import PAPER_LANGUAGES
from app.web.office.blueprint import blueprint
from app.web.office.customers.customer import SEX_WORDS, language_name
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.context import merge_parts
from app.web.shared.formats import day, phone
from app.web.shared.language import gettext, translated
from app.web.shared.units import read, transact
from loyalty.gift_cards.ledger import balance_of
from loyalty.points.ledger import PointsView, points_of
from pos.account.ledger import AccountView, account_of
from pos.sale.bought import Bought, bought_by

HITS: Final = 12


@dataclass(frozen=True, slots=True)
class Side:
    """One of two customers who are compared."""

    customer: CustomerView
    cards: list[CardView]
    bought: Bought
    points: PointsView
    account: AccountView | None
    prepaid: Money


@dataclass(frozen=True, slots=True)
class Fact:
    """What both say of one thing, and what may stay of it: values with their words, the proposed one first."""

    name: str
    label: str
    of_kept: str
    of_dropped: str
    choices: list[tuple[str, str]]


@blueprint.get("/customers/duplicates")
@needs("customers.view", "customers.merge")
def duplicates() -> ResponseReturnValue:
    """Pairs of customers who may be one."""
    with read() as tx:
        pairs = proposed_merges(tx)
    return render_template("office/customers/duplicates.html", pairs=pairs)


@blueprint.get("/customers/<uid>/merge")
@needs("customers.view", "customers.merge")
def merging(uid: str) -> ResponseReturnValue:
    """Finds the other one; once he is chosen, both side by side."""
    return _page(uid, request.args.get("other", ""))


@blueprint.post("/customers/<uid>/merge")
@needs("customers.view", "customers.merge")
def merge(uid: str) -> ResponseReturnValue:
    """Makes one of two: the one of the address stays, with the facts that were chosen."""
    other, act_uid = request.form.get("other", ""), request.form.get("uid", "")

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            kept, dropped = customer_by_uid(tx, uid), customer_by_uid(tx, other)
            merge_customers(tx, merge_parts(), act_uid, dropped.id, kept.id, _stays(tx))

        transact(use_case)
        return go_on("office.customer", "merged", uid=uid)

    return try_form(act, lambda problem: _page(uid, other, problem))


@blueprint.post("/customers/<uid>/apart")
@needs("customers.view", "customers.merge")
def told_apart(uid: str) -> ResponseReturnValue:
    """Remembers that two customers are not one, and leads back to the pairs that are left."""
    other = request.form.get("other", "")

    def act() -> ResponseReturnValue:
        transact(lambda tx: tell_apart(tx, customer_by_uid(tx, uid).id, customer_by_uid(tx, other).id))
        return go_on("office.duplicates", "apart")

    return try_form(act, lambda problem: _page(uid, other, problem))


@blueprint.post("/customers/<uid>/parted")
@needs("customers.view", "customers.merge")
def part(uid: str) -> ResponseReturnValue:
    """Undoes a merge of the customer."""
    dropped_id = request.form.get("dropped", 0, type=int)

    def use_case(tx: Unit) -> str:
        if dropped_id not in {link.dropped_id for link in links_into(tx, customer_by_uid(tx, uid).id)}:
            raise NotFound("no_customer_here")
        undo_merge(tx, merge_parts(), dropped_id)
        return customer_by_id(tx, dropped_id).uid

    return try_form(
        lambda: go_on("office.customer", "parted", uid=transact(use_case)), lambda problem: _page(uid, "", problem)
    )


def _page(uid: str, other_uid: str, problem: Problem | None = None) -> str:
    with read() as tx:
        kept = customer_by_uid(tx, uid)
        if not other_uid:
            query = request.args.get("q", "").strip()
            hits = list_customers(tx, Wanted(query)).customers[:HITS] if query else ()
            return render_template(
                "office/customers/merge_with.html",
                customer=kept,
                query=query,
                hits=[one for one in hits if one.id != kept.id],
                problem=problem,
            )
        sides = [_side(tx, one) for one in (kept, customer_by_uid(tx, other_uid))]
    return render_template(
        "office/customers/merge.html",
        kept=sides[0],
        dropped=sides[1],
        facts=_facts(sides[0].customer, sides[1].customer),
        uid=request.form.get("uid") or new_uid(),
        problem=problem,
    )


def _side(tx: ReadUnit, customer: CustomerView) -> Side:
    balance = balance_of(tx, customer.id)
    return Side(
        customer,
        cards_of(tx, customer.id),
        bought_by(tx, customer.id),
        points_of(tx, customer.id),
        account_of(tx, customer.id),
        ZERO if balance is None else balance.balance,
    )


def _facts(kept: CustomerView, dropped: CustomerView) -> list[Fact]:
    sexes = {code: translated(words) for code, words in SEX_WORDS.items() if code}
    languages = {code: language_name(code) for code in PAPER_LANGUAGES}
    numbers = [kept.phone, dropped.phone, kept.second_phone, dropped.second_phone]
    first = next((number for number in numbers if number), "")
    second = [number for number in numbers if number not in (first, None, "")]
    notes = "\n".join(dict.fromkeys(note for note in (kept.note, dropped.note) if note))
    both = [notes] if len(notes) <= NOTE_MOST else []
    born = [one.birth_date.isoformat() if one.birth_date else "" for one in (kept, dropped)]
    shown_days = {one.birth_date.isoformat(): day(one.birth_date) for one in (kept, dropped) if one.birth_date}
    shown_numbers = {number: phone(number) for number in numbers if number}
    asked: list[tuple[str, str, str | None, str | None, list[str | None], dict[str, str]]] = [
        ("name", gettext("Name"), kept.name, dropped.name, [], {}),
        ("phone", gettext("Phone"), kept.phone, dropped.phone, [*numbers], shown_numbers),
        (
            "second_phone",
            gettext("Second phone"),
            kept.second_phone,
            dropped.second_phone,
            [*second, first, ""] if second else [],
            shown_numbers,
        ),
        ("email", gettext("E-mail"), kept.email, dropped.email, [], {}),
        ("birth_date", gettext("Birth date"), born[0], born[1], [], shown_days),
        ("sex", gettext("Sex"), kept.sex, dropped.sex, [], sexes),
        ("language", gettext("Language"), kept.language, dropped.language, [], languages),
        ("note", gettext("Note"), kept.note, dropped.note, [*both, kept.note, dropped.note], {}),
    ]
    return [
        Fact(
            name,
            label,
            words.get(of_kept or "", of_kept or ""),
            words.get(of_dropped or "", of_dropped or ""),
            _choices(more or [of_kept, of_dropped], words),
        )
        for name, label, of_kept, of_dropped, more, words in asked
    ]


def _choices(values: list[str | None], words: dict[str, str]) -> list[tuple[str, str]]:
    """Each value once, what is empty last."""
    each = list(dict.fromkeys(value for value in values if value))
    empty = [("", gettext("None"))] if "" in values and each else []
    return [(value, words.get(value, value)) for value in each] + empty


def _stays(tx: ReadUnit) -> CustomerData:
    chosen = {name: request.form.get(name, "") for name in ("name", "phone", "second_phone", "email", "sex")}
    return CustomerData(
        **chosen,
        birth_date=typed_birth_date(request.form.get("birth_date", ""), today(tx)),
        language=request.form.get("language", ""),
        note=request.form.get("note", ""),
    )
