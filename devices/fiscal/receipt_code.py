"""The code on a Russian receipt, by which its customer has it checked."""

from typing import Final

from devices.fiscal.evidence import Registered
from devices.fiscal.receipt import DocumentKind

_OPERATION: Final = {
    DocumentKind.SALE: 1,
    DocumentKind.SALE_RETURN: 2,
    DocumentKind.PURCHASE: 3,
    DocumentKind.PURCHASE_RETURN: 4,
}


def qr_of(registered: Registered, kind: DocumentKind) -> str:
    """The text of the code that customers check a receipt by; empty where the register told no time."""
    if registered.at is None:
        return ""
    whole, part = divmod(registered.total.minor, 100)
    return (
        f"t={registered.at:%Y%m%dT%H%M}&s={whole}.{part:02}&fn={registered.storage_number}"
        f"&i={registered.number}&fp={registered.sign}&n={_OPERATION[kind]}"
    )
