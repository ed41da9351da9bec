"""The journal in words: its acts, the names of its facts, and figures written as figures."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from app.core.money import Money, UnitPrice
from app.core.texts import marked
from app.web.office.blueprint import blueprint
from app.web.shared.formats import price, qty, rate, unit_price
from app.web.shared.language import gettext, translated

ACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "account.activated": marked("Let in again"),
        "account.changed": marked("Person changed"),
        "account.created": marked("Person added"),
        "account.deactivated": marked("Person shut out"),
        "account.password_changed": marked("Password set"),
        "account.pin_changed": marked("PIN set"),
        "api_token.created": marked("API token made"),
        "api_token.revoked": marked("API token revoked"),
        "books.disagree": marked("The books disagree"),
        "cart.discount": marked("Discount on the cart"),
        "cart.dropped": marked("Cart dropped"),
        "cart.one_off": marked("One-off item"),
        "cash.entry": marked("Cash in or out"),
        "category.changed": marked("Category changed"),
        "category.created": marked("Category added"),
        "category.removed": marked("Category removed"),
        "customer.created": marked("Customer added"),
        "device.added": marked("Device added"),
        "device.changed": marked("Device changed"),
        "drawer.opened": marked("Drawer opened"),
        "login.ended": marked("Logged out"),
        "login.failed": marked("Wrong login"),
        "login.locked": marked("Login locked after wrong tries"),
        "login.opened": marked("Logged in"),
        "outbox.again": marked("Print sent again"),
        "outbox.happened": marked("Print declared done"),
        "outbox.skip": marked("Print skipped"),
        "paper.copy": marked("Receipt printed again"),
        "product.activated": marked("Product sold again"),
        "product.changed": marked("Product changed"),
        "product.created": marked("Product added"),
        "product.deactivated": marked("Product no longer sold"),
        "product.price_dropped": marked("Planned price dropped"),
        "product.price_set": marked("Price set"),
        "right.lent": marked("Right lent for one act"),
        "role.changed": marked("Role changed"),
        "role.created": marked("Role added"),
        "role.removed": marked("Role removed"),
        "sale.completed": marked("Sale"),
        "setting.changed": marked("Setting changed"),
        "shift.closed": marked("Shift closed"),
        "shift.opened": marked("Shift opened"),
        "shift.x": marked("Figures of the shift read"),
        "shop.created": marked("Shop opened"),
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
        "added": marked("added"),
        "amount": marked("amount"),
        "browser": marked("browser"),
        "change": marked("change"),
        "counted": marked("counted"),
        "counts": marked("coins and notes"),
        "difference": marked("difference"),
        "expected": marked("expected"),
        "float": marked("float"),
        "gross": marked("total"),
        "how": marked("how"),
        "kind": marked("kind"),
        "lines": marked("lines"),
        "login": marked("login"),
        "name": marked("name"),
        "new": marked("new"),
        "number": marked("number"),
        "old": marked("old"),
        "percent_bp": marked("per cent"),
        "price_scaled": marked("price"),
        "qty_milli": marked("quantity"),
        "reason": marked("reason"),
        "right": marked("right"),
        "rights": marked("rights"),
        "roles": marked("roles"),
        "sales": marked("sales"),
        "scopes": marked("scopes"),
        "sku": marked("SKU"),
        "taken": marked("taken away"),
        "till": marked("till"),
        "wait_seconds": marked("seconds to wait"),
        "was": marked("before"),
    }
)
_MONEY: Final = frozenset({"amount", "change", "counted", "difference", "expected", "float", "gross"})


@blueprint.app_template_filter("facts")
def facts(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values of a row's facts, for a person; empty ones are left out."""
    return [
        (fact_name(name), fact_text(name, value)) for name, value in body.items() if value not in (None, "", [], {})
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


def fact_text(name: str, value: Any) -> str:
    """A fact's value: money, quantities and rates as figures, everything else as it is."""
    match value:
        case bool():
            return gettext("yes") if value else gettext("no")
        case int():
            return _figure(name, value)
        case list():
            return ", ".join(fact_text(name, each) for each in value)
        case dict():
            return "; ".join(f"{fact_name(key)}: {fact_text(key, each)}" for key, each in value.items())
        case _:
            return str(value)


def _figure(name: str, value: int) -> str:
    if name in _MONEY:
        return price(Money(value))
    if name.endswith("_scaled"):
        return unit_price(UnitPrice(value))
    if name.endswith("_milli"):
        return qty(value)
    return rate(value) if name.endswith("_bp") else str(value)


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"act_name": act_name, "fault_name": fault_name}
