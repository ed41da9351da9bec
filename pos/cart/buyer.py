"""The buyer whom the fiscal receipt will name, said while the cart is open."""

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.errors import Conflict
from app.core.tax_numbers import tax_number_fits
from app.crm.settings import COUNTRY
from app.crm.typed import clean_line
from app.places.service import place_of
from devices.fiscal.receipt import Buyer
from pos.sale.buyers import NAME_MOST, TAX_NUMBER_MOST
from pos.words import checked_words


def names_buyers(tx: ReadUnit, till_id: int) -> bool:
    """Whether the fiscal register of a till can name the buyer."""
    maker = place_of(tx, till_id).register_maker
    return maker is not None and maker.takes_buyer


def checked_buyer(tx: ReadUnit, till_id: int, name: str, tax_number: str, *, accept_tax_number: bool) -> Buyer:
    """A buyer as the register is told; raises as ``pos.cart.service.set_buyer``."""
    if not names_buyers(tx, till_id):
        raise Conflict("register_names_no_buyer")
    name = checked_words(clean_line(name, "name", NAME_MOST), "name", needed=True)
    tax_number = clean_line(tax_number, "tax_number", TAX_NUMBER_MOST)
    fits = not tax_number or tax_number_fits(tax_number, settings.get(tx, COUNTRY)) is not False
    if not fits and not accept_tax_number:
        raise Conflict("tax_number_doubtful", got=tax_number)
    return Buyer(name, tax_number)
