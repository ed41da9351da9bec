"""The sections of the office: who may open one sees it."""

from dataclasses import dataclass
from typing import Any, Final

from flask import request, url_for

from app.core.texts import marked
from app.web.office.blueprint import blueprint
from app.web.shared.access import WebUser, current_or_none


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the navigation; ``about`` says on the first page what is there.

    ``right`` opens it, and each of ``or_rights``.
    """

    endpoint: str
    label: str
    about: str
    icon: str
    right: str
    or_rights: tuple[str, ...] = ()


SECTIONS: Final = (
    Section(
        "office.sales",
        marked("Sales"),
        marked("Every sale with its receipt, closed shifts"),
        "receipt-text",
        "sales.view",
    ),
    Section(
        "office.products",
        marked("Goods"),
        marked("Products, prices, stock, categories, taxes"),
        "tags",
        "catalogue.view",
    ),
    Section(
        "office.promotions",
        marked("Promotions"),
        marked("Discounts by rule, coupons, and what they brought"),
        "percent",
        "promotions.edit",
    ),
    Section(
        "office.gift_cards",
        marked("Gift cards"),
        marked("Sold, spent, blocked, and what is owed on them"),
        "wallet",
        "gift_cards.view",
    ),
    Section(
        "office.packages",
        marked("Visit packages"),
        marked("Visits paid before, resting, used, and what is owed on them"),
        "package",
        "packages.view",
    ),
    Section(
        "office.imports",
        marked("Import and export"),
        marked("Goods, stock and customers from a spreadsheet and into one"),
        "arrow-left-right",
        "catalogue.edit",
        ("customers.exchange", "stock.edit", "catalogue.view", "sales.view", "stock.view"),
    ),
    Section(
        "office.customers",
        marked("Customers"),
        marked("Who comes back: phones, cards, consents"),
        "users-round",
        "customers.view",
    ),
    Section(
        "office.loyalty",
        marked("Loyalty"),
        marked("Points, tiers, the card by rule"),
        "star",
        "settings.edit",
    ),
    Section(
        "office.staff", marked("Staff"), marked("People, their PINs, badges and roles"), "user-round", "staff.edit"
    ),
    Section(
        "office.working_hours",
        marked("Working hours"),
        marked("Who came and went when, by month"),
        "clock",
        "staff.hours",
    ),
    Section("office.roles", marked("Roles"), marked("Who may do what"), "shield-check", "staff.edit"),
    Section(
        "office.tills", marked("Tills"), marked("Tills and the browsers that are one"), "monitor", "devices.manage"
    ),
    Section(
        "office.other_machines",
        marked("Other machines"),
        marked("How phones and PCs of the shop get in"),
        "lock",
        "devices.manage",
    ),
    Section("office.shop", marked("Shop"), marked("Names, address and logo on the papers"), "store", "settings.edit"),
    Section(
        "office.opening_hours",
        marked("Opening hours"),
        marked("When the shop is open, closed days and holidays"),
        "sun",
        "settings.edit",
    ),
    Section(
        "office.receipt_layout",
        marked("Receipts"),
        marked("What receipts say, with a picture of them"),
        "file-text",
        "settings.edit",
    ),
    Section(
        "office.customer_display",
        marked("Customer display"),
        marked("The second window: how to open it, its pictures"),
        "eye",
        "settings.edit",
    ),
    Section(
        "office.mail",
        marked("E-mail"),
        marked("The mail server, and mails on their way"),
        "inbox",
        "settings.edit",
    ),
    Section(
        "office.messages",
        marked("Messages"),
        marked("SMS to customers: what became of each, and when they go out"),
        "message-square",
        "settings.edit",
    ),
    Section(
        "office.devices", marked("Devices"), marked("Printers, their queues and faults"), "printer", "devices.manage"
    ),
    Section(
        "office.settings", marked("Settings"), marked("Rules of the shop, papers, logins"), "settings", "settings.edit"
    ),
    Section(
        "office.journal", marked("Journal"), marked("Who did what, and the proof of it"), "history", "journal.view"
    ),
    Section("office.api_tokens", marked("API tokens"), marked("Keys of other programs"), "server", "tokens.manage"),
)


def _is_open(section: Section) -> bool:
    """Whether the page being shown belongs to the section: its own page, or one below it."""
    here = url_for(section.endpoint)
    return request.path == here or request.path.startswith(f"{here}/")


def _may_open(user: WebUser, section: Section) -> bool:
    return any(map(user.may, (section.right, *section.or_rights)))


@blueprint.context_processor
def _sections() -> dict[str, Any]:
    user = current_or_none()
    return {
        "is_open": _is_open,
        "sections": [section for section in SECTIONS if user is not None and _may_open(user, section)],
    }
