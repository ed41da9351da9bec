"""The English sentences of mail's own error codes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.core.texts import marked

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mail_not_set_up": marked("No mail server is set up. Nothing was sent; the owner can set one up under E-mail."),
        "mail_erased": marked("The address was erased. Nothing was sent."),
        "mail_may_have_gone": marked(
            "The mail server had the whole mail when the connection broke: it may have been sent. Ask the customer"
            " before it is sent again."
        ),
    }
)
