"""Whether a company's tax number can be right, as far as its check digits tell."""

from stdnum import get_cc_module
from stdnum.eu import vat


def tax_number_fits(number: str, country: str) -> bool | None:
    """Whether the number is one of the country, or of another state of the European Union by its first letters.

    ``country`` is a code of ISO 3166; None where nobody knows how its numbers are made.
    """
    module = get_cc_module(country, "vat")
    if module is None:
        return None
    return bool(module.is_valid(number)) or bool(vat.is_valid(number))
