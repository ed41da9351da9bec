"""A mail server reached by SMTP, step by step, so that it is known which step failed.

The standard library's ``send_message`` answers a lost connection the same before and after the server had the mail.
"""

import contextlib
import ipaddress
import smtplib
import socket
import ssl
from typing import Final

from app.core.io_guard import refuse_inside_unit
from devices.drivers.smtp.wire import END, ascii_address, wire_form
from devices.errors import DeviceError, Trouble
from devices.ports import Mail, MailAccount, MailOutcome, MailResult

PATIENCE_S: Final = 20.0
_REPLY_MOST: Final = 200
_OK: Final = 250
_GO_ON: Final = 354


class SmtpGateway:
    """A ``MailGateway``; opens a connection for each mail. ``trust`` names the authorities that may vouch for it."""

    def __init__(
        self, account: MailAccount, *, patience_s: float = PATIENCE_S, trust: ssl.SSLContext | None = None
    ) -> None:
        self._account = account
        self._patience_s = patience_s
        self._trust = trust or ssl.create_default_context()

    def send(self, mail: Mail) -> MailResult:
        """Hands one mail over; see the port."""
        refuse_inside_unit()
        sender, to, data = ascii_address(mail.sender), ascii_address(mail.to), wire_form(mail)
        client = self._connected()
        try:
            try:
                _expect(_OK, client.mail(sender), Trouble.MAIL_REFUSED)
                _expect(_OK, client.rcpt(to), Trouble.MAIL_ADDRESS)
                _expect(_GO_ON, client.docmd("DATA"), Trouble.MAIL_REFUSED)
                client.send(data)
            except (OSError, smtplib.SMTPException) as problem:
                raise DeviceError(Trouble.MAIL_SILENT, maker_code=type(problem).__name__) from problem
            try:
                client.send(END)
                code, reply = client.getreply()
            except (OSError, smtplib.SMTPException):
                return MailResult(MailOutcome.UNCONFIRMED)
            if code < 0:  # an answer that is none
                return MailResult(MailOutcome.UNCONFIRMED)
            _expect(_OK, (code, reply), Trouble.MAIL_REFUSED)
            return MailResult(MailOutcome.ACCEPTED, _words(code, reply))
        finally:
            _leave(client)

    def check(self) -> None:
        """Connects and logs in."""
        refuse_inside_unit()
        _leave(self._connected())

    def _connected(self) -> smtplib.SMTP:
        account = self._account
        if account.security == "none" and account.user and not _is_this_machine(account.host):
            raise DeviceError(Trouble.MAIL_NOT_SECURE)
        client = self._greeted()
        try:
            if account.security == "starttls":
                _expect(220, client.starttls(context=self._trust), Trouble.MAIL_NOT_SECURE)
            if account.user:
                client.login(account.user, account.password)
        except (ssl.SSLError, smtplib.SMTPNotSupportedError) as problem:
            _leave(client)
            raise DeviceError(Trouble.MAIL_NOT_SECURE, maker_code=type(problem).__name__) from problem
        except smtplib.SMTPAuthenticationError as problem:
            _leave(client)
            trouble = Trouble.MAIL_LATER if _is_temporary(problem.smtp_code) else Trouble.MAIL_LOGIN
            raise DeviceError(trouble, maker_code=str(problem.smtp_code)) from problem
        except (OSError, smtplib.SMTPException) as problem:
            _leave(client)
            raise DeviceError(Trouble.MAIL_SILENT, maker_code=type(problem).__name__) from problem
        except DeviceError:
            _leave(client)
            raise
        return client

    def _greeted(self) -> smtplib.SMTP:
        account = self._account
        try:
            # The full name of this machine would be asked of the network, which may take long.
            name = socket.gethostname()
            client: smtplib.SMTP
            if account.security == "tls":
                client = smtplib.SMTP_SSL(
                    account.host, account.port, name, timeout=self._patience_s, context=self._trust
                )
            else:
                client = smtplib.SMTP(account.host, account.port, name, timeout=self._patience_s)
            client.ehlo_or_helo_if_needed()
        except ssl.SSLError as problem:
            raise DeviceError(Trouble.MAIL_NOT_SECURE, maker_code=type(problem).__name__) from problem
        except smtplib.SMTPResponseException as problem:
            trouble = Trouble.MAIL_LATER if _is_temporary(problem.smtp_code) else Trouble.MAIL_REFUSED
            raise DeviceError(trouble, maker_code=str(problem.smtp_code)) from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise DeviceError(Trouble.MAIL_UNREACHABLE, maker_code=type(problem).__name__) from problem
        return client


def _expect(wanted: int, answer: tuple[int, bytes], otherwise: Trouble) -> None:
    """DeviceError where the server answers anything else: ``mail_later`` for a refusal that will pass."""
    code, reply = answer
    if code == wanted:
        return
    if code < 0:
        raise DeviceError(Trouble.MAIL_SILENT)
    raise DeviceError(Trouble.MAIL_LATER if _is_temporary(code) else otherwise, maker_code=_words(code, reply))


def _is_temporary(code: int) -> bool:
    return 400 <= code < 500  # RFC 5321, section 4.2.1


def _words(code: int, reply: bytes) -> str:
    return f"{code} {reply.decode('utf-8', 'replace')}"[:_REPLY_MOST]


def _leave(client: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError, smtplib.SMTPException):
        client.quit()
    client.close()


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
