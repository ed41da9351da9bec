"""One customer: facts, cards, consents on one page; what is stored as a file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from babel import Locale
from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth.accounts import list_accounts
from app.core.db.unit import Unit
from app.core.texts import marked
from app.crm.cards import CHOSEN_REASONS, CardAct, CardState, cards_of
from app.crm.consents import CHANNEL_NAMES, CHOSEN_SOURCES, Source, consents_of, wording_of
from app.crm.customers import customer_by_uid, customers_by_ids, note_viewed, update_customer
from app.crm.duplicates import possible_duplicates
from app.crm.labels import labels, labels_of
from app.crm.merging import links_into
from app.crm.personal_data import export_customer
from app.places.settings import PAPER_LANGUAGES
from app.web.office.blueprint import blueprint
from app.web.office.customers.habit import habit_shown
from app.web.office.customers.likes import likes_of
from app.web.office.customers.points_facts import points_facts
from app.web.office.customers.typed import typed_again, typed_customer, written_customer
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.context import personal_data_parts
from app.web.shared.customer_card_words import CARD_REASONS
from app.web.shared.habit_words import ago
from app.web.shared.language import gettext, language, translated
from app.web.shared.units import read, transact
from loyalty.gift_cards.ledger import balance_of
from loyalty.packages.finding import packages_of
from pos.account.ledger import account_of, entries_of
from pos.employees.service import employee_of
from pos.past_sales.reading import past_purchases, past_summary
from pos.sale.customers import purchase_summary, purchases

PURCHASE_ROWS: Final = 10
PAST_SHOWN: Final = 20
SEX_WORDS: Final[Mapping[str, str]] = {
    "": marked("Not known"),
    "female": marked("Female"),
    "male": marked("Male"),
}
CARD_STATES: Final[Mapping[CardState, str]] = {
    "active": marked("Active"),
    "blocked": marked("Blocked"),
    "replaced": marked("Replaced"),
}
CARD_ACTS: Final[Mapping[CardAct, str]] = {
    "issued": marked("Given"),
    "blocked": marked("Blocked"),
    "unblocked": marked("Taken again"),
    "replaced": marked("Replaced"),
}
SOURCE_WORDS: Final[Mapping[Source, str]] = {
    "till": marked("in the shop"),
    "paper": marked("signed paper"),
    "phone": marked("by phone"),
    "web": marked("on the web site"),
    "message": marked("by message"),
    "import": marked("imported"),
    "erasure": marked("customer erased"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which form of the page was refused, so that its reason stands beside it. ``at`` is a card's or channel's."""

    form: Literal["facts", "card", "consent", "credit", "employee", "label", "points"]
    problem: Problem
    at: str = ""

    def of(self, form: str, at: str = "") -> Problem | None:
        """The problem, where it came from this form."""
        return self.problem if (form, at) == (self.form, self.at) else None


@blueprint.get("/customers/<uid>", endpoint="customer")
@needs("customers.view")
def show_customer(uid: str) -> ResponseReturnValue:
    """Everything about one customer, or the way to who he is now. That the page was opened is journaled."""
    with read() as tx:
        now = customer_by_uid(tx, uid).uid
    if now != uid:
        return redirect(url_for("office.customer", uid=now), 303)
    page = customer_page(uid)

    def seen(tx: Unit) -> None:
        note_viewed(tx, customer_by_uid(tx, uid).id)

    transact(seen)
    return page


@blueprint.post("/customers/<uid>")
@needs("customers.edit")
def change_customer(uid: str) -> ResponseReturnValue:
    """Changes what is said of the customer."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: update_customer(tx, customer_by_uid(tx, uid).id, typed_customer(tx)))
        return go_on("office.customer", "saved", uid=uid)

    return try_form(act, lambda problem: customer_page(uid, Asked("facts", problem)))


@blueprint.get("/customers/<uid>/data.json")
@needs("customers.view")
def customer_data(uid: str) -> ResponseReturnValue:
    """Everything stored about the customer, as a file."""
    stored = transact(lambda tx: export_customer(tx, personal_data_parts(), customer_by_uid(tx, uid).id))
    return Response(
        json.dumps(stored, ensure_ascii=False, indent=2, default=str) + "\n",
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="customer-{uid}.json"'},
    )


def customer_page(uid: str, asked: Asked | None = None) -> str:
    """The page of a customer; what was typed and refused is shown again."""
    with read() as tx:
        customer = customer_by_uid(tx, uid)
        cards, consents = cards_of(tx, customer.id), consents_of(tx, customer.id)
        bought_here = purchases(tx, customer.id, before_id=request.args.get("before", type=int), limit=PURCHASE_ROWS)
        summary = purchase_summary(tx, customer.id)
        prepaid = balance_of(tx, customer.id)
        labelled, all_labels = labels_of(tx, customer.id), labels(tx)
        habit, likes = habit_shown(tx, customer.id), likes_of(tx, customer.id)
        packages = packages_of(tx, customer.id)
        account, entries = account_of(tx, customer.id), entries_of(tx, customer.id)
        wordings = {state.channel: wording_of(tx, state.channel) for state in consents}
        alike = possible_duplicates(
            tx,
            name=customer.name,
            phone=customer.phone or "",
            birth_date=customer.birth_date,
            except_id=customer.id,
        )
        loyal = points_facts(tx, customer.id)
        employee, people = employee_of(tx, customer.id), list_accounts(tx)
        links = links_into(tx, customer.id)
        merged = customers_by_ids(tx, {link.dropped_id for link in links})
        past, bought = past_summary(tx, customer.id), past_purchases(tx, customer.id, limit=PAST_SHOWN)
    typed = asked is not None and asked.form == "facts"
    return render_template(
        "office/customers/customer.html",
        customer=customer,
        shown=typed_again() if typed else written_customer(customer),
        cards=cards,
        consents=consents,
        wordings=wordings,
        alike=alike,
        merged=[(link, merged[link.dropped_id]) for link in links],
        past=past,
        past_purchases=bought,
        asked=asked,
        purchases=bought_here,
        older_purchases=bought_here[-1].id if len(bought_here) == PURCHASE_ROWS else None,
        summary=summary,
        habit=habit,
        likes=likes,
        prepaid=prepaid,
        labelled=labelled,
        all_labels=all_labels,
        packages=packages,
        ago=ago,
        account=account,
        employee=employee,
        loyal=loyal,
        employee_choices=[("", gettext("Nobody")), *((str(one.id), one.name) for one in people if one.active)],
        entries=entries,
        sex_choices=[(code, translated(words)) for code, words in SEX_WORDS.items()],
        language_choices=[("", gettext("Not known")), *((code, language_name(code)) for code in PAPER_LANGUAGES)],
        reason_choices=[(code, translated(CARD_REASONS[code])) for code in CHOSEN_REASONS],
        source_choices=[(code, translated(SOURCE_WORDS[code])) for code in CHOSEN_SOURCES],
        words={
            "state": CARD_STATES,
            "act": CARD_ACTS,
            "reason": CARD_REASONS,
            "channel": CHANNEL_NAMES,
            "source": SOURCE_WORDS,
        },
    )


def language_name(code: str) -> str:
    """A language as people of the shop call it."""
    name = Locale.parse(code).get_display_name(language()) or code
    return name[0].upper() + name[1:]
