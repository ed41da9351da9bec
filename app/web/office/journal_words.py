"""The journal in words: its acts, the names of its facts, and figures written as figures."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from app.core.money import Money, UnitPrice
from app.core.texts import marked
from app.web.office.blueprint import blueprint
from app.web.office.journal_subjects import Subject
from app.web.shared.formats import day, moment, points, price_of, qty, rate, unit_price_of
from app.web.shared.language import gettext, translated

_PARTS: Final = frozenset({"demo", "emulated devices", "first day", "login", "practice"})
"""Parts of the program that act by themselves, beside its jobs; ``program`` names them."""
ACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "account.activated": marked("Let in again"),
        "account.badge_ended": marked("Badge ended"),
        "account.badge_issued": marked("Badge given to a person"),
        "account.changed": marked("Person changed"),
        "account.created": marked("Person added"),
        "account.deactivated": marked("Person shut out"),
        "account.own_password_changed": marked("Own password changed"),
        "account.own_pin_changed": marked("Own PIN changed"),
        "account.password_changed": marked("Password set"),
        "account.recovered": marked("Password set by recovery"),
        "account.recovery_code": marked("Recovery code given"),
        "account.pin_changed": marked("PIN set"),
        "api_token.created": marked("API token made"),
        "api_token.revoked": marked("API token revoked"),
        "books.disagree": marked("The books disagree"),
        "card.approved": marked("Card terminal: approved"),
        "card.begun": marked("Card terminal: begun"),
        "card.cancel_asked": marked("Card terminal: to be cancelled"),
        "card.doubtful": marked("Card terminal: in doubt"),
        "card.ended": marked("Card terminal: no money moved"),
        "card.given_back": marked("Card terminal: given back"),
        "card.in_sale": marked("Card terminal: part of a sale"),
        "card.sent": marked("Card terminal: told"),
        "cart.age_checked": marked("Age of the buyer checked"),
        "cart.discount": marked("Discount on the cart"),
        "cart.dropped": marked("Cart dropped"),
        "cart.held": marked("Cart put aside"),
        "cart.line_discount": marked("Discount on a line"),
        "cart.line_removed": marked("Line removed"),
        "cart.one_off": marked("One-off item"),
        "cart.price_changed": marked("Price changed"),
        "cart.price_given": marked("Price given by hand"),
        "cart.return": marked("Goods taken back into the cart"),
        "cart.taken_over": marked("Cart taken over"),
        "cart.taken_up": marked("Cart taken up again"),
        "cart.undone": marked("Act at the till undone"),
        "cart.weighed": marked("Goods weighed"),
        "cash.entry": marked("Cash in or out"),
        "category.created": marked("Category added"),
        "category.earning": marked("Points for a category changed"),
        "category.deleted": marked("Category removed"),
        "category.moved": marked("Category moved"),
        "category.renamed": marked("Category renamed"),
        "clock.accepted": marked("Clock said to be right"),
        "clock.confirmed": marked("Selling with a clock that is behind"),
        "register_clock.confirmed": marked("Selling with a register whose clock is far from the PC's"),
        "company_receipt.corrected": marked("Receipt for a company corrected"),
        "company_receipt.issued": marked("Receipt for a company"),
        "coupons.made": marked("Coupons made"),
        "coupons.withdrawn": marked("Coupons withdrawn"),
        "credit.limit": marked("Credit limit changed"),
        "credit.paid_off": marked("Account paid off"),
        "customer.card_blocked": marked("Customer's card blocked"),
        "customer.card_issued": marked("Card given to a customer"),
        "customer.card_replaced": marked("Customer's card replaced"),
        "customer.card_unblocked": marked("Customer's card taken again"),
        "customer.changed": marked("Customer changed"),
        "customer.consent_given": marked("Customer agreed to messages"),
        "customer.consent_withdrawn": marked("Customer took a consent back"),
        "customer.created": marked("Customer added"),
        "customer.erased": marked("Customer erased"),
        "customer.labelled": marked("Label put on a customer"),
        "customer.unlabelled": marked("Label taken off a customer"),
        "label.made": marked("Label for customers made"),
        "label.renamed": marked("Label for customers renamed"),
        "label.removed": marked("Label for customers removed"),
        "customer.told_apart": marked("Customer is said not to be another one"),
        "customer.merged": marked("Customers merged"),
        "customer.parted": marked("Merge of customers undone"),
        "currency.converted": marked("Currency changed"),
        "loyalty.changed": marked("Loyalty programme changed"),
        "points.by_hand": marked("Points given or put right by hand"),
        "points.run_out": marked("Points run out"),
        "value.freed": marked("Points and gift cards held too long for a card payment let go"),
        "tiers.looked_at": marked("Tiers of customers looked at"),
        "family.attributes_changed": marked("Sizes or colours of a family changed"),
        "family.changed": marked("Family of goods changed"),
        "family.created": marked("Family of goods added"),
        "family.deleted": marked("Family of goods removed"),
        "family.joined": marked("Product joined a family"),
        "family.left": marked("Product left its family"),
        "family.price_dropped": marked("Common price to come taken back"),
        "family.price_planned": marked("Common price to come set"),
        "family.value_renamed": marked("Value of a family written differently"),
        "family.values_changed": marked("Values of a variant changed"),
        "fiscal.codes_changed": marked("Codes of a fiscal register changed"),
        "fiscal.corrected": marked("Sale registered afterwards"),
        "fiscal.decided": marked("Decision about a registration"),
        "fiscal.numbers_begin": marked("Sale numbers of a fiscal register begin"),
        "fiscal.register_accepted": marked("Fiscal register taken as the till's"),
        "fiscal.registered": marked("Registered by the fiscal register"),
        "customer.exported": marked("Customer's data exported"),
        "customer.works_here": marked("Customer is said to work here, or no longer"),
        "customer.viewed": marked("Customer's page opened"),
        "device.added": marked("Device added"),
        "device.changed": marked("Device changed"),
        "display.picture_added": marked("Picture for the customers added"),
        "display.picture_removed": marked("Picture for the customers removed"),
        "drawer.opened": marked("Drawer opened"),
        "gift_receipt.printed": marked("Gift receipt printed"),
        "import.done": marked("Table imported"),
        "import.rows": marked("Rows of a table imported"),
        "import.rows_undone": marked("Rows of an import taken back"),
        "import.undone": marked("Import taken back"),
        "gift_card.blocked": marked("Gift card blocked"),
        "gift_card.last_day": marked("Last day of a gift card changed"),
        "gift_card.replaced": marked("Gift card replaced"),
        "gift_card.unblocked": marked("Gift card unblocked"),
        "gift_card.written_off": marked("Gift card written off"),
        "login.ended": marked("Logged out"),
        "login.failed": marked("Wrong login"),
        "login.locked": marked("Login locked after wrong tries"),
        "login.opened": marked("Logged in"),
        "mail.queued": marked("Mail sent"),
        "sms.queued": marked("Message sent"),
        "coupons.sent": marked("Coupons sent by SMS"),
        "offer.made": marked("Offer made"),
        "offer.taken_up": marked("Offer taken up at a till"),
        "outbox.again": marked("Print sent again"),
        "outbox.happened": marked("Print declared done"),
        "outbox.paused": marked("Queue of a device paused"),
        "outbox.resumed": marked("Queue of a device let go on"),
        "outbox.skip": marked("Print skipped"),
        "package.corrected": marked("Visits of a package put right"),
        "package.frozen": marked("Visit package rests"),
        "package.last_day": marked("Last day of a visit package changed"),
        "package.terms": marked("Terms of a visit package changed"),
        "package.unfrozen": marked("Visit package is good again"),
        "package.written_off": marked("Visit package written off"),
        "paper.copy": marked("Receipt printed again"),
        "product.activated": marked("Product sold again"),
        "product.changed": marked("Product changed"),
        "product.code_added": marked("Code added to a product"),
        "product.code_changed": marked("Code of a product changed"),
        "product.code_removed": marked("Code taken from a product"),
        "product.created": marked("Product added"),
        "product.deactivated": marked("Product no longer sold"),
        "product.kit_changed": marked("Kit changed"),
        "product.pledge_changed": marked("Pledges of a product changed"),
        "product.price_dropped": marked("Planned price dropped"),
        "product.price_set": marked("Price set"),
        "product.tagged": marked("Tags of a product changed"),
        "promotion.changed": marked("Promotion changed"),
        "promotion.made": marked("Promotion made"),
        "promotion.off": marked("Promotion switched off"),
        "promotion.rehearsed": marked("Promotion tried on past receipts"),
        "promotion.on": marked("Promotion switched on"),
        "right.lent": marked("Right lent for one act"),
        "role.changed": marked("Role changed"),
        "role.created": marked("Role added"),
        "role.removed": marked("Role removed"),
        "sale.customer_named": marked("Customer of a sale named"),
        "sale.voided": marked("Sale voided"),
        "sale.completed": marked("Sale"),
        "setting.changed": marked("Setting changed"),
        "shift.closed": marked("Shift closed"),
        "shift.closed_uncounted": marked("Shift closed automatically, not counted"),
        "shift.handed_over": marked("Drawer handed over"),
        "shift.opened": marked("Shift opened"),
        "shift.x": marked("Figures of the shift read"),
        "shop.changed": marked("Shop's names and numbers changed"),
        "shop.logo": marked("Logo changed"),
        "shop.created": marked("Shop opened"),
        "staff.clock_added": marked("Working time written down afterwards"),
        "staff.clock_withdrawn": marked("Working time taken back"),
        "staff.clocked": marked("Clocked"),
        "stock.received": marked("Goods received"),
        "stock.written_off": marked("Goods written off"),
        "table.exported": marked("Table exported"),
        "tags.asked_for": marked("Price tags printed"),
        "tags.counted": marked("Price tags counted after a fault"),
        "tags.stopped": marked("Printing of price tags stopped"),
        "tax.category_created": marked("Tax category added"),
        "tax.category_renamed": marked("Tax category renamed"),
        "tax.rate_dropped": marked("Planned tax rate dropped"),
        "tax.rate_set": marked("Tax rate set"),
        "till.created": marked("Till added"),
        "till.paired": marked("Browser made a till"),
        "till.renamed": marked("Till renamed"),
        "till.unpaired": marked("Browser is no till any more"),
        "unit.changed": marked("Unit changed"),
        "unit.created": marked("Unit added"),
        "unit.deleted": marked("Unit removed"),
    }
)
FAULTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "edited": marked("The row was changed"),
        "missing": marked("A row is missing here"),
        "cut_off": marked("The end was cut off here"),
        "detail_edited": marked("The personal details were changed"),
    }
)
FACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "active": marked("active"),
        "added": marked("added"),
        "address": marked("address"),
        "amount": marked("amount"),
        "attribute": marked("attribute"),
        "attributes": marked("attributes"),
        "badge": marked("badge"),
        "browser": marked("browser"),
        "by": marked("by"),
        "came_out": marked("came out"),
        "change": marked("change"),
        "changes": marked("changes"),
        "code": marked("code"),
        "counted": marked("counted"),
        "created": marked("new"),
        "counts": marked("coins and notes"),
        "days": marked("days"),
        "decimals": marked("decimals"),
        "difference": marked("difference"),
        "document": marked("document"),
        "differences": marked("differences"),
        "discount": marked("discount"),
        "expected": marked("expected"),
        "faults": marked("faults"),
        "figures": marked("figures"),
        "file": marked("file"),
        "float": marked("float"),
        "from": marked("from"),
        "go_on": marked("went on"),
        "gross": marked("total"),
        "kind": marked("kind"),
        "left_out": marked("left out"),
        "lines": marked("lines"),
        "login": marked("login"),
        "maker_code": marked("maker's code"),
        "last_day": marked("last day"),
        "name": marked("name"),
        "new": marked("new"),
        "new_bp": marked("new"),
        "new_scaled": marked("new"),
        "number": marked("number"),
        "old": marked("old"),
        "old_bp": marked("old"),
        "old_scaled": marked("old"),
        "paper": marked("paper"),
        "percent_bp": marked("per cent"),
        "phone": marked("phone"),
        "points_micro": marked("points"),
        "price_scaled": marked("price"),
        "prices": marked("prices"),
        "qty_milli": marked("quantity"),
        "rate_bp": marked("rate"),
        "reason": marked("reason"),
        "reference": marked("reference"),
        "right": marked("right"),
        "rights": marked("rights"),
        "role": marked("role"),
        "roles": marked("roles"),
        "rows": marked("rows"),
        "sales": marked("sales"),
        "scopes": marked("scopes"),
        "clock_said": marked("clock showed"),
        "newest_act": marked("last act"),
        "serial": marked("serial number"),
        "shop": marked("shop"),
        "sign": marked("sign"),
        "sku": marked("SKU"),
        "tax_number": marked("tax number"),
        "tags": marked("tags"),
        "taken": marked("taken away"),
        "tax": marked("tax"),
        "tenders": marked("tenders"),
        "till": marked("till"),
        "to": marked("to"),
        "time": marked("time"),
        "to_pay": marked("to pay"),
        "total": marked("total"),
        "trouble": marked("trouble"),
        "unchanged": marked("unchanged"),
        "updated": marked("changed"),
        "valid_from": marked("from"),
        "valid_until": marked("until"),
        "values": marked("values"),
        "verdict": marked("decided"),
        "variants": marked("variants"),
        "wait_seconds": marked("seconds to wait"),
        "was": marked("before"),
        "visits": marked("visits"),
        "void": marked("taken back by"),
        "z": marked("Z report"),
    }
)
VALUES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pin": marked("PIN"),
        "code": marked("recovery code"),
        "password": marked("password"),
        "bonus": marked("bonus"),
        "correction": marked("correction"),
        "in": marked("in"),
        "out": marked("out"),
        "safe_drop": marked("to the safe"),
        "petty_cash": marked("small payment"),
        "products": marked("goods"),
        "customers": marked("customers"),
        "come": marked("came"),
        "break": marked("break"),
        "back": marked("back from the break"),
        "go": marked("went"),
        "registered": marked("it is registered"),
        "not_registered": marked("it is not registered"),
        "ask": marked("ask the register again"),
        "accept": marked("the new register is right"),
        "skip": marked("never to be registered"),
        "sale": marked("sale"),
        "return": marked("return"),
        "payment": marked("payment"),
        "refund": marked("refund"),
        "reversal": marked("reversal"),
        "exchange": marked("exchange"),
        "void": marked("void"),
        "cash": marked("cash"),
        "card": marked("card"),
        "transfer": marked("transfer"),
        "account": marked("on account"),
    }
)
"""Words that stand as a fact's value."""
_MONEY: Final = frozenset(
    {
        "amount",
        "change",
        "counted",
        "difference",
        "discount",
        "expected",
        "float",
        "gross",
        "tax",
        "tenders",
        "to_pay",
        "total",
    }
)
_MOMENTS: Final = frozenset({"clock_said", "last_day", "newest_act", "valid_from", "valid_until"})


@blueprint.app_template_filter("facts")
def facts(body: Mapping[str, Any], currency: str | None) -> list[tuple[str, str]]:
    """Names and values of a row's facts, for a person, in the currency of its day; empty ones are left out."""
    return [
        (fact_name(name), fact_text(name, value, currency))
        for name, value in body.items()
        if value not in (None, "", [], {})
    ]


def act_name(kind: str) -> str:
    """What an act is called; its code where it has no name."""
    return translated(ACTS.get(kind, "")) or kind


def fault_name(fault: str) -> str:
    """What is wrong with a place of a chain."""
    return translated(FAULTS[fault])


def fact_name(name: str) -> str:
    """What a fact is called."""
    return translated(FACTS.get(name, "")) or name.replace("_", " ")


def fact_text(name: str, value: Any, currency: str | None) -> str:
    """A fact's value: money, quantities, rates and instants as people write them, everything else as it is."""
    match value:
        case bool():
            return gettext("yes") if value else gettext("no")
        case int():
            return _figure(name, value, currency)
        case list():
            return ", ".join(fact_text(name, each, currency) for each in value)
        case str() if name in _MOMENTS:
            return _moment(value)
        case dict():
            amounts = name in _MONEY
            told = ((key, fact_text(name if amounts else key, each, currency)) for key, each in value.items())
            return "; ".join(f"{fact_name(key)}: {text}" for key, text in told)
        case _:
            return translated(VALUES.get(value, "")) or str(value)


def _moment(text: str) -> str:
    """A day, or a day with its time."""
    is_day = len(text) == len("2026-03-31")
    return day(date.fromisoformat(text)) if is_day else moment(datetime.fromisoformat(text))


def _figure(name: str, value: int, currency: str | None) -> str:
    if name in _MONEY:
        return price_of(Money(value), currency)
    if name.endswith("_scaled"):
        return unit_price_of(UnitPrice(value), currency)
    if name.endswith("_milli"):
        return qty(value, 0)
    if name.endswith("_micro"):
        return points(value)
    return rate(value) if name.endswith("_bp") else str(value)


def subject_words(subject: Subject | None) -> str:
    """What an act is about, with its kind; empty for what is of no known kind."""
    if subject is None:
        return ""
    return f"{translated(subject.noun)} {translated(subject.name)}".strip()


def actor_name(actor: str) -> str:
    """Who acted, in the reader's words where it was a part of the program; a person's name as it is."""
    part, _, name = actor.partition(":")
    if part == "console" and name:
        return gettext("%(name)s, on the command line", name=name)
    return gettext("The program") if part == "job" or actor in _PARTS else actor


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"act_name": act_name, "actor_name": actor_name, "fault_name": fault_name, "subject_words": subject_words}
