"""Reading the fields of a promotion's form: numbers, days and goods as the contract writes them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.installation import facts
from app.core.numbers import format_scaled, parse_typed
from app.web.office.catalogue.typed_goods import typed_skus
from app.web.office.promotions.form import PromotionForm
from warehouse.catalogue.tags import read_tags

Values = dict[str, Any]
"""Keys of a rule with their JSON values; a key that is left out takes the contract's default."""


class FormFields:
    """The fields of one form; ``known_skus`` are taken as they are, whether there are such goods or not.

    Whoever reads raises BadInput with the name of the field: ``promotion_value_missing`` where something is needed,
    ``promotion_goods_unknown`` (``code``), and what ``parse_typed`` and ``read_tags`` raise.
    """

    def __init__(self, tx: ReadUnit, form: PromotionForm, known_skus: Iterable[str] = ()) -> None:
        self.tx: Final = tx
        self.form: Final = form
        self.money_decimals: Final = facts(tx).decimals
        self._known_skus: Final = frozenset(known_skus)

    def text(self, name: str) -> str:
        """A field without blanks around it."""
        return self.form.texts.get(name, "").strip()

    def needed(self, name: str) -> str:
        """A field that says something."""
        text = self.text(name)
        if not text:
            raise BadInput("promotion_value_missing", name)
        return text

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        """One of the choices of a field; the first where something else was sent."""
        text = self.text(name)
        return text if text in choices else choices[0]

    def ticked(self, name: str) -> list[str]:
        """What was chosen of a field of which several can be."""
        return sorted(self.form.chosen.get(name, ()))

    def positive(self, name: str, decimals: int) -> str:
        """A number above zero as the contract writes it."""
        text = self.not_negative(name, decimals)
        if not text.strip("0."):
            raise BadInput("promotion_value_missing", name)
        return text

    def not_negative(self, name: str, decimals: int) -> str:
        """A number of zero or more as the contract writes it."""
        scaled = parse_typed(self.needed(name).removesuffix("%"), decimals, name)
        if scaled < 0:
            raise BadInput("promotion_value_missing", name)
        return format_scaled(scaled, decimals, trim=True)

    def whole(self, name: str) -> int:
        """A whole number of zero or more."""
        return int(self.not_negative(name, 0))

    def signed(self, name: str) -> int:
        """A whole number."""
        return parse_typed(self.needed(name), 0, name)

    def day(self, name: str) -> str:
        """A day; BadInput ``not_a_day``."""
        try:
            return date.fromisoformat(self.needed(name)).isoformat()
        except ValueError:
            raise BadInput("not_a_day", name) from None

    def tags(self, name: str) -> list[str]:
        """Tags with commas between."""
        return read_tags(self.text(name), name)

    def products(self, name: str) -> list[str]:
        """SKUs of the goods whose codes stand in a field."""
        return self.skus(self.text(name), name)

    def skus(self, text: str, name: str) -> list[str]:
        """SKUs of the goods that a text names."""
        return typed_skus(self.tx, text, name, self._known_skus)
