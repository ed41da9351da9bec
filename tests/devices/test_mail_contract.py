"""What every mail gateway promises: run against the fake, and against the driver before the emulated server."""

import email.policy
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any, Protocol

import pytest

from app.core.errors import BadInput
from app.core.io_guard import mark_unit
from devices.drivers.smtp.gateway import SmtpGateway
from devices.emulators.control import ControlPort, send_order
from devices.emulators.smtp.condition import HELP
from devices.emulators.smtp.server import SmtpEmulator
from devices.errors import DeviceError, Trouble
from devices.fakes import FakeMailGateway, Step
from devices.ports import Attachment, Mail, MailAccount, MailGateway, MailOutcome

CERTIFICATE = Path(__file__).with_name("mail_server_for_tests.pem")
MAIL = Mail(
    message_id="0198c2a4@oak.example",
    sender="shop@oak.example",
    sender_name="Дуб & Железо",
    to="maria@example.org",
    subject="Чек № 7",
    date=datetime(2026, 3, 6, 12, tzinfo=UTC),
    text="Thank you\n.\n..dots\n",
    html='<p>Thanks <img src="cid:logo" alt=""></p>',
    attachments=(Attachment("receipt-7.pdf", "application/pdf", b"%PDF-\r\n.\r\nx"),),
    pictures={"logo": b"\x89PNG\r\n"},
)
PATIENCE_S = 2.0


class Bench(Protocol):
    """The world of one gateway."""

    gateway: MailGateway

    def subjects(self) -> list[str]:
        """The subjects of the mails that were taken."""

    def hurt(self, trouble: Trouble) -> None:
        """Brings about a refusal before the mail is taken."""

    def lose_the_answer(self) -> None:
        """The mail is taken and nobody hears of it."""

    def heal(self) -> None:
        """Puts everything right."""


class FakeBench:
    """The fake."""

    def __init__(self) -> None:
        self.fake = FakeMailGateway()
        self.gateway: MailGateway = self.fake

    def subjects(self) -> list[str]:
        return [mail.subject for mail in self.fake.mails]

    def hurt(self, trouble: Trouble) -> None:
        self.fake.troubles[Step.BEFORE if trouble is Trouble.MAIL_UNREACHABLE else Step.INSIDE] = trouble

    def lose_the_answer(self) -> None:
        self.fake.troubles[Step.AFTER] = Trouble.MAIL_SILENT

    def heal(self) -> None:
        self.fake.troubles.clear()


ORDERS = {
    Trouble.MAIL_UNREACHABLE: "off",
    Trouble.MAIL_SILENT: "break",
    Trouble.MAIL_ADDRESS: "refuse address",
    Trouble.MAIL_LATER: "busy",
    Trouble.MAIL_REFUSED: "refuse mail",
}


class SmtpBench:
    """The driver and the emulated server."""

    def __init__(self, emulator: SmtpEmulator) -> None:
        self.emulator = emulator
        account = MailAccount(emulator.host, emulator.port, "none")
        self.gateway: MailGateway = SmtpGateway(account, patience_s=PATIENCE_S)

    def subjects(self) -> list[str]:
        return [str(parsed(mail.data)["Subject"]) for mail in self.emulator.mails]

    def hurt(self, trouble: Trouble) -> None:
        self.emulator.order(ORDERS[trouble])

    def lose_the_answer(self) -> None:
        self.emulator.order("drop")

    def heal(self) -> None:
        self.emulator.order("well")


def parsed(data: bytes) -> EmailMessage:
    message = BytesParser(policy=email.policy.default).parsebytes(data)
    assert isinstance(message, EmailMessage)
    return message


@pytest.fixture(params=["fake", "smtp"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A gateway that is well."""
    if request.param == "fake":
        yield FakeBench()
    else:
        with SmtpEmulator() as emulator:
            yield SmtpBench(emulator)


def test_a_mail_is_taken_once(bench: Bench) -> None:
    bench.gateway.check()
    assert bench.gateway.send(MAIL).outcome is MailOutcome.ACCEPTED
    assert bench.subjects() == ["Чек № 7"]


@pytest.mark.parametrize("trouble", ORDERS)
def test_what_was_refused_was_not_taken_and_goes_through_later(bench: Bench, trouble: Trouble) -> None:
    bench.hurt(trouble)
    with pytest.raises(DeviceError) as refused:
        bench.gateway.send(MAIL)
    assert refused.value.trouble is trouble
    assert bench.subjects() == []
    bench.heal()
    assert bench.gateway.send(MAIL).outcome is MailOutcome.ACCEPTED
    assert len(bench.subjects()) == 1


def test_a_lost_answer_leaves_it_open(bench: Bench) -> None:
    bench.lose_the_answer()
    assert bench.gateway.send(MAIL).outcome is MailOutcome.UNCONFIRMED
    assert len(bench.subjects()) == 1


def test_no_gateway_is_touched_inside_a_unit_of_work(bench: Bench) -> None:
    mark_unit(True)
    try:
        for act in (lambda: bench.gateway.send(MAIL), bench.gateway.check):
            with pytest.raises(RuntimeError):
                act()
    finally:
        mark_unit(False)
    assert bench.subjects() == []


def test_the_mail_arrives_as_it_was_written() -> None:
    with SmtpEmulator() as emulator:
        SmtpBench(emulator).gateway.send(MAIL)
        (received,) = emulator.wait_for_mails(1)
    assert (received.sender, received.to) == ("shop@oak.example", "maria@example.org")
    message = parsed(received.data)
    assert message["From"].addresses[0].display_name == "Дуб & Железо"
    assert message["Message-ID"] == "<0198c2a4@oak.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert page is not None
    assert text.get_content().replace("\r\n", "\n") == MAIL.text
    assert 'src="cid:logo"' in page.get_content()
    parts: dict[str, Any] = {part.get_content_type(): part for part in message.walk()}
    assert parts["image/png"]["Content-ID"] == "<logo>"
    assert parts["application/pdf"].get_filename() == "receipt-7.pdf"
    assert parts["application/pdf"].get_content() == MAIL.attachments[0].data


def test_a_subject_cannot_smuggle_a_header_in() -> None:
    with SmtpEmulator() as emulator:
        gateway = SmtpBench(emulator).gateway
        gateway.send(
            Mail("1@x", "a@x.example", "Shop\r\nBcc: evil@x.example", "b@x.example", "7\nX: y", MAIL.date, "t")
        )
        (received,) = emulator.wait_for_mails(1)
    message = parsed(received.data)
    assert message["Bcc"] is None
    assert message["Subject"] == "7 X: y"


def test_a_domain_in_other_letters_is_looked_up_as_it_is_known() -> None:
    with SmtpEmulator() as emulator:
        gateway = SmtpBench(emulator).gateway
        gateway.send(Mail("1@x", "a@x.example", "", "maria@магазин.example", "s", MAIL.date, "t"))
        assert emulator.wait_for_mails(1)[0].to == "maria@xn--80aairftm.example"
        with pytest.raises(DeviceError, match=Trouble.MAIL_ADDRESS.value):
            gateway.send(Mail("1@x", "a@x.example", "", "мария@x.example", "s", MAIL.date, "t"))


def server_side() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_login_crosses_a_secured_connection(security: Any) -> None:
    with SmtpEmulator(user="shop", password="secret", certificate=server_side(), security=security) as emulator:
        account = MailAccount("localhost", emulator.port, security, "shop", "secret")
        assert SmtpGateway(account, trust=trusting()).send(MAIL).outcome is MailOutcome.ACCEPTED
        wrong = MailAccount("localhost", emulator.port, security, "shop", "guess")
        with pytest.raises(DeviceError, match=Trouble.MAIL_LOGIN.value):
            SmtpGateway(wrong, trust=trusting()).check()
        assert "secret" not in repr(account)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_nobody_vouches_for_hears_nothing(security: Any) -> None:
    with SmtpEmulator(user="shop", password="secret", certificate=server_side(), security=security) as emulator:
        gateway = SmtpGateway(MailAccount("localhost", emulator.port, security, "shop", "secret"))
        with pytest.raises(DeviceError, match=Trouble.MAIL_NOT_SECURE.value):
            gateway.send(MAIL)


def test_without_an_offer_of_security_nothing_is_said() -> None:
    with SmtpEmulator() as emulator:
        gateway = SmtpGateway(MailAccount(emulator.host, emulator.port, "starttls"), trust=trusting())
        with pytest.raises(DeviceError, match=Trouble.MAIL_NOT_SECURE.value):
            gateway.send(MAIL)
    open_login = MailAccount("mail.example.org", 25, "none", "shop", "secret")
    with pytest.raises(DeviceError, match=Trouble.MAIL_NOT_SECURE.value):
        SmtpGateway(open_login).send(MAIL)


def test_a_slow_server_is_not_waited_for_for_ever() -> None:
    with SmtpEmulator() as emulator:
        emulator.order("slow 60000")
        gateway = SmtpGateway(MailAccount(emulator.host, emulator.port, "none"), patience_s=0.2)
        with pytest.raises(DeviceError, match=Trouble.MAIL_UNREACHABLE.value):
            gateway.send(MAIL)


def test_orders_come_over_a_port_and_mails_lie_in_a_folder(tmp_path: Path) -> None:
    with SmtpEmulator(folder=tmp_path) as emulator, ControlPort(emulator, HELP) as control:
        SmtpBench(emulator).gateway.send(MAIL)
        assert send_order(control.port, "refuse login")["refuses"] == "login"
        assert "refused" in send_order(control.port, "explode")
        with pytest.raises(BadInput, match="emulator_order"):
            emulator.order("slow down")
    assert [file.name for file in tmp_path.iterdir()] == ["000001.eml"]
