"""Opening a shop: what a database needs before anybody can sell in it."""

from dataclasses import dataclass

from app.auth.accounts import AccountData, create_account
from app.auth.rights import OWNER_ROLE
from app.auth.roles import list_roles, make_built_in_roles
from app.core import settings
from app.core.currencies import CURRENCY_DECIMALS
from app.core.db.unit import Unit
from app.core.errors import BadInput
from app.core.installation import open_installation
from app.places.service import ShopData, create_shop, create_till
from app.places.settings import ZONE
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.stock.locations import ensure_locations


@dataclass(frozen=True, slots=True)
class FirstShop:
    """What the owner says on the first day. ``tax_rate_bp`` is the usual rate, None where nothing is taxed."""

    shop: ShopData
    till_name: str
    currency: str
    zone: str
    tax_name: str
    tax_rate_bp: int | None
    owner_name: str
    owner_login: str
    language: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The shop that was opened."""

    shop_id: int
    till_id: int
    account_id: int


def open_shop(tx: Unit, first: FirstShop, *, pin_hash: str, password_hash: str) -> Opened:
    """Opens the shop with one till, the usual roles, units and tax, and its owner's account.

    Raises Conflict ``already_opened``, BadInput ``unknown_currency_code``, ``bad_setting``, ``name_missing``,
    ``login_missing``, and what the services of accounts and taxes refuse.
    """
    if first.currency not in CURRENCY_DECIMALS:
        raise BadInput("unknown_currency_code", "currency")
    if not first.owner_login.strip():
        raise BadInput("login_missing", "login")
    if not first.shop.name.strip():
        raise BadInput("name_missing", "shop_name", most=120)
    open_installation(tx, first.currency, demo=False)
    settings.put(tx, ZONE, first.zone)
    shop_id = create_shop(tx, first.shop)
    till_id = create_till(tx, shop_id, first.till_name)
    ensure_locations(tx, shop_id)
    add_standard_units(tx)
    create_tax_category(tx, first.tax_name, first.tax_rate_bp)
    make_built_in_roles(tx)
    owner = next(role.id for role in list_roles(tx) if role.code == OWNER_ROLE)
    data = AccountData(first.owner_name, first.owner_login, None, first.language, frozenset({owner}))
    account_id = create_account(tx, data, pin_hash=pin_hash, password_hash=password_hash)
    return Opened(shop_id, till_id, account_id)
