"""Opening a shop: everything an owner has said on the first day is written at once, or nothing of it."""

from dataclasses import dataclass

from app.auth.accounts import AccountData, create_account
from app.auth.recovery import set_recovery
from app.auth.rights import OWNER_ROLE
from app.auth.roles import list_roles, make_built_in_roles
from app.core import settings
from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.core.installation import open_installation
from app.core.texts import marked, texts
from app.crm.settings import COUNTRY
from app.flows import begun
from app.flows.countries.preset import Preset
from app.flows.first_day import FirstDay, Owner, Rules, read
from app.places.service import ShopData, create_shop, create_till
from app.places.settings import PAPER_LANGUAGE, ZONE
from pos.papers.layout import FOOTER_IN, HEADER_IN
from pos.papers.wish import PRINT_RECEIPT
from pos.settings import CASH_MODE, CASH_STEP, PRICES_INCLUDE_TAX, TAX_ROUNDING
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.stock.locations import ensure_locations

_USUAL_RATE = marked("Standard rate")
_NO_TAX = marked("Without tax")


@dataclass(frozen=True, slots=True)
class Opened:
    """The shop that was opened."""

    shop_id: int
    till_id: int
    account_id: int


def open_begun(tx: Unit, till_name: str) -> Opened:
    """Opens the shop that the answers kept so far describe, with one till, and forgets them.

    Raises Conflict ``already_opened``, ``step_missing`` with the ``step``; BadInput ``name_missing`` for the till.
    """
    begun.begin(tx)
    day = read(begun.answers(tx))
    if day.rules is None or day.shop is None or day.owner is None or day.recovery_hash is None:
        raise Conflict("step_missing", step=day.missing)
    open_installation(tx, day.rules.currency, demo=False)
    _set_rules(tx, day.preset, day.rules)
    _add_taxes(tx, day, day.rules, day.owner.language)
    opened = _open(tx, day.shop, day.owner, till_name, day.recovery_hash)
    begun.forget(tx)
    return opened


def _open(tx: Unit, shop: ShopData, owner: Owner, till_name: str, recovery_hash: str) -> Opened:
    shop_id = create_shop(tx, shop)
    till_id = create_till(tx, shop_id, till_name)
    ensure_locations(tx, shop_id)
    add_standard_units(tx)
    make_built_in_roles(tx)
    role = next(role.id for role in list_roles(tx) if role.code == OWNER_ROLE)
    data = AccountData(owner.name, owner.login, None, owner.language, frozenset({role}))
    account_id = create_account(tx, data, pin_hash=owner.pin_hash, password_hash=owner.password_hash)
    set_recovery(tx, account_id, recovery_hash)
    return Opened(shop_id, till_id, account_id)


def _set_rules(tx: Unit, preset: Preset, rules: Rules) -> None:
    settings.put(tx, ZONE, rules.zone)
    settings.put(tx, COUNTRY, rules.country)
    settings.put(tx, PAPER_LANGUAGE, rules.paper_language)
    settings.put(tx, PRICES_INCLUDE_TAX, rules.prices_include_tax)
    settings.put(tx, TAX_ROUNDING, preset.tax_rounding)
    settings.put(tx, CASH_STEP, preset.cash_step_minor)
    settings.put(tx, CASH_MODE, preset.cash_mode)
    settings.put(tx, PRINT_RECEIPT, preset.print_receipt)
    # Papers of another language say nothing in this one.
    settings.put(tx, HEADER_IN[preset.paper_language], preset.header)
    settings.put(tx, FOOTER_IN[preset.paper_language], preset.footer)


def _add_taxes(tx: Unit, day: FirstDay, rules: Rules, language: str) -> None:
    for tax in day.preset.taxes:
        first, *changes = tax.rates or (None,)
        create_tax_category(
            tx, tax.name, first.rate_bp if first is not None else None, code=tax.code, changes=[*filter(None, changes)]
        )
    if not day.preset.taxes:
        _ = texts(language).gettext
        if rules.rate_bp is not None:
            create_tax_category(tx, _(_USUAL_RATE), rules.rate_bp, code="standard")
        create_tax_category(tx, _(_NO_TAX), None, code="exempt")
