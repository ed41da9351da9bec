"""The first day step by step: what an owner has said so far, checked as it is said."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from app.auth.accounts import AccountData, checked_names
from app.core.currencies import CURRENCY_DECIMALS
from app.core.errors import BadInput
from app.crm.settings import COUNTRY
from app.flows.begun import Answers
from app.flows.countries.all import PRESETS, preset_of
from app.flows.countries.preset import Preset
from app.places.service import ShopData
from app.places.settings import PAPER_LANGUAGE, ZONE
from app.places.shops import checked_shop

STEPS: Final = ("country", "rules", "shop", "owner", "recovery")
"""What must be said before a shop can be opened, in order."""
MOST_RATE_BP: Final = 10_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in the shop: its country's preset, and what the owner chose within it.

    ``rate_bp`` is the usual tax rate where the preset is the neutral one, None for no tax.
    """

    country: str
    currency: str
    zone: str
    paper_language: str
    prices_include_tax: bool
    rate_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner's account, its secrets as hashes."""

    name: str
    login: str
    language: str
    pin_hash: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class FirstDay:
    """What was said so far; None for what was not. ``country`` is empty for the neutral preset."""

    country: str | None = None
    rules: Rules | None = None
    shop: ShopData | None = None
    owner: Owner | None = None
    recovery_hash: str | None = None

    @property
    def preset(self) -> Preset:
        """The preset chosen; the neutral one before that."""
        return preset_of(self.country or "")

    @property
    def missing(self) -> str | None:
        """The first step that has not been answered."""
        said = (self.country, self.rules, self.shop, self.owner, self.recovery_hash)
        return next((step for step, value in zip(STEPS, said, strict=True) if value is None), None)


def read(said: Answers) -> FirstDay:
    """The answers kept so far."""
    country: str | None = said.get("country", {}).get("code")
    rules = said.get("rules")
    return FirstDay(
        country=country,
        # Other countries have other currencies and zones: the rules are asked again.
        rules=Rules(**rules["rules"]) if rules is not None and rules["of"] == country else None,
        shop=ShopData(**said["shop"]) if "shop" in said else None,
        owner=Owner(**said["owner"]) if "owner" in said else None,
        recovery_hash=said.get("recovery", {}).get("hash"),
    )


def country_answer(code: str) -> dict[str, Any]:
    """The choice of a preset; BadInput ``unknown_country`` for one that does not exist."""
    if code not in {preset.code for preset in PRESETS}:
        raise BadInput("unknown_country", "country", got=code)
    return {"code": code}


def rules_answer(preset: Preset, rules: Rules) -> dict[str, Any]:
    """The rules within a preset.

    Raises BadInput ``unknown_currency_code``, ``rate_out_of_range``, ``bad_setting`` with the setting's key.
    """
    if rules.currency not in CURRENCY_DECIMALS or (preset.code and rules.currency != preset.currency):
        raise BadInput("unknown_currency_code", "currency")
    if rules.rate_bp is not None and not 0 <= rules.rate_bp <= MOST_RATE_BP:
        raise BadInput("rate_out_of_range", "rate")
    COUNTRY.checked(rules.country)
    ZONE.checked(rules.zone)
    PAPER_LANGUAGE.checked(rules.paper_language)
    return {"of": preset.code, "rules": asdict(rules)}


def shop_answer(data: ShopData) -> dict[str, Any]:
    """Names and numbers of the shop; BadInput ``name_missing``, ``text_too_long``."""
    return asdict(checked_shop(data))


def owner_answer(owner: Owner) -> dict[str, Any]:
    """The owner's account; BadInput ``name_missing``, ``login_missing``, ``login_not_plain``, ``unknown_language``."""
    if not owner.login.strip():
        raise BadInput("login_missing", "login")
    data = checked_names(AccountData(owner.name, owner.login, None, owner.language, frozenset()))
    return asdict(Owner(data.name, data.login or "", data.language, owner.pin_hash, owner.password_hash))
