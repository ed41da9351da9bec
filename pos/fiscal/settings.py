"""Settings of fiscal registers: where receipts are printed, whether selling goes on in doubt."""

from typing import Final

from app.core.settings import Setting
from app.core.texts import marked

RECEIPT_PAPER: Final = Setting(
    "fiscal.paper",
    str,
    "register",
    marked("Receipts of a till with a fiscal register are printed"),
    marked("On the receipt printer they come once they are registered, with the fiscal data and their code."),
    choices=("register", "printer"),
)
SELLS_IN_DOUBT: Final = Setting(
    "fiscal.sells_in_doubt",
    bool,
    True,
    marked("Selling goes on while a registration is in doubt"),
    marked("The sales wait in the queue and are registered once a senior has decided. Off: the till sells nothing."),
)
TELLS_CONTACT: Final = Setting(
    "fiscal.tells_contact",
    bool,
    False,
    marked("The fiscal register is told the customer's e-mail address, or the phone number"),
    marked("The operator of fiscal data then sends the electronic receipt there."),
)
