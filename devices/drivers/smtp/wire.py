"""A mail as the bytes that cross the wire (RFC 5322 and MIME)."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Final

from devices.errors import DeviceError, Trouble
from devices.ports import Mail

END: Final = b"\r\n.\r\n"
"""What ends a mail (RFC 5321, section 4.1.1.4): before it has come, no server has taken anything."""
_LEADING_DOT: Final = re.compile(rb"^\.", re.MULTILINE)


def ascii_address(address: str) -> str:
    """The address with its domain as it is looked up (IDNA).

    DeviceError ``mail_address_refused`` where the part before the at sign is not ASCII, which hardly any server takes.
    """
    local, _, domain = address.rpartition("@")
    try:
        return f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise DeviceError(Trouble.MAIL_ADDRESS) from None


def wire_form(mail: Mail) -> bytes:
    """The mail without its ``END``, dots doubled where the protocol wants it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((_one_line(mail.sender_name), ascii_address(mail.sender)), "utf-8")
    message["To"] = ascii_address(mail.to)
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = format_datetime(mail.date)
    message["Message-ID"] = f"<{mail.message_id}>"
    # A holiday notice in answer to a receipt helps nobody (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
        page = message.get_payload()[-1]  # type: ignore[index]  # add_alternative made it a list of parts
        assert isinstance(page, EmailMessage)
        for name, data in mail.pictures.items():
            page.add_related(data, "image", "png", cid=f"<{name}>")
    for file in mail.attachments:
        main, _, sub = file.content_type.partition("/")
        message.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
    return _LEADING_DOT.sub(b"..", message.as_bytes().rstrip(b"\r\n"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
